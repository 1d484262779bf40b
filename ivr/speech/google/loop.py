"""One thread with an event loop, for all that a process asks of Google: streams cost no threads of their own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from ivr.speech.errors import EarAway, EarRefused

T = TypeVar("T")


class Loop:
    """Made before or after a fork; its thread starts when it is first used, and belongs to that process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._pid = 0

    def run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Starts it, from any thread. EarRefused: see `running`."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self.running())
        except BaseException:
            work.close()
            raise

    def soon(self, call: Callable[[], object]) -> None:
        """Calls it in the loop, if that still runs."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(call)
            except RuntimeError:  # it was closed in this very moment
                return

    def running(self) -> asyncio.AbstractEventLoop:
        """The loop of this process. EarAway: it was closed. EarRefused: it was used before a fork, which gRPC does not
        survive."""
        with self._lock:
            if self._loop is None:
                self._loop, self._pid = asyncio.new_event_loop(), os.getpid()
                self._thread = threading.Thread(target=self._loop.run_forever, name="google-ear", daemon=True)
                self._thread.start()
            elif self._loop.is_closed():
                raise EarAway("this ear is closed")
            elif self._pid != os.getpid():
                raise EarRefused("this ear was used before the process was forked; make one after the fork")
            return self._loop

    def close(self, last: Callable[[], Coroutine[Any, Any, None]], within: float = 2.0) -> None:
        """Runs `last` in the loop, then ends the thread."""
        with self._lock:
            loop, thread = self._loop, self._thread
            if loop is None or thread is None or self._pid != os.getpid() or loop.is_closed():
                return
            if thread is threading.current_thread():
                return
            done = asyncio.run_coroutine_threadsafe(last(), loop)
            try:
                done.result(within)
            except Exception:  # what does not end in time is left to the end of the process
                done.cancel()
            loop.call_soon_threadsafe(loop.stop)
            thread.join(within)
            if not thread.is_alive():
                loop.close()
