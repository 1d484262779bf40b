"""The numbers in what was said, as the caller means them: put right where they correct themselves, joined, no times.

“Four one oh, no wait, four one zero …” is one number, and so is “two six dash oh oh …”; “one second” and “the one on
the corner” are none.
"""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ivr.flow.numerals import Number, numbers
from ivr.flow.spoken import MURMURS
from ivr.understanding import words
from ivr.understanding.mishearing import unmisheard
from ivr.understanding.whole import TEN, Piece, ten

_DICTATED = 5
"""Digits that are no count: more of them may follow on an “and”."""
_LONG = 3
"""Digits from which the last few may be put right alone: “… oh one two three, sorry, two four”."""
_WHOLE = (8, 10)
"""Digits of a reference or a telephone: what is said in two halves around a “hold on”."""

_TAKES_BACK: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("sorry", "i mean", "i meant", "scratch that", "correction", "make that", "actually", "my bad", "my mistake"),
        *(
            "strike that",
            "rather",
            "oops",
            "whoops",
            "excuse me",
            "pardon me",
            "let me start",
            "starting over",
            "oh no",
            "shoot",
            "dang",
            "crap",
        ),
        *(
            "starting over",
            "i take that back",
            "no it is",
            "no no",
            "not that",
            "start again",
            "that is not right",
            "that is wrong",
        ),
    ),
    "es": (
        *("perdon", "perdone", "digo", "quise decir", "quiero decir", "mejor dicho", "corrijo", "disculpe", "miento"),
        *("no no", "me equivoque", "correccion", "es decir", "ay no", "empiezo de nuevo", "mas bien", "que diga"),
    ),
}
"""Said between two numbers they take back the first, anywhere between."""
_DENIES = frozenset({"no", "nope", "nah", "not", "wait"})
"""Take back the first only next to one of the two: “eight cans and there is no lid on two of them” does not."""
_PAUSES = frozenset({"wait", "hold", "hang", "espere", "espereme", "espera", "permitame"})

_JOINS = MURMURS | frozenset(
    "dash hyphen dashes comma space period dot point slash minus then okay ok guion raya guiones coma espacio punto "
    "diagonal menos luego este yeah next medio rayita".split()
)
_BESIDE = frozenset("and a y un una that after it is comes goes there sigue viene despues eso e".split())
"""Beside a “then” or a dash they part nothing: “then a dash then”, “and after that it's”."""
_ONWARD = frozenset("then dash hyphen slash guion raya rayita luego despues after".split())
_ANDS = (("and",), ("y",))
_SPELLED = 4
"""Digits from which single ones with an “and” between them are one number: “two and six and zero zero …”."""
_BEFORE = frozenset(
    "was were used had started yesterday before first originally era eran habia habian tenia tenian antes ayer "
    "primero estaba estaban".split()
)
_NOW = frozenset("now today ahora ahorita hoy ya".split())
_GROWN = frozenset("went gone grew grown jumped up down dropped paso pasaron subio subieron bajo bajaron".split())
_DENIED = (("no", "el"), ("no", "es", "el"), ("y", "no"), ("y", "no", "el"), ("instead", "of"), ("en", "vez", "de"))
_LINKS = (
    ("el",),
    ("and", "then"),
    ("y", "luego"),
    ("y", "despues"),
    ("and", "the", "rest", "is"),
    ("y", "el", "resto"),
)
_NOT = frozenset("not never no nobody none nunca ni nadie without sin lost".split())
_ASKS = frozenset("do does did where what if can could need send give which how who".split())
_POINTS = frozenset(
    "this that which no other same another every each any new old big small wrong right last next first "
    "second third better good bad correct cada ese este aquel".split()
)
_POINTED = frozenset(
    "on in that by with at thing more day time night who which was is near over moment i we you they de nunca no ya "
    "se puede tiene quiere cree".split()
)
_OF_MANY = frozenset("those these the my your our all".split())
_WAITS = frozenset(
    "second seconds sec secs minute minutes moment moments segundo segundos minuto minutos momento momentito "
    "momentico segundito minutito ratito rato".split()
)
_EXCLAIMED = frozenset("shoot dang darn crap lord god boy goodness gosh man".split())
_ENDS = frozenset({"last", "first", "ultimos", "primeros"})
_DIGITS_ARE = frozenset({"are", "is", "digits", "numbers", "son", "digitos", "numeros"})
_ONES = frozenset({"one", "un", "una", "a"})
_AGREES = frozenset({"yes", "yeah", "yep", "yup", "right", "si", "aja", "exacto"})
_SPANS = frozenset(
    "day days week weeks month months year years hour hours "
    "dia dias semana semanas mes meses ano anos hora horas".split()
)
_ASIDE = frozenset("apartment apt unit suite floor room piso apartamento departamento depto interior".split())
_ANSWER = 4
"""Words of an answer that is a while and nothing else: “about three weeks”."""
_MONTHS = (words.of("en").months.keys() | words.of("es").months.keys()) - {"mar", "sep"}
_CALLS = frozenset("call called calling dial dialed is llame llamo llamando marque es".split())
_NO_COUNT = frozenset("percent blocks miles doors cuadras puertas".split())
_ROUND = frozenset({"100", "1000"})
_COURTESY = frozenset("gracias perdones disculpas".split())
"""“Mil gracias” and “cien disculpas” count nothing; “… cuatro siete, gracias” is a number."""
_CLOCK = frozenset({"am", "pm", "oclock"})
_UNTIL = (("after",), ("before",), ("till",), ("until",))
_AT_THE = (("a", "las"), ("son", "las"), ("de", "las"), ("desde", "las"), ("hasta", "las"), ("eran", "las"))
_DOZEN = frozenset({"dozen", "dozens", "docena", "docenas"})


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits, and the words they were said in."""

    digits: str
    start: int
    end: int
    spelled: bool = False
    """Whether it was said digit by digit."""


def spoken(said: Sequence[str], language: str) -> tuple[str, ...]:
    """The digits of every number meant, in order; those that nothing or a murmur or a dash parts are one."""
    heard = unmisheard(said, language)
    counted = [run for n in numbers(heard, language) if (run := _counted(n, heard))]
    counted = [run for run in counted if not _is_clock(run, heard) and not _is_told(run, heard)]
    runs = [run for run in counted if not _is_aside(run, heard)] or counted
    runs = [run for run in runs if not _is_denied(run, heard)] or runs
    runs = _said_once(_spelled(runs, heard), heard)
    kept = _joined(runs, heard, language)
    broken = all(len(run.digits) != TEN for run in kept) and _takes_any_back(runs, heard, language)
    if broken and (whole := _whole(runs, heard, language)):
        return (whole,)
    return tuple(run.digits for run in _area_first(kept, heard))


def _joined(runs: Sequence[_Run], heard: Sequence[str], language: str) -> list[_Run]:
    """The numbers with those that belong together as one, and without those that were taken back."""
    kept: list[_Run] = []
    for run in runs:
        between = tuple(heard[kept[-1].end : run.start]) if kept else ()
        if kept and (between[-1:] == ("not",) or between in _DENIED):
            continue  # “forty five not forty four”
        if kept and _is_over(kept[-1], between, heard):
            kept = [run]
        elif kept and _takes_back(between, language):
            kept = _corrected(kept, run, bool(_PAUSES & set(between)))
        elif kept and _follows(kept[-1], between):
            kept[-1] = _Run(kept[-1].digits + run.digits, kept[-1].start, run.end)
        else:
            kept.append(run)
    return kept


def _follows(run: _Run, between: tuple[str, ...]) -> bool:
    return _JOINS.issuperset(between) or _is_onward(between) or _goes_on(run, between)


def _whole(runs: Sequence[_Run], heard: Sequence[str], language: str) -> str | None:
    """The ten digits of a number that was put right or broken off while it was dictated."""
    pieces = [Piece(runs[0].digits)]
    for before, run in pairwise(runs):
        between = tuple(heard[before.end : run.start])
        if _JOINS.issuperset(between) or _is_onward(between):
            last = pieces.pop()
            pieces.append(Piece(last.digits + run.digits, last.between, last.takes_back))
        else:
            pieces.append(Piece(run.digits, between, _takes_back(between, language)))
    return ten(pieces)


def _takes_any_back(runs: Sequence[_Run], heard: Sequence[str], language: str) -> bool:
    """Whether enough was said for ten digits, and some of it was taken back."""
    enough = sum(len(run.digits) for run in runs) >= TEN
    return enough and any(_takes_back(tuple(heard[a.end : b.start]), language) for a, b in pairwise(runs))


def _said_once(runs: list[_Run], heard: Sequence[str]) -> list[_Run]:
    """“Five, um, yeah, five” is five."""
    if len(runs) == 2 and runs[0].digits == runs[1].digits and len(runs[0].digits) < _LONG:
        return runs[:1] if not _AGREES.isdisjoint(heard[runs[0].end : runs[1].start]) else runs
    return runs


def _is_onward(between: tuple[str, ...]) -> bool:
    """“Then a dash then”, “and after that”: what follows belongs to the number."""
    return between in _LINKS or ((_JOINS | _BESIDE).issuperset(between) and not _ONWARD.isdisjoint(between))


def _spelled(runs: Sequence[_Run], heard: Sequence[str]) -> list[_Run]:
    """The numbers, single digits with an “and” between them as one: “two and six and zero zero”; not “two and six”."""
    joined: list[_Run] = []
    at = 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and _is_and(runs[end - 1], runs[end], heard):
            end += 1
        digits = "".join(run.digits for run in runs[at:end])
        whole = end > at + 1 and len(digits) >= _SPELLED
        joined += [_Run(digits, runs[at].start, runs[end - 1].end, True)] if whole else runs[at:end]
        at = end
    return joined


def _is_and(run: _Run, after: _Run, heard: Sequence[str]) -> bool:
    return run.spelled and after.spelled and tuple(heard[run.end : after.start]) in _ANDS


def _is_over(run: _Run, between: Sequence[str], heard: Sequence[str]) -> bool:
    """“It was three, now there's four”, “it went from two to five”: how many there were before."""
    before = heard[max(0, run.start - 5) : run.start]
    if between in (("to",), ("a",)) and before[-1:] in (["from"], ["de"]):
        return not _GROWN.isdisjoint(before)
    return not _NOW.isdisjoint(between) and not _BEFORE.isdisjoint(before)


def _goes_on(run: _Run, between: Sequence[str]) -> bool:
    """“… noventa y tres, y ochenta y cinco”: what follows on an “and” belongs to a number that is being dictated."""
    return len(run.digits) >= _DICTATED and tuple(between) in (("y",), ("and",))


def _is_denied(run: _Run, heard: Sequence[str]) -> bool:
    """“It's not forty four, it's forty five.”"""
    before = tuple(word for word in heard[max(0, run.start - 3) : run.start] if word not in ("el", "la"))
    return before[-1:] == ("not",) or before[-2:] in (("no", "es"), ("no", "era"))


def _area_first(kept: list[_Run], heard: Sequence[str]) -> list[_Run]:
    """“Five five five oh one two three, area code four one oh”."""
    last = kept[-1] if len(kept) == 2 else None
    if last is None or (len(last.digits), len(kept[0].digits)) != (3, 7):
        return kept
    return [last, kept[0]] if {"area", "lada"} & set(heard[kept[0].end : last.start]) else kept


def _corrected(kept: list[_Run], run: _Run, pause: bool) -> list[_Run]:
    """What is meant when the numbers before are taken back: the new one, or the old with its end put right."""
    old = "".join(one.digits for one in kept)
    part = len(run.digits) - len(old)
    if 0 < part < len(old) and run.digits[part] == old[0] and run.digits.endswith(run.digits[:part]):
        return [_Run(run.digits[part:], run.start, run.end)]  # “two one seven, no, eight, two one eight”
    again = len(run.digits) == len(old) and run.digits[:2] == old[:2]
    if pause and not again and len(old) + len(run.digits) in _WHOLE and len(run.digits) not in _WHOLE:
        return [_Run(old + run.digits, kept[0].start, run.end)]
    if len(old) >= _LONG and 2 * len(run.digits) <= len(old):
        whole = 10 if len(old) == 9 else len(old)
        return [_Run(old[: whole - len(run.digits)] + run.digits, kept[0].start, run.end)]
    return [run]


def _takes_back(between: Sequence[str], language: str) -> bool:
    if not between or tuple(between[:2]) == ("no", "mas"):  # “dos no más”: only two
        return False
    if between[0] in _DENIES or between[-1] in _DENIES or not _PAUSES.isdisjoint(between):
        return True
    text = f" {' '.join(between)} "
    return any(f" {phrase} " in text for phrase in _TAKES_BACK.get(language, _TAKES_BACK["en"]))


def _counted(number: Number, heard: Sequence[str]) -> _Run | None:
    """The number as digits; None when it counts nothing: “the one on the corner”, “one second”, “the first”."""
    before, after = heard[number.start - 1 : number.start], tuple(heard[number.end : number.end + 1])
    alone = len(number.groups) == 1
    number, waits = _without_wait(_without_exclaimed(number, heard), heard)
    if waits:
        after, alone = (), len(number.groups) == 1
    elif number.ordinal and len(number.groups) > 2:  # “three eight two one, second floor”
        number = Number(number.start, number.end - 1, number.groups[:-1])
    elif number.ordinal or (alone and not _WAITS.isdisjoint(after)) or (alone and _is_pronoun(number, heard)):
        return None
    if heard[number.start] == "un" and not alone and len(number.groups[1]) == 2:  # “un veintiséis y luego …”
        number = Number(number.start + 1, number.end, number.groups[1:])
        alone = len(number.groups) == 1
    digits = number.digits
    if alone and not _DOZEN.isdisjoint(after):
        return _Run(str(12 * int(digits)), number.start, number.end + 1)
    sigh = heard[number.start] == "oh" and not before and len(digits) < 4 and digits[1:2] != "0"  # “oh, three”
    spelled = len(number.groups[0]) == 1
    return _Run(digits[1:] if sigh else digits, number.start, number.end, spelled)


def _without_exclaimed(number: Number, heard: Sequence[str]) -> Number:
    """“… eight one nine, oh shoot”: that oh is no zero."""
    exclaimed = heard[number.end - 1] == "oh" and not _EXCLAIMED.isdisjoint(heard[number.end : number.end + 1])
    return Number(number.start, number.end - 1, number.groups[:-1]) if exclaimed and len(number.groups) > 1 else number


def _without_wait(number: Number, heard: Sequence[str]) -> tuple[Number, bool]:
    """The digits before an “… un momentito” or “… one second”, and whether there was one."""
    groups, end = number.groups, number.end
    last = 2 if number.ordinal and heard[end - 1] in _WAITS else 1
    waits = last == 2 or (end < len(heard) and heard[end] in _WAITS and not number.ordinal)
    if not waits or len(groups) <= last or heard[end - last] not in _ONES:
        return number, False
    return Number(number.start, end - last, groups[:-last]), True


def _is_pronoun(number: Number, heard: Sequence[str]) -> bool:
    """“This one”, “the one on the corner”, “I don't have one”; not “just the one”."""
    if heard[number.start] not in ("one", "uno"):
        return False
    if not (_NOT | _ASKS).isdisjoint(heard[max(0, number.start - 6) : number.start]):
        return True
    before = tuple(heard[max(0, number.start - 2) : number.start])
    after = heard[number.end] if number.end < len(heard) else ""
    if before[-1:] in (("just",), ("only",)) and before[0] not in ("the", "not"):
        return False
    the = before[-1:] == ("the",) and before[:1] not in (("just",), ("only",))
    many = after == "of" and not _OF_MANY.isdisjoint(heard[number.end + 1 : number.end + 2])
    return the or many or not _POINTS.isdisjoint(before[-1:]) or after in _POINTED


def _is_aside(run: _Run, heard: Sequence[str]) -> bool:
    """A while or an apartment: not what was asked for when another number is said."""
    return not _SPANS.isdisjoint(heard[run.end : run.end + 1]) or (run.start > 0 and heard[run.start - 1] in _ASIDE)


def _is_told(run: _Run, heard: Sequence[str]) -> bool:
    """A number that is part of a story: “I called three days ago”, “is this three one one”, “mil gracias”."""
    before, after = heard[max(0, run.start - 4) : run.start], heard[run.end : run.end + 2]
    while_ago = not _SPANS.isdisjoint(after[:1]) and (len(heard) > _ANSWER or after[1:] == ["ago"] or "hace" in before)
    calls = run.digits in ("311", "911") and not _CALLS.isdisjoint(before)
    of_month = after[:1] == ["de"] and not _MONTHS.isdisjoint(after[1:])
    often = len(run.digits) > 2 and after[:1] == ["times"]
    dated = of_month or (len(run.digits) < 3 and not _MONTHS.isdisjoint(before[-1:]))
    thanked = run.digits in _ROUND and not _COURTESY.isdisjoint(after[:1])
    # “The last four are one two three four.”
    named = len(run.digits) == 1 and not _ENDS.isdisjoint(before[-1:]) and not _DIGITS_ARE.isdisjoint(after[:1])
    return while_ago or calls or dated or often or thanked or named or not _NO_COUNT.isdisjoint(after[:1])


def _is_clock(run: _Run, heard: Sequence[str]) -> bool:
    """An hour is never the number that was asked for: “call me after five”."""
    after = heard[run.end : run.end + 2]
    if not _CLOCK.isdisjoint(after[:1]) or after in (["a", "m"], ["p", "m"], ["o", "clock"]):
        return True
    before = tuple(heard[max(0, run.start - 2) : run.start])
    at_the_end = before[-1:] == ("at",) and run.end == len(heard)
    return len(run.digits) < 3 and (before[-1:] in _UNTIL or before in _AT_THE or at_the_end)
