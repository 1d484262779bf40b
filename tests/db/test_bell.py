"""The bell rings when PostgreSQL notifies, and again when a lost connection is there once more."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from ivr.db import bell


class Ear:
    """Waits for rings."""

    def __init__(self) -> None:
        self._rings = threading.Semaphore(0)

    def rang(self) -> None:
        self._rings.release()

    def hears(self, seconds: float = 10) -> bool:
        return self._rings.acquire(timeout=seconds)


@pytest.fixture
def ear(database: Engine) -> Iterator[Ear]:
    ear = Ear()
    silence = bell.listen(database, "bells", ear.rang)
    assert ear.hears(), "a new connection rings"
    yield ear
    silence()
    notify(database)


def notify(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("SELECT pg_notify('bells', '')"))


def test_it_rings_for_its_channel_and_no_other(ear: Ear, database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("SELECT pg_notify('others', '')"))
    notify(database)
    assert ear.hears()
    assert not ear.hears(0)


def test_a_lost_connection_rings_when_it_is_there_again(
    ear: Ear, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "AGAIN", 0.01)
    with database.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onecall-bell'")
        )
    assert ear.hears()
    notify(database)
    assert ear.hears()
