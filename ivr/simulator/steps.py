"""The steps of a call file's talk, and what it expects to be filed, as values that know their line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from ivr.simulator.waits import DialResult
from ivr.simulator.yamlnode import Item, meant

Expected = str | Mapping[str, "Expected"]


@dataclass(frozen=True)
class Expectation:
    """A request or a draft must hold these values; where: file:line."""

    where: str
    values: Mapping[str, Expected]


@dataclass(frozen=True)
class Step:
    """Something done or expected; where: file:line of it."""

    where: str


@dataclass(frozen=True)
class Says(Step):
    """The line says these texts in this order; language: `es`, or "" = any."""

    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Never(Step):
    texts: tuple[str, ...]


@dataclass(frozen=True)
class At(Step):
    node: str


@dataclass(frozen=True)
class Say(Step):
    text: str
    confidence: float | None = 0.9


@dataclass(frozen=True)
class Press(Step):
    keys: str


@dataclass(frozen=True)
class Silence(Step):
    times: int = 1


@dataclass(frozen=True)
class Record(Step):
    """then: "" (falls silent), a key, or `hang up`."""

    seconds: int
    then: str = ""


@dataclass(frozen=True)
class Transfer(Step):
    """to: the line's name in city.yaml or its number; "" = any."""

    answer: DialResult
    to: str = ""
    seconds: int = 30
    hang_up: bool = False


@dataclass(frozen=True)
class HangUp(Step):
    pass


_WORDS = ("line", "never", "node", "press", "say", "silence", "record", "transfer", "hang up")
_ANSWERS = {"answered": "answered", "answer": "answered", "busy": "busy", "no-answer": "no-answer", "failed": "failed"}


def load(talk: Item, problems: list[str]) -> tuple[Step, ...]:
    """The steps of `talk`, a list."""
    if not talk.is_list:
        problems.append(talk.problem("'talk' must be a list: one line a step, each beginning with “- ”"))
        return ()
    return tuple(step for item in talk.items() if (step := _step(item, problems)))


def _step(item: Item, problems: list[str]) -> Step | None:
    where = f"{item.path}:{item.line}"
    if not item.is_mapping:
        word = "" if item.is_empty else item.text(problems)
        if word in ("silence", "hang up"):
            return Silence(where) if word == "silence" else HangUp(where)
        problems.append(item.problem(f"{word!r} is not a step{meant(word, _WORDS)}"))
        return None
    pairs = item.pairs()
    if "say" in pairs and len(pairs) == 2 and not (pairs.keys() - {"say"}) & set(_WORDS):
        item.mapping(("say", "heard"), problems)
        return Say(where, pairs["say"].text(problems), _heard(pairs.get("heard"), problems))
    known = item.mapping(_WORDS, problems)
    if len(known) != 1 or len(pairs) != 1:
        if len(known) == len(pairs):
            problems.append(item.problem("one step does one thing; begin the next with “- ” on its own line"))
        return None
    [(word, value)] = known.items()
    return _READERS[word](where, value, problems)


def _says(where: str, item: Item, problems: list[str]) -> Step:
    if item.is_mapping:
        return Says(where, tuple((c.text(problems), lang) for lang, v in item.pairs().items() for c in v.items()))
    return Says(where, tuple((part.text(problems), "") for part in item.items()))


def _never(where: str, item: Item, problems: list[str]) -> Step:
    return Never(where, tuple(part.text(problems) for part in item.items()))


def _press(where: str, item: Item, problems: list[str]) -> Step:
    keys = re.sub(r"[\s-]", "", item.text(problems))
    if not item.is_empty and not re.fullmatch(r"[0-9*#]+", keys):
        problems.append(item.problem(f"{keys!r} cannot be pressed; there are the keys 0-9, * and #"))
    return Press(where, keys)


def _say(where: str, item: Item, problems: list[str]) -> Step:
    if not item.is_mapping:
        return Say(where, item.text(problems))
    fields = item.mapping(("text", "heard"), problems)
    if "text" not in fields:
        problems.append(item.problem("'text' is missing: {text: what is said, heard: 0.4}"))
    return Say(where, fields["text"].text(problems) if "text" in fields else "", _heard(fields.get("heard"), problems))


def _heard(item: Item | None, problems: list[str]) -> float | None:
    said = item.text(problems) if item else "0.9"
    if said == "unknown":
        return None
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", said) and item:
        problems.append(item.problem(f"'heard' is a number from 0 to 1, or unknown; not {said!r}"))
        return None
    return float(said)


def _silence(where: str, item: Item, problems: list[str]) -> Step:
    return Silence(where, _whole(item, problems, 1, 20))


def _record(where: str, item: Item, problems: list[str]) -> Step:
    if not item.is_mapping:
        return Record(where, _seconds(item, problems))
    fields = item.mapping(("seconds", "then"), problems)
    seconds = _seconds(fields["seconds"], problems) if "seconds" in fields else 10
    then = fields["then"].text(problems) if "then" in fields else ""
    if then and not re.fullmatch(r"hang up|[0-9*#]", then):
        problems.append(fields["then"].problem("'then' is `hang up` or a key in quotes"))
    return Record(where, seconds, then)


def _transfer(where: str, item: Item, problems: list[str]) -> Step:
    if not item.is_mapping:
        return Transfer(where, _answer(item, problems))
    fields = item.mapping(("to", "answer", "seconds", "then"), problems)
    then = fields["then"].text(problems) if "then" in fields else ""
    if then not in ("", "hang up"):
        problems.append(fields["then"].problem("'then' can only be `hang up`"))
    return Transfer(
        where,
        _answer(fields["answer"], problems) if "answer" in fields else "answered",
        fields["to"].text(problems) if "to" in fields else "",
        _seconds(fields["seconds"], problems) if "seconds" in fields else 30,
        then == "hang up",
    )


def _hang_up(where: str, item: Item, problems: list[str]) -> Step:
    if not item.is_empty:
        problems.append(item.problem("`hang up` stands alone"))
    return HangUp(where)


def _answer(item: Item, problems: list[str]) -> DialResult:
    said = item.text(problems).replace(" ", "-")
    if said not in _ANSWERS:
        problems.append(item.problem(f"{said!r} is no answer{meant(said, list(_ANSWERS))}"))
        return "failed"
    return cast(DialResult, _ANSWERS[said])


def _seconds(item: Item, problems: list[str]) -> int:
    """`12`, `12 s` or `nothing`."""
    said = item.text(problems)
    found = re.fullmatch(r"(\d{1,4}) ?s?|nothing", said)
    if not found:
        problems.append(item.problem(f"{said!r} is no time; write `12 s`, or `nothing`"))
    return int(found[1] or 0) if found else 0


def _whole(item: Item, problems: list[str], least: int, most: int) -> int:
    said = item.text(problems)
    if not said.isdigit() or not least <= int(said) <= most:
        problems.append(item.problem(f"a whole number from {least} to {most} is expected here, not {said!r}"))
        return least
    return int(said)


_READERS: Mapping[str, Callable[[str, Item, list[str]], Step]] = {
    "line": _says,
    "never": _never,
    "node": lambda where, item, problems: At(where, item.text(problems)),
    "press": _press,
    "say": _say,
    "silence": _silence,
    "record": _record,
    "transfer": _transfer,
    "hang up": _hang_up,
}


def expectations(item: Item | None, problems: list[str]) -> tuple[Expectation, ...] | None:
    """What `files` or `draft` says: None = not checked, () = nothing at all."""
    if item is None:
        return None
    if not item.is_mapping and not item.is_list:
        if item.text(problems) != "nothing":
            problems.append(item.problem("values are expected here, as in {service: pothole}; or: nothing"))
        return ()
    return tuple(Expectation(f"{part.path}:{part.line}", _values(part, problems)) for part in item.items())


def _values(item: Item, problems: list[str]) -> Mapping[str, Expected]:
    if not item.is_mapping:
        problems.append(item.problem("values are expected here, as in {service: pothole}"))
    return {key: _values(v, problems) if v.is_mapping else v.text(problems) for key, v in item.pairs().items()}
