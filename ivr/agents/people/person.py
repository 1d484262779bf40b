"""A person who works at the line: what they may do, what they speak, where their telephone is; how that is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from ivr.agents.people.errors import BadPerson

Role = Literal["agent", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
TWO_STEPS: frozenset[Role] = frozenset({"supervisor", "administrator"})
"""Who must show a second thing, besides the password, to come in."""
BROWSER = "browser"
LONGEST = 80
LEVELS = (1, 2, 3)
"""How well somebody does something: 1 they can, 2 well, 3 best; who does it best is asked first."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_SIP = re.compile(r"sips?:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{2,5})?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SKILL = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is told of a person. login: what they type to come in. name: colleagues read it. heard: callers may hear it;
    "": nobody does. telephone: E.164, `sip:…`, `browser`, or "" for none. BadPerson: made with what cannot be.

    languages, skills: may be written with a level, `es:2`, kept in `levels`; level 1 is not kept."""

    login: str
    name: str
    heard: str = ""
    roles: frozenset[Role] = frozenset({"agent"})
    languages: tuple[str, ...] = ("en",)
    skills: tuple[str, ...] = ()
    telephone: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "login", login(self.login))
        put(self, "name", _line(self.name, "name", "name") or self.login)
        put(self, "heard", _line(self.heard, "heard", "name for callers"))
        put(self, "roles", roles(self.roles))
        told = dict(self.levels)
        put(self, "languages", _codes(self.languages, _LANGUAGE, "language", "two small letters, like en", told))
        put(self, "skills", _codes(self.skills, _SKILL, "skill", "one word of small letters, like police", told))
        able = {*self.languages, *self.skills}
        put(self, "levels", {name: level for name, level in sorted(told.items()) if name in able and level > 1})
        put(self, "telephone", telephone(self.telephone))

    def facts(self) -> dict[str, Any]:
        """As it is kept in a row, and printed: text and lists of text by name; roles in the order of letters."""
        return {
            "login": self.login,
            "name": self.name,
            "heard": self.heard,
            "roles": sorted(self.roles),
            "languages": list(self.languages),
            "skills": list(self.skills),
            "telephone": self.telephone,
            "levels": dict(self.levels),
        }

    def able(self) -> Mapping[str, int]:
        """Each language and skill with its level."""
        return {name: self.levels.get(name, 1) for name in (*self.languages, *self.skills)}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the register. second: they have set up a second step. ready: they have a password, or come in by
    single sign-on. locked: nobody comes in by this name. tied: to an account of the single sign-on.
    password: they have one."""

    id: int
    profile: Profile
    second: bool = False
    ready: bool = False
    locked: bool = False
    tied: bool = False
    password: bool = False

    @property
    def login(self) -> str:
        return self.profile.login

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def roles(self) -> Set[Role]:
        return self.profile.roles

    def needs_second(self, agents_too: bool) -> bool:
        """Whether the password alone is not enough. agents_too: the city wants it of everybody."""
        return self.second or agents_too or bool(self.roles & TWO_STEPS)


def login(written: str) -> str:
    """As it is kept and compared: without spaces around, in small letters. BadPerson: it cannot be one."""
    kept = plain(written)
    if not _LOGIN.fullmatch(kept):
        raise BadPerson(
            "login", f"{written!r} cannot be a name for signing in; use 2 to 80 letters, digits and . _ @ + -"
        )
    return kept


def plain(typed: str) -> str:
    """What was typed for a name, as names are compared; it need not be one. What no keyboard types is left out."""
    return "".join(filter(str.isprintable, unicodedata.normalize("NFKC", typed[: 4 * LONGEST]))).strip().lower()


def telephone(written: str) -> str:
    """BadPerson: it is neither a number with its country, nor a SIP address, nor `browser`, nor empty."""
    kept = re.sub(r"[ ().-]", "", written) if written.lstrip().startswith("+") else written.strip()
    if kept in ("", BROWSER) or _NUMBER.fullmatch(kept) or _SIP.fullmatch(kept):
        return kept
    raise BadPerson("telephone", "The telephone must be +14105550123, sip:dana@pbx.example.gov, browser, or nothing.")


def roles(written: Iterable[str]) -> frozenset[Role]:
    """BadPerson: none, or one there is not."""
    kept = {role for role in ROLES if role in set(written)}
    if strange := set(written) - kept:
        raise BadPerson("role", f"{min(strange)!r} is no role; there are {', '.join(ROLES)}.")
    if not kept:
        raise BadPerson("role", f"A person has at least one role of {', '.join(ROLES)}.")
    return frozenset(kept)


def _codes(
    written: Iterable[str], form: re.Pattern[str], what: str, how: str, levels: dict[str, int]
) -> tuple[str, ...]:
    """The names alone; what they were written with goes into `levels`."""
    kept = tuple(dict.fromkeys(_levelled(each.strip().lower(), levels) for each in written if each.strip()))
    if wrong := [each for each in kept if not form.fullmatch(each)]:
        raise BadPerson(what, f"{wrong[0]!r} is no {what}; write {how}.")
    return kept


def _levelled(written: str, levels: dict[str, int]) -> str:
    name, mark, level = written.partition(":")
    if not mark:
        return name
    if level.strip() not in map(str, LEVELS):
        raise BadPerson("level", f"{written!r} has no level of {LEVELS[0]} to {LEVELS[-1]}; write it like police:2.")
    levels[name.strip()] = int(level)
    return name.strip()


def _line(written: str, what: str, called: str) -> str:
    kept = " ".join(written.split())
    if len(kept) > LONGEST or not kept.isprintable():
        raise BadPerson(what, f"The {called} must be one line of at most {LONGEST} characters.")
    return kept
