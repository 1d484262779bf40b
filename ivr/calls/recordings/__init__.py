"""What callers said and nobody heard at once: fetched, kept, heard, joined to requests, searched for danger."""

from ivr.calls.recordings.kept import later

__all__ = ["later"]
