"""Secrets: read only with the key and where they belong, found under every key in force."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.db.errors import CellarError, Unreadable
from ivr.db.secrets import Secrets, own_key

OLD, NEW = "the first secret of at least 32 characters", "the second secret of at least 32 characters"


@given(st.binary(max_size=5000), st.text(max_size=50))
def test_what_is_sealed_opens_again(plain: bytes, context: str) -> None:
    try:
        context.encode()
    except UnicodeEncodeError:
        return
    secrets = Secrets([NEW])
    assert secrets.open(secrets.seal(plain, context), context) == plain


def test_the_same_words_never_look_the_same() -> None:
    secrets = Secrets([NEW])
    assert secrets.seal(b"Maria", "a") != secrets.seal(b"Maria", "a")
    assert b"Maria" not in secrets.seal(b"Maria", "a")


def test_it_opens_nowhere_else_and_not_when_a_single_bit_was_changed() -> None:
    secrets = Secrets([NEW])
    sealed = secrets.seal(b"Maria", "contact/26-1")
    with pytest.raises(Unreadable, match="add the key"):
        secrets.open(sealed, "contact/26-2")
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(Unreadable):
            secrets.open(bytes(broken), "contact/26-1")
    for cut in range(len(sealed)):
        with pytest.raises(Unreadable):
            secrets.open(sealed[:cut], "contact/26-1")


def test_the_newest_key_seals_and_every_key_in_force_opens() -> None:
    before, both, after = Secrets([OLD]), Secrets([NEW, OLD]), Secrets([NEW])
    old = before.seal(b"Maria", "a")
    assert both.open(old, "a") == b"Maria"
    assert not old.startswith(both.mark)
    new = both.seal(both.open(old, "a"), "a")
    assert new.startswith(both.mark)
    assert after.open(new, "a") == b"Maria"
    with pytest.raises(Unreadable):
        after.open(old, "a")


def test_a_number_is_found_under_every_key_in_force_and_tells_nothing() -> None:
    before, both = Secrets([OLD]), Secrets([NEW, OLD])
    stored = before.phone_hash("+14105550123")
    assert stored in both.phone_hashes("+14105550123")
    assert both.phone_hash("+14105550123") == both.phone_hashes("+14105550123")[0] != stored
    assert stored not in both.phone_hashes("+14105550124")
    assert "5550123" not in stored
    assert (both.phone_hash(""), both.phone_hashes("")) == ("", ())


def test_without_a_key_nothing_begins_and_no_key_is_ever_shown() -> None:
    with pytest.raises(CellarError, match="openssl rand"):
        Secrets([])
    assert OLD not in repr(Secrets([OLD]))


def test_a_machine_makes_one_key_of_its_own_for_all_who_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(own_key, [tmp_path / "data"] * 8))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    (file,) = (tmp_path / "data").iterdir()
    assert os.stat(file).st_mode & 0o777 == 0o600
