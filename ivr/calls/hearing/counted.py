"""How many streams were and are listened to, beside what the ears count."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

from ivr.speech.counted import registry

now = Gauge("onecall_streams_now", "Streams that are listened to now.", registry=registry, multiprocess_mode="livesum")
ended = Counter("onecall_streams", "Streams that were listened to, by how they ended.", ("end",), registry=registry)
