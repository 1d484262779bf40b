"""The form of a person: a profile as fields, and fields as a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ivr.agents.people.errors import BadPerson
from ivr.agents.people.person import BROWSER, LEVELS, Profile

Telephone = Literal["none", "number", "sip", "browser"]
_LEVELS = frozenset(map(str, LEVELS))
TELEPHONES: tuple[Telephone, ...] = ("number", "sip", "browser", "none")


@dataclass(frozen=True, slots=True)
class Able:
    """A language or skill to choose a level of. level: 0 for none of it."""

    name: str
    level: int


class Wrong(Exception):
    """What was sent will not do; args[0] is a key of words. Nothing was changed."""


def kind(profile: Profile) -> Telephone:
    """Of their telephone."""
    own = profile.telephone
    if own in ("", BROWSER):
        return "browser" if own else "none"
    return "sip" if own.startswith("sip") else "number"


def ables(what: str, known: Iterable[str], has: Sequence[str], profile: Profile, sent: Mapping[str, str]) -> list[Able]:
    """What there is to choose, and what they have besides; as it was chosen in the form that was sent, if one was."""
    able = profile.able()

    def level(name: str) -> int:
        chosen = sent.get(f"{what}.{name}", "0") if sent else str(able[name] if name in has else 0)
        return int(chosen) if chosen in _LEVELS else 0

    return [Able(name, level(name)) for name in dict.fromkeys((*known, *has))]


def told(sent: Mapping[str, str], roles: Iterable[str], login: str) -> Profile:
    """The profile that was sent, of who signs in by this name. Wrong."""
    try:
        return Profile(
            login,
            name=sent.get("name", ""),
            heard=sent.get("heard", ""),
            roles=frozenset(roles),  # type: ignore[arg-type]  # the profile looks at them
            telephone=_telephone(sent),
            languages=_chosen("language", sent),
            skills=_chosen("skill", sent),
        )
    except BadPerson as bad:
        which = f"_{sent.get('telephone', 'number')}" if bad.what == "telephone" else ""
        raise Wrong(f"people_bad_{bad.what}{which}") from None


def _telephone(sent: Mapping[str, str]) -> str:
    match sent.get("telephone", ""):
        case "browser":
            return BROWSER
        case "number":
            return _required(sent, "number", "+")
        case "sip":
            return _required(sent, "sip", "sip")
    return ""


def _required(sent: Mapping[str, str], name: str, begins: str) -> str:
    written = sent.get(name, "").strip()
    # A number without its country would be one somewhere else; and `browser` is no number.
    if not written.startswith(begins):
        raise BadPerson("telephone", "There is none.")
    return written


def _chosen(what: str, sent: Mapping[str, str]) -> tuple[str, ...]:
    """`es:2` of each that was given a level, and of one that was typed."""
    fields = ((name.partition(".")[2], level) for name, level in sent.items() if name.startswith(f"{what}."))
    chosen = [f"{name}:{level}" for name, level in fields if level in _LEVELS]
    other = sent.get(f"{what}_other", "").strip()
    return (*chosen, *other.replace(" ", ",").split(","))
