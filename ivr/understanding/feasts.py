"""The days that have a name: “Thanksgiving”, “the day after Christmas”, “Nochebuena”, as the States keep them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

_Rule = Callable[[int], date]


def _fixed(month: int, day: int) -> _Rule:
    return lambda year: date(year, month, day)


def _nth(n: int, weekday: int, month: int, plus: int = 0) -> _Rule:
    """The n-th weekday (Monday is 0) of a month, -1 the last one; `plus` days after it."""

    def rule(year: int) -> date:
        if n < 0:
            last = date(year, month + 1, 1) - timedelta(days=1)
            return last - timedelta(days=(last.weekday() - weekday) % 7 - plus)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1) + plus)

    return rule


def _easter(plus: int = 0) -> _Rule:
    """Western Easter (the anonymous Gregorian algorithm), `plus` days after it."""

    def rule(year: int) -> date:
        century, rest = divmod(year, 100)
        epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
        to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
        late = (year % 19 + 11 * epact + 22 * to_sunday) // 451
        month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
        return date(year, month, day + 1) + timedelta(days=plus)

    return rule


_FEASTS: Mapping[str, _Rule] = {
    "new years eve|nye|ano viejo|fin de ano|nochevieja|noche vieja": _fixed(12, 31),
    "new years day|new years|new year|ano nuevo": _fixed(1, 1),
    "three kings day|epiphany|dia de (?:los )?reyes|reyes magos|los reyes": _fixed(1, 6),
    "mlk day|mlk|martin luther king(?: jr)?(?: junior)?(?: day)?": _nth(3, 0, 1),
    "groundhog day|candelaria": _fixed(2, 2),
    "super ?bowl(?: sunday)?": _nth(2, 6, 2),
    "valentines(?: day)?|san valentin|dia del amor(?: y la amistad)?|dia de los enamorados": _fixed(2, 14),
    "presidents day|dia de los presidentes": _nth(3, 0, 2),
    "mardi gras|fat tuesday|martes de carnaval": _easter(-47),
    "ash wednesday|miercoles de ceniza": _easter(-46),
    "(?:st|saint) (?:patricks|pattys|paddys)(?: day)?|san patricio": _fixed(3, 17),
    "april fools(?: day)?": _fixed(4, 1),
    "palm sunday|domingo de ramos": _easter(-7),
    "holy thursday|jueves santo": _easter(-3),
    "good friday|viernes santo": _easter(-2),
    "holy saturday|sabado santo|sabado de gloria": _easter(-1),
    "easter monday": _easter(1),
    "easter(?: sunday)?|domingo de (?:pascua|resurreccion)|pascua": _easter(),
    "earth day": _fixed(4, 22),
    "cinco de mayo": _fixed(5, 5),
    "mothers day|dia de (?:la|las) madres?": _nth(2, 6, 5),
    "memorial day|dia de los caidos": _nth(-1, 0, 5),
    "juneteenth": _fixed(6, 19),
    "fathers day|dia de(?:l| los) padres?": _nth(3, 6, 6),
    "independence day|fourth of july|july fourth|the fourth of july|dia de la independencia": _fixed(7, 4),
    "labor day|dia del trabajo|dia del trabajador": _nth(1, 0, 9),
    "columbus day|indigenous peoples day|dia de la raza|dia de colon": _nth(2, 0, 10),
    "mischief night": _fixed(10, 30),
    "halloween|noche de brujas|dia de (?:las )?brujas": _fixed(10, 31),
    "all saints(?: day)?|todos los santos": _fixed(11, 1),
    "all souls(?: day)?|day of the dead|dia de (?:los )?muertos": _fixed(11, 2),
    "election day|dia de (?:las )?elecciones": _nth(1, 0, 11, plus=1),
    "veterans day|dia de los veteranos": _fixed(11, 11),
    "thanksgiving(?: day)?|turkey day|(?:dia de )?accion de gracias|dia del pavo|sanguivin": _nth(4, 3, 11),
    "black friday|viernes negro": _nth(4, 3, 11, plus=1),
    "cyber monday": _nth(4, 3, 11, plus=4),
    "guadalupe": _fixed(12, 12),
    "christmas eve|xmas eve|nochebuena|noche buena": _fixed(12, 24),
    "christmas(?: day)?|xmas|navidad": _fixed(12, 25),
    "day after christmas|boxing day|kwanzaa": _fixed(12, 26),
}

_NAMED = re.compile(r"\b(?:" + "|".join(f"(?P<f{n}>{names})" for n, names in enumerate(_FEASTS)) + r")\b")
_RULES = tuple(_FEASTS.values())
_BEFORE = re.compile(r"\b(?:(?:day|night|morning|evening) before|(?:dia|noche) (?:antes|anterior)(?: de| a)?)\b")
_AFTER = re.compile(r"\b(?:(?:day|night|morning|evening) after|(?:dia|noche) (?:despues|siguiente)(?: de| a)?)\b")
_LAST_YEAR = re.compile(r"\b(?:last year|year before|a year ago|el ano pasado|del ano pasado|hace un ano)\b")
_TWO_YEARS = re.compile(r"\b(?:two years ago|year before last|hace dos anos|antepasado)\b")
_TO_COME = re.compile(r"\b(?:next|coming|this coming|upcoming|proximo|proxima|que viene|entrante)\b")


def read(folded: str, today: date) -> date | None:
    """The named day in a text: of the year that is said, else the last one that was; None: none is named."""
    match = _NAMED.search(folded)
    if match is None or match.lastgroup is None:
        return None
    rule = _RULES[int(match.lastgroup[1:])]
    before = folded[max(0, match.start() - 30) : match.start()]
    shift = timedelta(days=-1 if _BEFORE.search(before) else 1 if _AFTER.search(before) else 0)
    return _of_year(rule, folded, today, shift)


def _of_year(rule: _Rule, folded: str, today: date, shift: timedelta) -> date:
    if _TWO_YEARS.search(folded):
        return rule(today.year - 2) + shift
    if _LAST_YEAR.search(folded):
        return rule(today.year - 1) + shift
    if _TO_COME.search(folded):
        return next(day for year in (0, 1, 2) if (day := rule(today.year + year) + shift) > today)
    return next(day for year in (1, 0, -1, -2) if (day := rule(today.year + year) + shift) <= today)
