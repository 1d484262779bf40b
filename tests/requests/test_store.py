"""Filing, finding, changing and erasing, in a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ivr.db.engine import transaction
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.numbers import reference
from ivr.requests.request import Filed, NoSuchRequest, NumberTaken
from ivr.requests.tables import AttributeRow, ContactRow, DraftRow, HistoryRow, RequestRow

MakeFiling = Callable[..., Filing]
FileIt = Callable[..., Filed]
NOW = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)


def rows(database: Engine, table: Any) -> int:
    with database.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


# ------------------------------------------------------------------ filing


def test_what_is_filed_is_found_as_it_was_filed(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    asked = filing(recordings=("RE1",), media_url="https://example.org/hole.jpg")
    due = NOW + timedelta(days=2)
    filed = file_it(asked, due=due)
    found = store.find(session, filed.number)
    assert filed.fresh
    assert found is not None
    assert (found.status, found.city_status, found.agency) == ("open", "New", "transportation")
    assert (found.requested, found.updated, found.expected, found.closed) == (NOW, NOW, due, None)
    assert (found.place, found.description) == (asked.place, "It is deep.")
    assert list(found.attributes.items()) == [("lane", "travel"), ("size", "big")]
    assert (found.recordings, found.media_url) == (("RE1",), "https://example.org/hole.jpg")
    assert store.by_key(session, asked.key) == found


def test_a_place_found_on_the_map_keeps_its_point_and_its_areas(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    there = replace(
        filing().place,
        lat=39.316012,
        long=-76.616701,
        neighborhood="Charles Village",
        council_district="12",
        police_district="Northern",
    )
    found = store.find(session, file_it(filing(place=there)).number)
    assert found is not None
    assert found.place == there


def test_areas_that_are_not_known_are_null_and_not_empty_words(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    file_it(filing())
    assert session.execute(
        select(RequestRow.neighborhood, RequestRow.council_district, RequestRow.police_district)
    ).one() == (None, None, None)


def test_the_history_begins_with_the_filing(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    (first,) = store.history(session, file_it(filing()).number)
    assert (first.at, first.status, first.city_status, first.by) == (NOW, "open", "New", "caller")


def test_filing_again_gives_the_first_request_and_its_due_day(
    filing: MakeFiling, file_it: FileIt, database: Engine
) -> None:
    asked = filing()
    first = file_it(asked, ordinal=1, due=NOW)
    again = file_it(replace(asked, details="Said otherwise."), ordinal=1, due=NOW + timedelta(days=9))
    assert again == Filed(first.number, NOW, fresh=False)
    assert [rows(database, table) for table in (RequestRow, HistoryRow, ContactRow, AttributeRow)] == [1, 1, 1, 2]


def test_a_second_number_told_for_the_same_filing_finds_it_too(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    asked = filing()
    first, other = file_it(asked, ordinal=1), reference(2026, 2)
    assert file_it(asked, ordinal=2).number == first.number
    found = store.find(session, other)
    assert found is not None
    assert found.number == first.number
    assert store.history(session, other) == store.history(session, first.number)


def test_eight_at_once_file_one_request(filing: MakeFiling, file_it: FileIt, database: Engine) -> None:
    asked = filing()
    with ThreadPoolExecutor(8) as pool:
        filed = list(pool.map(lambda ordinal: file_it(asked, ordinal=ordinal), range(8)))
    assert rows(database, RequestRow) == 1
    assert len({each.number for each in filed}) == 1
    assert [each.fresh for each in filed].count(True) == 1
    with transaction(database) as session:
        found = {found.number for n in range(8) if (found := store.find(session, reference(2026, n)))}
    assert found == {filed[0].number}


def test_a_number_of_another_request_is_refused_and_nothing_is_filed(
    filing: MakeFiling, file_it: FileIt, database: Engine
) -> None:
    first, second = filing(), filing()
    file_it(first, ordinal=1)
    file_it(first, ordinal=2)
    for taken in (1, 2):
        with pytest.raises(NumberTaken):
            file_it(second, ordinal=taken)
    file_it(second, ordinal=3)
    with pytest.raises(NumberTaken):
        file_it(second, ordinal=1)
    assert rows(database, RequestRow) == 2


def test_characters_postgresql_cannot_hold_lose_nothing_else(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    odd = filing(details="deep\x00 hole \ud83d 🕳", attributes={"a\x00": "\x00b"})
    found = store.find(session, file_it(odd).number)
    assert found is not None
    assert found.description == "deep hole ? 🕳"
    assert found.attributes == {"a": "b"}


# ------------------------------------------------------------------ people


def test_no_personal_data_stands_in_clear_anywhere(filing: MakeFiling, file_it: FileIt, database: Engine) -> None:
    file_it(
        filing(contact=Contact("+14105550123", name="Maria Ruiz", email="m@example.org"), private={"plate": "7AB12"})
    )
    with database.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        dump = "".join(str(connection.execute(text(f"SELECT t::text FROM {t} t")).all()) for t in tables)
    assert "It is deep." in dump
    assert not [word for word in ("5550123", "Maria", "m@example", "7AB12") if word in dump]


def test_the_contact_is_read_with_the_keys_and_only_with_them(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    who = Contact("+14105550123", wants_texts=True, name="Maria Ruiz")
    number = file_it(filing(contact=who, private={"plate": "7AB12"})).number
    assert store.contact(session, number, secrets) == (who, {"plate": "7AB12"})
    assert store.contact(session, reference(2026, 77), secrets) is None
    with pytest.raises(Unreadable):
        store.contact(session, number, Secrets(["another secret of more than 32 characters"]))


def test_an_anonymous_caller_leaves_no_trace_of_the_telephone(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    number = file_it(filing(contact=Contact("+14105550123", anonymous=True, wants_texts=True))).number
    assert store.contact(session, number, secrets) == (Contact(anonymous=True), {})
    assert store.by_phone(session, secrets.phone_hashes("+14105550123")) == []


def test_a_telephone_finds_its_latest_five_requests_newest_first(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    filed = [file_it(filing(received_at=NOW + timedelta(hours=hour))).number for hour in range(7)]
    file_it(filing(received_at=NOW + timedelta(days=1), kind="message"))
    file_it(filing(contact=Contact("+14105559999")))
    mine = store.by_phone(session, secrets.phone_hashes("+14105550123"))
    assert [request.number for request in mine] == filed[:1:-1]


def test_after_the_keys_are_rotated_the_same_telephone_still_finds_its_requests(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    old, new = "a secret of thirty-two characters and more", "the new secret, also of some forty characters"
    number, rotated = file_it(filing()).number, Secrets([new, old])
    assert [r.number for r in store.by_phone(session, rotated.phone_hashes("+14105550123"))] == [number]
    assert store.reseal(session, rotated) == 1
    assert store.reseal(session, rotated) == 0
    only_new = Secrets([new])
    assert [r.number for r in store.by_phone(session, only_new.phone_hashes("+14105550123"))] == [number]
    assert store.contact(session, number, only_new) == (Contact("+14105550123", wants_texts=True), {})


def test_erasing_a_contact_leaves_the_request_and_nothing_of_the_person(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    number = file_it(filing(private={"plate": "7AB12"})).number
    assert store.erase_contact(session, number, NOW, words=True)
    assert not store.erase_contact(session, reference(2026, 77), NOW)
    found = store.find(session, number)
    assert found is not None
    assert (found.description, found.place.said, found.place.street) == ("", "", "North Charles Street")
    assert store.contact(session, number, secrets) == (Contact(), {})
    assert store.by_phone(session, secrets.phone_hashes("+14105550123")) == []


def test_erasing_a_caller_takes_all_requests_and_drafts_of_that_telephone(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    file_it(filing())
    file_it(filing())
    other = file_it(filing(contact=Contact("+14105559999"))).number
    put_draft(session, "CA9", phone_hash=secrets.phone_hash("+14105550123"))
    assert store.erase_caller(session, secrets.phone_hashes("+14105550123"), NOW) == 3
    assert store.by_phone(session, secrets.phone_hashes("+14105550123")) == []
    assert store.draft(session, "CA9") is None
    known = store.contact(session, other, secrets)
    assert known is not None
    assert known[0].phone == "+14105559999"


def test_open_requests_around_a_point_come_nearest_first_and_no_others(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    def at(lat: float, **more: Any) -> str:
        return file_it(filing(place=Place("charles", lat=lat, long=-76.6167), **more)).number

    far, near = at(39.3195), at(39.3177)
    closed = at(39.3176)
    at(39.3276)
    at(39.3176, kind="message")
    at(39.3176, received_at=NOW - timedelta(days=90))
    store.change_status(session, closed, "Closed", note="", by="agency:dot", at=NOW)
    found = store.near(session, 39.3176, -76.6167, 300, NOW - timedelta(days=60))
    assert [(one.request.number, one.metres) for one in found] == [(near, 11), (far, 212)]


# ------------------------------------------------------------------ who tells of the same thing


def follower(key: str = "h1/2", phone: str = "+14435550188") -> store.Follower:
    return store.Follower(key, phone, "es", NOW, "agent:7")


def test_who_follows_a_request_is_found_by_their_telephone_and_stands_in_its_history_once(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    number = file_it(filing()).number
    assert store.follow(session, number, follower(), secrets)
    assert not store.follow(session, number, follower("h2/2"), secrets)
    assert not store.follow(session, number, follower("h3/2", "+14105550123"), secrets)
    assert [one.phone for one in store.followers(session, number, secrets)] == ["+14435550188"]
    assert [r.number for r in store.by_phone(session, secrets.phone_hashes("+14435550188"))] == [number]
    assert [(c.city_status, c.by) for c in store.history(session, number)] == [("New", "caller"), ("New", "agent:7")]
    with pytest.raises(NoSuchRequest):
        store.follow(session, reference(2026, 77), follower(), secrets)


def test_who_withholds_the_number_follows_without_one_and_once_a_talk(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    number = file_it(filing()).number
    assert [store.follow(session, number, follower(phone=""), secrets) for _ in range(2)] == [True, False]
    assert len(store.history(session, number)) == 2


def test_a_follower_is_erased_with_the_caller_and_sealed_anew_with_the_keys(
    filing: MakeFiling, file_it: FileIt, session: Session, secrets: Secrets
) -> None:
    number = file_it(filing()).number
    store.follow(session, number, follower(), secrets)
    rotated = Secrets(["the new secret, also of some forty characters", "a secret of thirty-two characters and more"])
    assert store.reseal(session, rotated) == 2
    assert store.reseal(session, rotated) == 0
    assert store.erase_caller(session, rotated.phone_hashes("+14435550188"), NOW) == 1
    assert store.followers(session, number, rotated) == []
    assert store.by_phone(session, rotated.phone_hashes("+14435550188")) == []


def test_what_an_agent_files_settles_the_draft_whatever_the_call_had_filed(
    filing: MakeFiling, session: Session, secrets: Secrets
) -> None:
    put_draft(session, "CA7", nth=2)
    by_agent = filing(call_sid="CA7", key="h1/ab12", channel="agent")
    store.file(session, by_agent, number=reference(2026, 9), agency="transportation", due=None, secrets=secrets)
    left = store.draft(session, "CA7")
    assert left
    assert left.state == "filed"


# ------------------------------------------------------------------ status


def test_a_change_of_status_is_added_to_the_history(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    number, later = file_it(filing()).number, NOW + timedelta(hours=5)
    closed = store.change_status(session, number, "Closed", note="Filled.", by="agency:dot", at=later)
    assert (closed.status, closed.city_status, closed.status_notes) == ("closed", "Closed", "Filled.")
    assert (closed.updated, closed.closed) == (later, later)
    assert [(c.city_status, c.note, c.by) for c in store.history(session, number)] == [
        ("New", "", "caller"),
        ("Closed", "Filled.", "agency:dot"),
    ]


def test_closing_again_keeps_the_day_of_closing_and_opening_forgets_it(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    number = file_it(filing()).number
    days = [NOW + timedelta(days=day) for day in range(4)]
    store.change_status(session, number, "Closed", note="", by="system", at=days[1])
    again = store.change_status(session, number, "Closed (Duplicate)", note="", by="system", at=days[2])
    assert again.closed == days[1]
    reopened = store.change_status(session, number, "Open", note="Still there.", by="caller", at=days[3])
    assert (reopened.status, reopened.closed) == ("open", None)


def test_changing_what_is_not_there_says_so(session: Session) -> None:
    with pytest.raises(NoSuchRequest, match="26-20000769"):
        store.change_status(session, "26-20000769", "Open", note="", by="system", at=NOW)


def test_two_changes_at_once_are_both_in_the_history(filing: MakeFiling, file_it: FileIt, database: Engine) -> None:
    number = file_it(filing()).number

    def change(n: int) -> None:
        with transaction(database) as session:
            store.change_status(session, number, "Open", note=str(n), by="system", at=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(8)))
    with transaction(database) as session:
        assert {c.note for c in store.history(session, number)} == {"", *map(str, range(8))}


def test_who_closes_while_another_closes_waits_and_keeps_the_first_day_of_closing(
    filing: MakeFiling, file_it: FileIt, database: Engine
) -> None:
    number, first, second = file_it(filing()).number, NOW + timedelta(days=1), NOW + timedelta(days=2)

    def close(at: datetime) -> datetime | None:
        with transaction(database) as session:
            return store.change_status(session, number, "Closed", note="", by="system", at=at).closed

    with ThreadPoolExecutor(1) as pool:
        with transaction(database) as session:
            store.change_status(session, number, "Closed", note="", by="system", at=first)
            later = pool.submit(close, second)
            while not session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert not later.done()
        assert later.result(10) == first


def test_a_change_that_is_told_late_does_not_turn_the_clock_back(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    number, later = file_it(filing()).number, NOW + timedelta(hours=5)
    store.change_status(session, number, "Open", note="", by="system", at=later)
    assert store.change_status(session, number, "Pending", note="", by="system", at=NOW).updated == later


@pytest.mark.parametrize("statement", ["UPDATE request_history SET note = 'x'", "DELETE FROM request_history"])
def test_the_history_cannot_be_rewritten(statement: str, filing: MakeFiling, file_it: FileIt, database: Engine) -> None:
    file_it(filing())
    with pytest.raises(DBAPIError, match="never changed or deleted"), database.begin() as connection:
        connection.execute(text(statement))


def test_a_recording_that_arrives_twice_is_there_once(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    number = file_it(filing(call_sid="CA77", kind="message")).number
    assert store.add_recording(session, "CA77", "RE5")
    assert store.add_recording(session, "CA77", "RE5")
    assert not store.add_recording(session, "CA78", "RE5")
    found = store.find(session, number)
    assert found is not None
    assert found.recordings == ("RE5",)


# ------------------------------------------------------------------ lists


def test_lists_hold_what_is_asked_for(filing: MakeFiling, file_it: FileIt, session: Session) -> None:
    hole = file_it(filing()).number
    lamp = file_it(filing(service_code="street_light", received_at=NOW + timedelta(days=1)), agency="lights").number
    store.change_status(session, hole, "Closed", note="", by="system", at=NOW)

    def listed(**asked: Any) -> list[str]:
        return [request.number for request in store.search(session, store.Query(**asked))]

    assert listed() == [lamp, hole]
    assert listed(status="closed") == [hole]
    assert listed(city_status="New") == [lamp]
    assert listed(service="pothole") == [hole]
    assert listed(agency="lights") == [lamp]
    assert listed(since=NOW + timedelta(days=1)) == [lamp]
    assert listed(until=NOW + timedelta(days=1)) == [hole]
    assert listed(kind="message") == []
    assert store.count(session, store.Query(status="open")) == 1


def test_an_export_gives_every_request_once_also_across_batches(
    filing: MakeFiling, file_it: FileIt, session: Session
) -> None:
    filed = [file_it(filing(received_at=NOW + timedelta(minutes=n // 3))).number for n in range(10)]
    for batch in (1, 3, 10, 11):
        assert [r.number for r in store.each(session, store.Query(), batch=batch)] == filed


# ------------------------------------------------------------------ numbers


def test_blocks_leased_at_once_never_overlap(database: Engine) -> None:
    def lease(_: int) -> list[int]:
        with transaction(database) as session:
            return list(store.lease_block(session, 2026, 25))

    with ThreadPoolExecutor(8) as pool:
        taken = [ordinal for block in pool.map(lease, range(40)) for ordinal in block]
    assert sorted(taken) == list(range(1000))


def test_a_lease_that_is_rolled_back_is_given_out_again_and_years_are_apart(database: Engine) -> None:
    with Session(database) as session:
        assert store.lease_block(session, 2026, 10) == range(10)
        session.rollback()
        assert store.lease_block(session, 2026, 10) == range(10)
        assert store.lease_block(session, 2026, 10) == range(10, 20)
        assert store.lease_block(session, 2027, 10) == range(10)


def test_when_a_year_is_used_up_no_number_is_given_twice(session: Session) -> None:
    session.execute(text("INSERT INTO request_counters VALUES (2026, 9999990)"))
    assert store.lease_block(session, 2026, 10) == range(9_999_990, 10_000_000)
    with pytest.raises(ValueError, match="all 10,000,000 numbers of 2026"):
        store.lease_block(session, 2026, 1)


# ------------------------------------------------------------------ drafts


def put_draft(session: Session, call_sid: str, nth: int = 0, **named: Any) -> None:
    common = {"language": "es", "snapshot": {"place": "2400 Charles"}, "created_at": NOW, "updated_at": NOW}
    session.add(DraftRow(call_sid=call_sid, nth=nth, **{**common, **named}))
    session.flush()


def test_callers_to_call_back_are_listed_newest_first(session: Session) -> None:
    put_draft(session, "CA1", state="left", service_code="pothole")
    put_draft(session, "CA2", state="left", updated_at=NOW + timedelta(minutes=1))
    put_draft(session, "CA3", state="open")
    assert [draft.call_sid for draft in store.drafts(session, "left")] == ["CA2", "CA1"]
    known = store.draft(session, "CA1")
    assert known is not None
    assert (known.service_code, known.slots, known.sealed) == ("pothole", {"place": "2400 Charles"}, None)
    assert store.draft(session, "CA9") is None


def test_what_is_filed_is_no_draft_any_more_but_what_comes_after_it_is(
    filing: MakeFiling, file_it: FileIt, database: Engine
) -> None:
    with transaction(database) as session:
        put_draft(session, "CA1", nth=1)
        put_draft(session, "CA2", nth=2)
    for sid in ("CA1", "CA2"):
        file_it(filing(call_sid=sid, key=f"{sid}/1"))
    with transaction(database) as session:
        assert [d.call_sid for d in store.drafts(session, "filed")] == ["CA1"]
        assert [d.call_sid for d in store.drafts(session, "open")] == ["CA2"]


def test_old_drafts_are_forgotten(session: Session) -> None:
    put_draft(session, "CA1")
    put_draft(session, "CA2", updated_at=NOW + timedelta(days=1))
    assert store.prune_drafts(session, NOW) == 0
    assert store.prune_drafts(session, NOW + timedelta(seconds=1)) == 1
