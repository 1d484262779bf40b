"""What Google Cloud Speech-to-Text v2 takes at most (docs/decisions/google-speech.md says where each stands)."""

from __future__ import annotations

INLINE_SECONDS = 60.0
"""Of sound in one Recognize."""
INLINE_BYTES = 10 * 1024 * 1024
CHUNK_BYTES = 15 * 1024
"""Of audio in one message of a stream: what the message's own description promises. The servers refuse over 25,600."""
STREAM_SECONDS = 300.0
"""A stream stays open so long; then it is ABORTED."""

LANGUAGES = 3
"""Languages of one request."""
MULTI_REGIONS = frozenset({"global", "us", "eu"})
"""Several languages in one request are understood only here."""

PHRASES_A_SET = 1200
PHRASES = 5000
PHRASE_CHARACTERS = 100
CHARACTERS = 100_000
SETS = 20
BOOST = 20.0
"""Above 0, at most so much."""

VOICE_TIMEOUT = (0.5, 60.0)
"""Seconds a stream may be told to wait for speech to begin, or to go on."""
STREAMS_A_CHANNEL = 90
"""HTTP/2 connections to Google carry 100 calls; one more would wait in silence until another ends."""
