"""What the ears have cost and where they failed, as counters for Prometheus.

The counters stand in a registry of their own: nothing another library counts is shown with them. With several processes
(gunicorn's workers and the job worker) prometheus-client keeps each process's counts in files of one folder when
PROMETHEUS_MULTIPROC_DIR names it before the first import; `exposed` then adds them up, and dead processes still count.
Without it every process shows its own counts. Labels never hold a word, a number or an address.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

registry = CollectorRegistry()

billed = Counter(
    "onecall_speech_billed_seconds", "Seconds of sound that are paid for.", ("engine", "language"), registry=registry
)
asked = Counter(
    "onecall_speech_asked", "Recordings recognised and streams listened to.", ("engine", "how"), registry=registry
)
failed = Counter(
    "onecall_speech_failures", "Times an ear failed, by the reason.", ("engine", "reason"), registry=registry
)
renewed = Counter(
    "onecall_speech_renewals",
    "Streams begun again in mid-listening, by the reason.",
    ("engine", "why"),
    registry=registry,
)
passed_over = Counter(
    "onecall_speech_passed_over", "Times an ear was not asked because it had failed.", ("engine",), registry=registry
)


def exposed() -> tuple[bytes, str]:
    """The counts as Prometheus reads them, and their content type."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(registry), CONTENT_TYPE_LATEST
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together), CONTENT_TYPE_LATEST
