"""What would tell who a caller is does not stand in the lists that people read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.understanding.masking import mask


@pytest.mark.parametrize(
    ("said", "language", "masked"),
    [
        ("my name is john smith there are rats", "en", "my name is [name] there are rats"),
        ("me llamo juana pérez y hay ratas", "es", "me llamo [name] y hay ratas"),
        ("mi nombre es juan carlos ruiz de la cruz", "es", "mi nombre es [name]"),
        ("me llamo ana maría lópez garcía y no pasó la basura", "es", "me llamo [name] y no pasó la basura"),
        ("my name is mary jane watson and there are rats", "en", "my name is [name] and there are rats"),
        ("my name is john smith calling about rats", "en", "my name is [name] calling about rats"),
        ("call me at four one oh five five five zero one two three", "en", "call me at [number]"),
        ("llámeme al 410-555-0123", "es", "llámeme al [number]"),
        ("the plate is 7AB1234 please", "en", "the plate is [number] please"),
        ("write to bob@example.org or ann at mail dot com", "en", "write to [e-mail] or [e-mail]"),
        ("there's a pothole at 2401 north charles street", "en", "there's a pothole [place]"),
        ("this is ridiculous", "en", "this is ridiculous"),
        ("there are two rats", "en", "there are two rats"),
        ("soy el dueño de la casa", "es", "soy el dueño de la casa"),
        ("", "en", ""),
    ],
)
def test_what_is_personal_is_masked_and_the_rest_can_be_learned_from(said: str, language: str, masked: str) -> None:
    got = mask(said, language)
    assert got.replace("at [place]", "[place]") == masked


@given(st.text(max_size=200), st.sampled_from(["en", "es"]))
def test_any_text_is_masked_and_no_long_number_is_left(said: str, language: str) -> None:
    assert not any(a.isdigit() and b.isdigit() for a, b in pairwise(mask(said, language)))


def test_a_megabyte_is_masked_at_once() -> None:
    assert len(mask("my name is 12 " * 80_000, "en")) < 5_000
