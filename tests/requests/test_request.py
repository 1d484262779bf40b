"""What the public sees of a request: enough to follow it, nothing of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.request import Filed, PublicRequest, place_words
from ivr.requests.status import WORDS, city_status, in_words, open311

MakeFiling = Callable[..., Filing]
FileIt = Callable[..., Filed]


def seen(session: Session, filed: Filed) -> PublicRequest:
    view = store.public_view(session, filed.number)
    assert view is not None
    return view


def test_the_public_sees_what_becomes_of_a_request_and_nothing_of_who_asked(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    filed = file_it(
        filing(
            details="I am Maria, ring at 12",
            attributes={"plate": "7AB12"},
            contact=Contact("+14105550123", name="Maria"),
            recordings=("RE1",),
        )
    )
    store.change_status(
        session, filed.number, "Open", note="A crew is on it.", by="agent:j.smith", at=filing().received_at
    )
    view = seen(session, filed)
    assert (view.number, view.status, view.city_status, view.agency) == (filed.number, "open", "Open", "transportation")
    assert [(c.city_status, c.note, c.by) for c in view.history] == [
        ("New", "", "caller"),
        ("Open", "A crew is on it.", "agent"),
    ]
    assert not [
        word for word in ("Maria", "7AB12", "5550123", "2417", "RE1", "smith", "seventeen") if word in repr(view)
    ]


def test_nobody_sees_a_request_that_is_not_there(session: Session) -> None:
    assert store.public_view(session, "26-20000006") is None


@pytest.mark.parametrize(
    ("place", "english", "spanish"),
    [
        (Place("x", "address", "2417", "Charles St"), "2400 block of Charles St", "cuadra 2400 de Charles St"),
        (Place("x", "address", "2400-2420", "Charles St"), "2400 block of Charles St", "cuadra 2400 de Charles St"),
        (Place("x", "address", "17B", "Charles St"), "first block of Charles St", "primera cuadra de Charles St"),
        (Place("x", "address", "", "Charles St"), "Charles St", "Charles St"),
        (Place("x", "intersection", "", "Charles St", "25th St"), "Charles St and 25th St", "Charles St y 25th St"),
        (Place("x", "block", "2400", "Charles St"), "2400 block of Charles St", "cuadra 2400 de Charles St"),
        (
            Place("x", "between", "", "Charles St", "25th St and 26th St"),
            "Charles St between 25th St and 26th St",
            "Charles St, entre 25th St y 26th St",
        ),
        (Place("x", "street", "", "Charles St", readback="x"), "Charles St", "Charles St"),
        (Place("x", "neighborhood", readback="Hampden", lat=39.33, long=-76.63), "Hampden", "Hampden"),
        (Place("x", "neighborhood", readback="where Maria lives"), "", ""),
        (Place("x", "outside", readback="12 Main Street, Towson", lat=39.4, long=-76.6), "", ""),
        (Place("x", "landmark", readback="City Hall", lat=39.29, long=-76.61), "City Hall", "City Hall"),
        (Place("x", "landmark", readback="at my mother Maria's"), "", ""),
        (Place("at my house", "unknown", readback="at my house"), "", ""),
        (Place(), "", ""),
    ],
)
def test_a_place_is_shown_to_the_block_and_only_when_it_was_understood(
    place: Place, english: str, spanish: str, filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    view = seen(session, file_it(filing(place=place)))
    assert (place_words(view.place, "en"), place_words(view.place, "es")) == (english, spanish)


def test_a_voice_message_shows_no_place_and_no_picture(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    view = seen(session, file_it(replace(filing(kind="message"), media_url="https://example.org/x.jpg")))
    assert (view.kind, view.place, view.media_url) == ("message", Place(), "")


def test_every_status_has_words_in_both_languages_and_is_open_or_closed() -> None:
    for status in WORDS:
        assert in_words(status, "en") != in_words(status, "es")
        assert open311(status) == ("closed" if "closed" in status.lower() else "open")
    assert in_words("Hold", "fr") == in_words("Hold", "en")


def test_a_status_is_read_in_any_case_and_others_are_refused_with_the_list() -> None:
    assert city_status(" closed (duplicate) ") == "Closed (Duplicate)"
    with pytest.raises(ValueError, match=r"'Done' is no status; it must be one of: New, Open, Pending"):
        city_status("Done")
