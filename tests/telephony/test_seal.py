"""The sealed state: opens for its call alone, for four hours, and is small."""

from __future__ import annotations

import base64
import random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ivr.flow.state import Frame, Part, Phase, Sought, State
from ivr.telephony.packing import Unpackable, _Packed, pack, unpack
from ivr.telephony.seal import LONGEST, MAX_AGE, REFUSED, SealBroken, Sealer, SealTooLarge, SealTooOld

SID = "CA" + "0123456789abcdef" * 2
OTHER = "CA" + "f" * 32
STARTED = 1_795_000_000
OLD, NEW = "an older secret of 32 characters!", "a newer secret of 32 characters!"
SEALER = Sealer([NEW])

DETAILS = (
    "It is right in front of the house with the blue door, next to the bus stop, and it has been there since before "
    "Thanksgiving. My neighbour's car lost a hubcap in it last night and yesterday a boy fell off his bicycle. "
    "When it rains the whole thing fills up and you cannot see how deep it is, so people swerve into the other lane. "
    "I called about this twice in the summer, they put some cold patch on it and it washed out within a week. "
    "It is maybe three feet long and at the deepest part it goes down to the old bricks, about eight inches. "
    "There are two more small ones starting up the block toward the light, on the same side, by the laundromat. "
    "Somebody from the church put an orange cone there but it was gone the next day. Please send someone who "
    "actually looks at it this time, thank you so much."
)

small = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
counts = st.integers(0, 200)
states = st.builds(
    State,
    version=st.one_of(st.from_regex(r"\A[0-9a-f]{12}\Z"), texts),
    at=small,
    index=counts,
    phase=st.sampled_from(get_args(Phase)),
    language=st.sampled_from(["en", "es", "fr"]),
    slots=st.dictionaries(small, texts, max_size=12),
    frames=st.lists(st.builds(Frame, small, counts, st.sampled_from(["next", "ask"])), max_size=3).map(tuple),
    silences=counts,
    misses=counts,
    pending=texts,
    started=st.integers(STARTED, STARTED + 3600),
    turns=counts,
    filed=counts,
    history=st.lists(small, max_size=8).map(tuple),
)


def longest(details: str = DETAILS[:800]) -> State:
    """Twelve questions answered, 800 characters of details, place, names, three frames, a history."""
    answers = {f"question_{n}": f"the answer to question {n}" for n in range(12)}
    place = {"place": "2400 block of North Charles Street", "place_kind": "address", "place_number": "2400"}
    contact = {"name": "Guadalupe Fernández-Washington", "phone": "+14105550123", "other_phone": "+14435550188"}
    return State(
        version="0123456789ab",
        at="report.questions",
        index=11,
        phase="confirm",
        slots={"service": "abandoned_vehicle", **answers, **place, **contact, "details": details, "wants_texts": "yes"},
        frames=(Frame("main.need"), Frame("report.review", 3, "ask"), Frame("contact.ask", 1)),
        pending="silver four door sedan",
        started=STARTED,
        turns=47,
        history=tuple(f"report.questions/{n}" for n in range(12)),
    )


@given(states)
def test_what_was_sealed_is_opened(state: State) -> None:
    assert SEALER.open(SEALER.seal(state, SID), SID, STARTED) == state


@given(states)
def test_a_retried_webhook_gets_the_same_bytes(state: State) -> None:
    copy = replace(state, slots=dict(state.slots))
    assert SEALER.seal(state, SID) == Sealer([NEW]).seal(copy, SID)


def test_a_token_is_safe_in_a_url_as_it_is() -> None:
    token = SEALER.seal(longest(), SID)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_another_calls_token_does_not_open() -> None:
    with pytest.raises(SealBroken):
        SEALER.open(SEALER.seal(longest(), SID), OTHER, STARTED)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_bit_breaks_the_seal(position: int, change: int) -> None:
    token = SEALER.seal(State(at="main.need", started=STARTED), SID)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[position % len(raw)] ^= change
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    with pytest.raises(SealBroken):
        SEALER.open(forged, SID, STARTED)


@given(st.text(max_size=300))
def test_any_text_is_refused_and_nothing_else_is_raised(text: str) -> None:
    with pytest.raises(SealBroken):
        SEALER.open(text, SID, STARTED)


@pytest.mark.parametrize("spoil", ["{}=", " {}", "{}\n", "{}!", "{}."])
def test_a_token_has_one_spelling(spoil: str) -> None:
    with pytest.raises(SealBroken):
        SEALER.open(spoil.format(SEALER.seal(State(started=STARTED), SID)), SID, STARTED)


def test_a_token_over_4_kb_is_refused_before_any_work() -> None:
    with pytest.raises(SealTooLarge):
        SEALER.open("A" * (REFUSED + 1), SID, STARTED)
    with pytest.raises(SealBroken):
        SEALER.open("A" * REFUSED, SID, STARTED)


def test_a_call_is_over_after_four_hours() -> None:
    token = SEALER.seal(State(started=STARTED), SID)
    assert SEALER.open(token, SID, STARTED + MAX_AGE).started == STARTED
    with pytest.raises(SealTooOld):
        SEALER.open(token, SID, STARTED + MAX_AGE + 1)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before, during, after = Sealer([OLD]), Sealer([NEW, OLD]), Sealer([NEW])
    state = longest()
    assert during.open(before.seal(state, SID), SID, STARTED) == state
    assert during.seal(state, SID) == after.seal(state, SID)
    with pytest.raises(SealBroken):
        after.open(before.seal(state, SID), SID, STARTED)


def test_two_keys_with_the_same_name_both_open() -> None:
    names = {Sealer([f"secret {n}"])._keys[0].id: f"secret {n}" for n in range(300)}
    twin = next(f"secret {n}" for n in range(300) if f"secret {n}" not in names.values())
    secret = names[Sealer([twin])._keys[0].id]
    state = State(at="main.need", started=STARTED)
    for sealed_with in (secret, twin):
        assert Sealer([secret, twin]).open(Sealer([sealed_with]).seal(state, SID), SID, STARTED) == state


def test_sealing_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        Sealer([])


def test_the_longest_form_fits_whole() -> None:
    token = SEALER.seal(longest(), SID)
    assert len(token) <= LONGEST < 2_048
    assert SEALER.open(token, SID, STARTED) == longest()


@pytest.mark.parametrize(
    "details", ["汉" * 2_000, "".join(random.Random(1).choices("abcdefghijklmnopqr 123", k=5_000))]
)
def test_a_state_that_would_not_fit_loses_the_end_of_its_longest_words_alone(details: str) -> None:
    details = (
        "".join(chr(0x4E00 + random.Random(n).randrange(20_000)) for n in range(2_000)) if "汉" in details else details
    )
    token = SEALER.seal(longest(details), SID)
    opened = SEALER.open(token, SID, STARTED)
    kept = opened.slots["details"]
    assert len(token) <= LONGEST
    assert kept.endswith("…")
    assert details.startswith(kept[:-1])
    assert len(token) > LONGEST * 9 // 10
    assert replace(opened, slots={**opened.slots, "details": details}) == longest(details)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(small, st.text(st.characters(exclude_categories=["Cs"]), max_size=2_000), max_size=6),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=2_000),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), max_size=60),
)
def test_no_state_a_call_can_reach_is_too_long(slots: dict[str, str], pending: str, history: list[str]) -> None:
    state = replace(longest(), slots={**longest().slots, **slots}, pending=pending, history=tuple(history))
    assert len(SEALER.seal(state, SID)) <= LONGEST


def test_a_history_that_would_not_fit_forgets_its_oldest_steps() -> None:
    noise = random.Random(2)
    history = tuple(f"{noise.getrandbits(120):x}" for _ in range(200))
    opened = SEALER.open(SEALER.seal(State(started=STARTED, history=history), SID), SID, STARTED)
    assert 20 < len(opened.history) < 200
    assert opened.history == history[-len(opened.history) :]


def test_a_state_that_cannot_be_made_to_fit_is_refused() -> None:
    noise = random.Random(3)
    slots = {f"{noise.getrandbits(60):x}": f"{noise.getrandbits(80):x}" for _ in range(400)}
    with pytest.raises(SealTooLarge):
        SEALER.seal(State(slots=slots, started=STARTED), SID)


def test_every_part_of_the_state_travels() -> None:
    late = ("offered", "passing", "part", "told", "sought", "idle")
    plain = [name for name in State.__struct_fields__ if name not in late]
    assert (*plain, "doubt", "told", "waiting") == _Packed.__struct_fields__
    part = Part("number", "north charles", 2)
    doubtful = State(phase="offer", offered=("a", "b"), passing=("c",), part=part, told="there is a")
    assert unpack(pack(doubtful)) == doubtful
    waiting = State(sought=Sought(7, STARTED, told=True, by_line=True), idle=12)
    assert unpack(pack(waiting)) == waiting
    assert unpack(pack(State(idle=12))) == State(idle=12)


def test_a_state_packed_before_a_field_was_added_is_read() -> None:
    assert unpack(_squeezed(["v", "main.need", 2])) == State(version="v", at="main.need", index=2)


@pytest.mark.parametrize("data", [b"", b"garbage", b"\x00" * 40])
def test_what_is_not_packed_is_refused(data: bytes) -> None:
    with pytest.raises(Unpackable):
        unpack(data)


def test_a_bomb_is_not_inflated() -> None:
    bomb = _squeezed(["v", "a" * 10_000_000])
    assert len(bomb) < 20_000
    with pytest.raises(Unpackable):
        unpack(bomb)


def test_packing_is_small() -> None:
    asked = State(version="0123456789ab", at="main.need", started=STARTED, turns=2, history=("main.language/0",))
    assert len(pack(asked)) <= 60


def _squeezed(values: list[object]) -> bytes:
    import zlib

    import msgspec

    from ivr.telephony.dictionary import DICTIONARY

    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return b"\1" + squeeze.compress(msgspec.msgpack.encode(values)) + squeeze.flush()
