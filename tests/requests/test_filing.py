"""A filing survives the outbox byte by byte, and holds no more of a person than it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest

from ivr.requests.filing import Contact, Filing, decode, encode


def test_what_goes_into_the_outbox_comes_out_the_same(filing: Callable[..., Filing]) -> None:
    asked = filing(private={"plate": "7AB12"}, recordings=("RE1", "RE2"), details="Ñandú 🕳 \x00 \ud83d")
    assert decode(encode(asked)) == asked


def test_a_filing_of_a_newer_program_is_still_read(filing: Callable[..., Filing]) -> None:
    asked = filing()
    newer = msgspec.json.decode(encode(asked)) | {"not_known_yet": [1, 2]}
    assert decode(msgspec.json.encode(newer)) == asked


def test_an_anonymous_contact_forgets_who_it_is() -> None:
    assert Contact("+14105550123", anonymous=True, wants_texts=True, name="Maria") == Contact(anonymous=True)


def test_nothing_of_a_person_is_in_what_a_log_would_show(filing: Callable[..., Filing]) -> None:
    shown = repr(filing(private={"plate": "7AB12"}, contact=Contact("+14105550123", name="Maria")))
    assert not [word for word in ("7AB12", "5550123", "Maria", "deep", "twenty four") if word in shown]


def test_a_time_without_a_zone_and_an_empty_key_are_refused(filing: Callable[..., Filing]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        filing(received_at=datetime(2026, 11, 21))
    with pytest.raises(ValueError, match="key"):
        filing(key="")


@pytest.mark.parametrize(("key", "nth"), [("CA1/0", 0), ("CA1/12", 12), ("web-4711", 0), ("CA1/x", 0)])
def test_the_key_tells_how_many_were_filed_before(key: str, nth: int, filing: Callable[..., Filing]) -> None:
    assert filing(key=key).nth == nth
