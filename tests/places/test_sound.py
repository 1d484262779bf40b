"""Names an ear cannot tell apart sound the same here; names it can, do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.places.sound import skeleton, sound


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("bentalou", "bentaloo"),
        ("wolfe", "wolf"),
        ("lafayette", "lafiat"),
        ("eutaw", "youtaw"),
        ("holliday", "holiday"),
        ("lombard", "lumbard"),
        ("pennsylvania", "pensilvania"),
        ("schroeder", "shroeder"),
        ("caton", "kateon"),
        ("wright", "rite"),
        ("knox", "nocks"),
    ],
)
def test_a_name_and_what_is_heard_of_it_sound_alike(written: str, heard: str) -> None:
    assert sound(written) == sound(heard)


@pytest.mark.parametrize(("one", "other"), [("charles", "charleston"), ("calvert", "culver"), ("monroe", "montrose")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert skeleton(sound(one)) != skeleton(sound(other))


@given(st.text(max_size=80))
def test_any_text_has_a_sound_of_few_letters(text: str) -> None:
    assert set(sound(text)) <= set("aXSKFTPLRMNW")
