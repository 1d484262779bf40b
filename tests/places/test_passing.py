"""A place in a sentence about something else: taken when the map surely knows it, never out of words of every day."""

from __future__ import annotations

import pytest

from ivr.places.passing import passing
from tests.places.paperville import paperville


@pytest.mark.parametrize(
    ("language", "said", "kind", "readback", "ask"),
    [
        ("en", "somebody left a sofa by the paper mill yesterday", "landmark", "Paper Mill", None),
        ("es", "dejaron un sofá junto a la fábrica de papel", "landmark", "Fábrica de Papel", None),
        ("en", "light flickering greenmount and lafayette", "intersection", "", None),
        ("en", "rats all along greenmount at night", "street", "Greenmount Avenue", "number"),
        ("es", "hay ratas en la greenmount de noche", "street", "Greenmount Avenue", "number"),
        ("en", "big hole in towson on harford road", "outside", "Towson", "outside"),
    ],
)
def test_what_the_map_surely_knows_is_taken(
    language: str, said: str, kind: str, readback: str, ask: str | None
) -> None:
    place = passing(said, language, paperville())
    assert place is not None
    assert (place.kind, place.ask) == (kind, ask)
    assert place.readback == (readback or place.readback) == place.said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "nobody ever picked up my trash"),
        ("en", "on second thought there are two of them"),
        ("en", "my neighbour charles has loud parties"),
        ("en", "i drive down from towson and my tire burst"),
        ("en", "i live in towson and saw a lamp that is out"),
        ("en", "the bins were missed in upton downton"),
        ("es", "mi vecino no recoge lo del perro"),
    ],
)
def test_words_of_every_day_and_where_callers_live_are_no_place(language: str, said: str) -> None:
    assert passing(said, language, paperville()) is None
