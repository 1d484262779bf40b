"""Recordings open for who is signed in: no link, and a line in the audit before anything is shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from ivr.speech.storing.folder import Folder
from ivr.web import guards, recordings
from ivr.web.agent import entrance
from ivr.web.agent.listening import listener
from tests.browser import recorded

from .site import Site

PAGE = f"/recordings/{recorded.SID}"


class Listening(Site):
    """With one recording in its archive."""

    folder: Path

    def hang(self, app: Flask) -> None:
        super().hang(app)
        storage = Folder(self.folder)
        storage.put(f"{recorded.SID}.wav", [recorded.sound(recorded.transcript()).wav()])
        self.shelf = recorded.Site(recorded.cabinet(), self.folder)
        archive = recordings.Archive(
            self.shelf.cabinet, lambda: storage, self.shelf.passes, lambda: self.shelf.clock, lambda: "Baltimore",
            signed_in=partial(listener, self.desk),
        )  # fmt: skip
        known = guards.checks(None, False, staff=archive.allowed, people=entrance.checks(self.desk))
        guards.register(app, recordings.door(archive), known)


@pytest.fixture
def site(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Listening:
    monkeypatch.setattr(Listening, "folder", tmp_path, raising=False)
    return Listening(database)


def test_an_agent_hears_a_recording_and_it_is_written_down(site: Listening) -> None:
    browser = site.agent()
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert f'src="{PAGE}/sound"' in page.text
    assert "Dana" in page.text
    sound = browser.get(f"{PAGE}/sound", Accept="*/*", Range="bytes=0-99")
    assert sound.status_code == 206
    browser.get(f"{PAGE}/sound", Accept="*/*", Range="bytes=100-199")
    done = [(each.who, each.what, each.about) for each in site.audited()][-2:]
    assert done == [("dana", "opened_recording", recorded.SID), ("dana", "played_recording", recorded.SID)]


def test_who_begins_in_the_middle_is_written_down_once_too(site: Listening) -> None:
    browser = site.agent()
    for start in ("1-99", "100-199", "-50"):
        assert browser.get(f"{PAGE}/sound", Accept="*/*", Range=f"bytes={start}").status_code == 206
    assert [each.what for each in site.audited()].count("played_recording") == 1


def test_a_stranger_is_led_to_the_sign_in_and_back(site: Listening) -> None:
    site.agent()
    stranger = site.browser()
    assert stranger.get(PAGE).location == f"/desk/sign-in?next={PAGE}"
    assert stranger.get(f"{PAGE}/sound", Accept="*/*").status_code == 401
    assert stranger.sign_in(next=PAGE).location == PAGE
    assert stranger.get(PAGE).status_code == 200


def test_what_cannot_be_written_down_is_not_shown(site: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.agent()

    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(site.desk.audit), "opened", away)
    answer = browser.get(PAGE)
    assert answer.status_code == 503
    assert "hydrant" not in answer.text
    assert browser.get(f"{PAGE}/sound", Accept="*/*").status_code == 503


def test_what_is_no_name_of_a_recording_is_not_written_down(site: Listening) -> None:
    browser = site.agent()
    before = len(site.audited())
    assert browser.get("/recordings/+14105550123").status_code == 404
    assert len(site.audited()) == before


def test_a_link_still_opens_it_without_signing_in(site: Listening) -> None:
    stranger, link = site.browser(), site.shelf.link("Lee Park")
    assert "Lee Park" in stranger.get(link).text
    assert stranger.get(link.replace("?k=", "?k=x")).status_code == 403
