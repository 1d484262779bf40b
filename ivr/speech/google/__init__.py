"""Google Cloud Speech-to-Text, API v2, as an ear. Nothing here imports google or grpc before it listens."""

from ivr.speech.google.ear import Google

__all__ = ["Google"]
