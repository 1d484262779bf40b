"""How gunicorn serves the line: threads, because webhooks, pages and (later) streams wait more than they work."""

import os

bind = os.environ.get("BIND", f"0.0.0.0:{os.environ.get('PORT', '8311')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "32"))
graceful_timeout = 10
timeout = 60
keepalive = 75  # Twilio keeps connections; a new one for every turn would cost more than the turn
control_socket_disable = True
accesslog = None  # the journal tells more, and no address or query (which holds the sealed call) belongs in a log
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
