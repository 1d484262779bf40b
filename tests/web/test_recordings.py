"""The page of a recording: who may come in, what is written down, what is kept by nobody, and sound in parts."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from ivr.calls.recordings.links import Passes
from ivr.calls.recordings.recording import Alert
from ivr.db.secrets import Secrets
from ivr.speech.transcript import Word
from ivr.web import recordings
from ivr.web.played import clock, lines_of
from tests.browser.recorded import NOW, SAID, SID, Site, cabinet, sound, transcript

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    subprocess.run([sys.executable, str(ROOT / "hatch_build.py")], check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(cabinet(), tmp_path)


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.app().test_client()


def sound_of(page: str) -> str:
    found = re.search(r'<audio[^>]* src="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_link_opens_the_recording_with_its_words_and_its_request(client: FlaskClient, site: Site) -> None:
    answer = client.get(site.link())
    assert answer.status_code == 200
    assert SAID.split(".")[1].strip() in words(answer.text)
    assert "26-00000012" in answer.text
    assert "Opened for Dana Reyes" in answer.text
    assert [(one.who, one.what) for one in site.cabinet.log] == [("Dana Reyes", "page")]


def test_nothing_is_kept_found_framed_or_led_to_from_elsewhere(client: FlaskClient, site: Site) -> None:
    page = client.get(site.link())
    for answer in (page, client.get(sound_of(page.text))):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "style=" not in page.text
    assert not re.search(r"\son\w+=", page.text)


@pytest.mark.parametrize("wrong", ["", "x", "BbWK7ruAOjAm", "%00", "é"])
def test_without_a_link_nobody_comes_in(client: FlaskClient, site: Site, wrong: str) -> None:
    for path in (f"/recordings/{SID}?k={wrong}", f"/recordings/{SID}/sound?k={wrong}", f"/recordings/{SID}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "hydrant" not in answer.text
    assert site.cabinet.log == []


def test_a_link_opens_no_other_recording_and_a_page_is_no_sound(client: FlaskClient, site: Site) -> None:
    link = site.link()
    assert client.get(link.replace(SID, "RE" + "f" * 32)).status_code == 403
    assert client.get(link.replace("?k=", "/sound?k=")).status_code == 403
    heard = sound_of(client.get(link).text)
    assert client.get(heard.replace("/sound", "")).status_code == 403
    assert client.get(heard.replace(SID, "RE" + "f" * 32)).status_code == 403


def test_a_link_of_other_keys_opens_nothing(client: FlaskClient) -> None:
    foreign = Passes(Secrets(["x" * 32])).issue(SID, "Mallory", NOW)[0]
    assert client.get(f"/recordings/{SID}?k={foreign}").status_code == 403


def test_a_link_is_good_for_a_quarter_of_an_hour_and_what_it_opened_plays_on(client: FlaskClient, site: Site) -> None:
    link = site.link()
    heard = sound_of(client.get(link).text)
    site.clock = NOW + timedelta(minutes=14, seconds=59)
    assert client.get(link).status_code == 200
    site.clock = NOW + timedelta(minutes=15)
    answer = client.get(link)
    assert answer.status_code == 403
    assert "This link is not valid, or no longer" in answer.text
    assert client.get(heard).status_code == 200
    site.clock = NOW + timedelta(hours=2)
    assert client.get(heard).status_code == 403


def test_what_cannot_be_written_down_is_not_shown(client: FlaskClient, site: Site) -> None:
    link = site.link()
    heard = sound_of(client.get(link).text)
    site.cabinet.away = True
    answer = client.get(link)
    assert answer.status_code == 503
    assert "hydrant" not in answer.text
    assert client.get(heard).status_code == 503
    assert client.get(heard).data == b""


def test_sound_comes_whole_and_in_parts(client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, whole = sound_of(client.get(site.link()).text), sound(transcript()).wav()
    answer = client.get(heard)
    assert (answer.status_code, answer.content_type, answer.data) == (200, "audio/wav", whole)
    assert answer.headers["Accept-Ranges"] == "bytes"
    part = client.get(heard, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert client.get(heard, headers={"Range": "bytes=-10"}).data == whole[-10:]
    assert client.get(heard, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    monkeypatch.setattr(recordings, "PIECE", 1000)
    first = client.get(heard, headers={"Range": "bytes=0-"})
    assert (first.headers["Content-Range"], first.data) == (f"bytes 0-999/{len(whole)}", whole[:1000])
    assert ("Dana Reyes", "sound") in [(one.who, one.what) for one in site.cabinet.log]


def test_it_speaks_spanish(client: FlaskClient, site: Site) -> None:
    page = client.get(site.link() + "&lang=es")
    assert "Lo que se dijo" in page.text
    assert page.headers["Content-Language"] == "es"
    assert "k=" in urlsplit(re.findall(r'class="lang" href="([^"]+)"', page.text)[0]).query


def test_danger_stands_above_everything(client: FlaskClient, site: Site) -> None:
    site.cabinet.alerts = Alert(3, "CA1", SID, "possible_danger", NOW)
    page = client.get(site.link()).text
    assert page.index("This recording may tell of danger") < page.index("<h1>")


def test_a_recording_that_is_deleted_keeps_its_words_for_their_time(tmp_path: Path) -> None:
    gone = Site(cabinet(deleted=NOW, storage_key=""), tmp_path)
    page = gone.app().test_client().get(gone.link())
    assert "<audio" not in page.text
    assert "The sound was deleted on" in page.text
    assert "hydrant" in page.text


def test_what_a_caller_said_is_no_markup(tmp_path: Path) -> None:
    site = Site(cabinet(), tmp_path)
    site.cabinet.heard = type(site.cabinet.heard)(
        site.cabinet.heard.recording, transcript("<script>alert(1)</script> hello")
    )
    assert "<script>alert" not in site.app().test_client().get(site.link("<b>Dana</b>")).text


def test_lines_break_where_somebody_pauses_and_after_sentences() -> None:
    said = [Word("one", 0, 0.4), Word("two", 0.5, 0.9), Word("three", 2.5, 3.0), Word("four.", 3.0, 3.4)]
    more = [Word(f"w{n}", 3.5 + n, 4.4 + n) for n in range(40)]
    lines = lines_of([*said, *more])
    assert [len(line.words) for line in lines] == [2, 30, 12]
    assert [line.clock for line in lines[:2]] == ["0:00", "0:02"]


def test_the_clock() -> None:
    assert [clock(s) for s in (0.9, 67.4, 3661)] == ["0:00", "1:07", "1:01:01"]
