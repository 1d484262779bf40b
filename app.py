"""The web application, for gunicorn and any other WSGI server."""

from ivr.bootstrap.app import create_app

app = create_app()
