"""The log: one JSON line an event on standard error (plain in a terminal). Never a number, a word said, a secret.

What a room logs is chosen with care; what a library logs, or an exception says, is not ours to choose. So exceptions
are told by their kind and their place and never by their text, and queries and telephone numbers are struck from all
else. Libraries tell of warnings and errors alone, also at LOG_LEVEL=debug: their details are the callers'.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]

Event = MutableMapping[str, Any]
PLACES = 6  # frames told of an exception, the innermost last

_NUMBER = re.compile(r"\+\d{8,15}\b|\b1?[2-9]\d{9}\b")
_QUERY = re.compile(r"(?<=[/\w])\?[^\s'\"]+")


def configure(level: str) -> None:
    """Sets the log up for this process, for our own events and those of libraries; `level`: debug … error."""
    least = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[*_common(), _shape()],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Steadfast(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_handler()], level=max(least, logging.WARNING), force=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda failed: _uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


class _Steadfast:
    """A stream whose writer never hears that it failed: a full disk under the log, or a collector that is gone, must
    not become a caller's error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):  # ValueError: closed, at the end of a process
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class ServerLog(GunicornLogger):  # type: ignore[misc]
    """gunicorn's own messages, in the shape of all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers = [_handler()]


def safe(_: object, __: str, event: Event) -> Event:
    """The event without what must not be written: exception texts, queries of addresses, telephone numbers."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()
    if isinstance(problem, BaseException):
        problem = (type(problem), problem, problem.__traceback__)
    if problem and problem[0]:
        event.update(told(problem[1], problem[2]))
    return {name: _struck(value) for name, value in event.items()}


def told(problem: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    """An exception by its kind and where it was raised; its text may hold what a caller said."""
    frames = traceback.extract_tb(trace)[-PLACES:]
    return {
        "exception": type(problem).__name__,
        "where": [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _struck(value: Any) -> Any:
    return _NUMBER.sub("(number)", _QUERY.sub("?…", value)) if isinstance(value, str) else value


def _common() -> list[Any]:
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [structlog.stdlib.add_log_level, safe, stamp]


def _shape() -> Any:
    return structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(_Steadfast(sys.stderr))
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _shape()]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_common()], processors=processors
        )
    )
    return handler


def _uncaught(kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None) -> None:
    if problem is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
        structlog.get_logger(__name__).error("uncaught", **told(problem, trace))
