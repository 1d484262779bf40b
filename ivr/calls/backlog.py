"""Records waiting for the database: bounded in bytes, and the oldest turns go first when there is no more room."""

from __future__ import annotations

from collections import deque
from itertools import islice

from ivr.calls.records import Batch, Other, Record, TurnRecord, cost


class Backlog:
    """Not thread safe: the journal holds its lock. `limit` in bytes, as estimated by records.cost.

    Each call's newest turn is held a second time, because from it the draft is made: when room is short the trace of a
    call is worth less than what its caller asked for.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._turns: deque[TurnRecord] = deque()
        self._calls: dict[str, TurnRecord] = {}
        self._others: deque[Other] = deque()
        self.bytes = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._turns) + len(self._calls) + len(self._others)

    def add(self, record: Record) -> None:
        """Takes a record in; drops older ones when the limit is passed. O(1) on average."""
        if isinstance(record, TurnRecord):
            self._turns.append(record)
            self.bytes += cost(record)
            self._remember(record)
        else:
            self._others.append(record)
            self.bytes += cost(record)
        if self.bytes > self._limit:
            self._shed()

    def take(self, most: int) -> Batch:
        """Up to `most` of each kind, the oldest first; they are no longer here."""
        batch = Batch()
        while self._turns and len(batch.turns) < most:
            batch.turns.append(self._turns.popleft())
        for sid in list(islice(self._calls, most)):
            batch.calls[sid] = self._calls.pop(sid)
        while self._others and len(batch.others) < most:
            batch.others.append(self._others.popleft())
        self.bytes -= sum(map(cost, (*batch.turns, *batch.calls.values(), *batch.others)))
        return batch

    def give_back(self, batch: Batch) -> None:
        """A batch that could not be written, to the front again."""
        self._turns.extendleft(reversed(batch.turns))
        self._others.extendleft(reversed(batch.others))
        self.bytes += sum(map(cost, (*batch.turns, *batch.others)))
        for record in batch.calls.values():
            self._remember(record)
        if self.bytes > self._limit:
            self._shed()

    def _remember(self, record: TurnRecord) -> None:
        """Keeps the newer of two turns of one call."""
        held = self._calls.get(record.call_sid)
        if held is not None and held.n > record.n:
            return
        if held is not None:
            self.bytes -= cost(held)
        self._calls[record.call_sid] = record
        self.bytes += cost(record)

    def _shed(self) -> None:
        """Drops turns, then the oldest snapshots, then the rest, until the limit holds."""
        while self.bytes > self._limit and self._turns:
            self._drop(self._turns.popleft())
        while self.bytes > self._limit and self._calls:
            self._drop(self._calls.pop(next(iter(self._calls))))
        while self.bytes > self._limit and self._others:
            self._drop(self._others.popleft())

    def _drop(self, record: Record) -> None:
        self.bytes -= cost(record)
        self.dropped += 1
