"""What did the caller mean? Words in, meaning out: pure, deterministic, in both languages."""

from ivr.understanding.mind import Mind, build, danger_in, listener
from ivr.understanding.pattern import BadPattern

__all__ = ["BadPattern", "Mind", "build", "danger_in", "listener"]
