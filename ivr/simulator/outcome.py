"""What came of a call, against what its file says: requests filed, drafts left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ivr.simulator.steps import Expectation, Expected
from ivr.simulator.words import plain


class Records(Protocol):
    """What came of a call, as the application keeps it. Both wait until what is under way has been stored."""

    def filed(self, call_sid: str) -> Sequence[Mapping[str, object]]:
        """The requests this call filed, in order: service, place, language and whatever else can be expected."""

    def draft(self, call_sid: str) -> Mapping[str, object] | None:
        """What the call left unfinished, or None."""


@dataclass(frozen=True)
class Failure:
    """where: file:line of what was written. message: what is wrong; details: lines below it."""

    where: str
    message: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"{self.where}: {self.message}", *(f"    {line}" for line in self.details)])


class Differs(Exception):
    """The call went another way than written."""

    def __init__(self, where: str, message: str, *details: str) -> None:
        super().__init__(message)
        self.failure = Failure(where, message, details)


def compare(where: str, what: str, wanted: tuple[Expectation, ...], found: Sequence[Mapping[str, object]]) -> None:
    """Differs: there are more or fewer than wanted, or one of them is not as it should be."""
    if len(wanted) != len(found):
        details = [f"{what}: {brief(one)}" for one in found]
        raise Differs(where, f"there should be {len(wanted)} {what}(s); there are {len(found)}", *details)
    for expectation, one in zip(wanted, found, strict=True):
        if differing := list(_differing(expectation.values, one, "")):
            raise Differs(expectation.where, f"the {what} is not as it should be", *differing)


def _differing(wanted: Mapping[str, Expected], found: object, above: str) -> list[str]:
    lines: list[str] = []
    for key, value in wanted.items():
        name = f"{above}{key}"
        has = found.get(key) if isinstance(found, Mapping) else None
        if isinstance(value, str):
            lines += [] if _matches(value, has) else [f"{name}: should be {value!r}, is {has!r}"]
        else:
            lines += _differing(value, has, f"{name}.")
    return lines


def _matches(wanted: str, found: object) -> bool:
    """Codes and numbers exactly; free text when it holds the words wanted. `nothing`: empty or absent."""
    if wanted == "nothing":
        return found in (None, "", [], {}, ())
    if isinstance(found, bool):
        return wanted in (("yes", "true") if found else ("no", "false"))
    text = "" if found is None else str(found)
    return plain(wanted) in plain(text) if " " in text.strip() else plain(wanted) == plain(text)


def brief(value: object) -> str:
    """A mapping in one line, without what is empty in it."""
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(f"{key}={part}" for key, part in value.items() if part not in (None, "", [], {}))
