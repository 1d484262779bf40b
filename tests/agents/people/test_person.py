"""What can be written of a person, and what cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.agents.people.errors import BadPerson
from ivr.agents.people.person import Person, Profile
from ivr.agents.people.signin import device


def test_what_is_written_is_kept_in_one_form() -> None:
    made = Profile(" Dana.Reyes ", "  Dana   Reyes ", languages=("EN", "es", "en"), telephone="+1 (410) 555-0123")
    assert made == Profile("dana.reyes", "Dana Reyes", languages=("en", "es"), telephone="+14105550123")


@pytest.mark.parametrize("telephone", ["", "browser", "+442071838750", "sip:dana@pbx.example.gov", "sips:d@h.gov:5061"])
def test_telephones_there_are(telephone: str) -> None:
    assert Profile("dana", "Dana", telephone=telephone).telephone == telephone


@pytest.mark.parametrize(
    "told",
    [
        {"login": "d"}, {"login": "dana reyes"}, {"login": "-dana"}, {"login": "д" * 3}, {"login": "x" * 81},
        {"telephone": "4105550123"}, {"telephone": "sip:dana"}, {"telephone": "sip:dana@h.gov;x=<y>"},
        {"telephone": "+0123"}, {"roles": frozenset()}, {"roles": frozenset({"boss"})}, {"languages": ("english",)},
        {"skills": ("Two Words",)}, {"skills": ("police:4",)}, {"languages": ("es:",)},
        {"name": "x" * 81}, {"heard": "Dana\x07"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(told: dict[str, object]) -> None:
    with pytest.raises(BadPerson):
        Profile(**{"login": "dana", "name": "Dana", **told})  # type: ignore[arg-type]


def test_how_well_somebody_does_it_stands_behind_a_colon_and_goes_with_what_it_was_said_of() -> None:
    made = Profile("dana", "Dana", languages=("en", "ES:2"), skills=("police : 3", "water:1"))
    assert (made.languages, made.skills) == (("en", "es"), ("police", "water"))
    assert made.able() == {"en": 1, "es": 2, "police": 3, "water": 1}
    assert replace(made, skills=("water",)).levels == {"es": 2}
    assert replace(made, skills=("police:1",)).able() == {"en": 1, "es": 2, "police": 1}


def test_who_needs_a_second_step() -> None:
    def needs(*roles: str, agents_too: bool = False) -> bool:
        return Person(1, Profile("dana", "Dana", roles=frozenset(roles))).needs_second(agents_too)  # type: ignore[arg-type]

    assert not needs("agent")
    assert needs("agent", agents_too=True)
    assert needs("supervisor")
    assert needs("agent", "administrator")


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143 Safari/537.36 Edg/143.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) Version/19 Safari/605", "Safari, macOS"),
        ("curl/8.1", "curl"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_again_by_two_words(agent: str, told: str) -> None:
    assert device(agent) == told
