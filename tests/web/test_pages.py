"""The pages as a browser without any script gets them: words, numbers, dates, headers, and the test phone's JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from ivr.web import pages
from ivr.web.labels import labels
from ivr.web.phone import clocks
from ivr.web.shown import when
from tests.browser.scripted import (
    ALIAS,
    BOOK,
    BROKEN,
    LATE,
    MESSAGE,
    NOW,
    NUMBER,
    SCRIPT,
    UNKNOWN,
    ScriptedSessions,
    app,
)

ROOT = Path(__file__).parents[2]
WEB = ROOT / "ivr/web"


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    subprocess.run([sys.executable, str(ROOT / "hatch_build.py")], check=True, capture_output=True)


@pytest.fixture
def sessions() -> ScriptedSessions:
    return ScriptedSessions()


@pytest.fixture
def client(sessions: ScriptedSessions) -> FlaskClient:
    return app(sessions).test_client()


def text(html: str) -> str:
    """The words of a page, without its marks."""
    body = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


# ------------------------------------------------------------------ a request


def test_a_request_says_what_it_is_where_it_stands_and_when_it_will_be_done(client: FlaskClient) -> None:
    page = text(client.get(f"/requests/{NUMBER}").text)
    assert "Pothole 2400 block of North Charles Street" in page
    assert "Being worked on The agency has taken it and is working on it. A crew has been assigned." in page
    assert "To be done by Thursday, November 26 in 2 days" in page
    assert "Department of Transportation" in page
    assert page.index("Being worked on A crew") < page.rindex("Received")


def test_it_says_the_same_in_spanish(client: FlaskClient) -> None:
    page = text(client.get(f"/requests/{NUMBER}?lang=es").text)
    assert "Bache en la calle Cuadra 2400 de North Charles Street" in page
    assert "Se hará a más tardar el jueves, 26 de noviembre en 2 días" in page
    assert "Departamento de Transporte" in page


def test_the_browsers_language_is_taken_when_none_is_asked_for(client: FlaskClient) -> None:
    answer = client.get(f"/requests/{NUMBER}", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert answer.headers["Content-Language"] == "es"
    assert 'lang="es"' in answer.text
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Content-Language"] == "en"
    assert client.get("/?lang=xx").headers["Content-Language"] == "en"


def test_a_late_request_says_so_and_a_note_is_never_markup(client: FlaskClient) -> None:
    html = client.get(f"/requests/{LATE}").text
    assert "Was to be done by Saturday, November 21 Late" in text(html)
    assert SCRIPT not in html
    assert "Gone service" in html


def test_a_message_shows_no_place_and_no_date(client: FlaskClient) -> None:
    page = text(client.get(f"/requests/{MESSAGE}").text)
    assert "A message for the city" in page
    assert "No date is set for this kind of request" in page
    assert "What has happened" not in page


@pytest.mark.parametrize("asked", [NUMBER.replace("-", ""), NUMBER[3:], NUMBER.replace("-", " ")])
def test_a_number_in_any_form_leads_to_its_page(client: FlaskClient, asked: str) -> None:
    for path in (f"/requests?number={asked}&lang=es", f"/requests/{asked}?lang=es"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/requests/{NUMBER}?lang=es")


def test_another_number_of_the_same_request_finds_it(client: FlaskClient) -> None:
    assert f"You looked for {ALIAS}. It is the same request." in text(client.get(f"/requests/{ALIAS}").text)


def test_a_misheard_digit_is_told_and_the_number_can_be_corrected(client: FlaskClient) -> None:
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    answer = client.get(f"/requests/{wrong}")
    assert answer.status_code == 404
    assert "One digit does not fit" in answer.text
    assert f'value="{wrong}"' in answer.text


@pytest.mark.parametrize("asked", ["26-1", "hello", "%00", "9" * 5000, "<b>26</b>"])
def test_what_is_no_number_is_told(client: FlaskClient, asked: str) -> None:
    answer = client.get("/requests", query_string={"number": asked})
    assert answer.status_code == 404
    assert "That is not a request number" in answer.text
    assert "<b>26" not in answer.text


def test_an_unknown_number_is_told(client: FlaskClient) -> None:
    answer = client.get(f"/requests/{UNKNOWN}")
    assert answer.status_code == 404
    assert f"{UNKNOWN} is a possible number, but we have no request under it." in text(answer.text)


def test_a_database_that_is_away_is_an_apology_and_never_an_error(client: FlaskClient) -> None:
    answer = client.get(f"/requests/{BROKEN}")
    assert answer.status_code == 503
    assert "Your request is safe." in answer.text


def test_the_empty_form_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/requests")
    assert answer.status_code == 200
    assert "Type the number you were given on the phone." in answer.text


# ------------------------------------------------------------------ the front page


def test_the_front_page_tells_the_number_and_every_service(client: FlaskClient) -> None:
    html = client.get("/").text
    assert 'href="tel:311"' in html
    assert 'href="tel:+14105550100">410-555-0100' in html
    for service in BOOK.services.values():
        assert service.name["en"] in html
    assert "Nothing here" not in html
    assert html.index("Streets and sidewalks") < html.index("Police, when it is no emergency")


# ------------------------------------------------------------------ safety


@pytest.mark.parametrize("path", ["/", "/requests", f"/requests/{NUMBER}", "/requests/1", "/phone", "/phone/graph.svg"])
def test_every_page_is_safe(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    for name, value in pages.SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if answer.mimetype == "text/html":
        assert not re.search(r"<script(?![^>]*(src=|application/json))", answer.text)
        assert not re.search(r"\s(style|on[a-z]+)=", answer.text)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["_external", "_scheme", "_method", "_anchor", "endpoint", "self", "number"])
def test_no_name_in_a_query_breaks_a_page_or_leads_elsewhere(client: FlaskClient, name: str) -> None:
    for path in ("/", f"/requests/{NUMBER}"):
        answer = client.get(path, query_string={name: "x y"}, headers={"Host": "evil.example"})
        assert answer.status_code == 200
        assert f'href="{path}?{name}=x+y&amp;lang=es"' in answer.text
        assert "evil.example" not in answer.text


def test_built_files_are_kept_for_a_year_and_nothing_else_is_served(client: FlaskClient) -> None:
    for name in ("site.css", "phone.css", "phone.js", "icon.svg"):
        answer = client.get(f"/built/{pages.built(name)}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    for name in ("manifest.json", ".sources", "../../pages.py", "site.css"):
        assert client.get(f"/built/{name}").status_code == 404


def test_pages_that_were_not_built_are_told_in_one_line() -> None:
    with pytest.raises(pages.PagesNotBuilt, match=r"run: python hatch_build\.py"):
        pages.built("no_such_file.css")


# ------------------------------------------------------------------ words


def test_every_word_is_in_both_languages() -> None:
    for key, texts in pages.all_words().items():
        assert set(texts) == set(pages.LANGUAGES), key
        assert all(texts.values()), key
        holders = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
        assert holders[0] == holders[1], key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    doors = [*WEB.glob("*.py"), *WEB.glob("agent/**/*.py")]
    sources = [*(WEB / "templates").glob("*.html"), *(WEB / "frontend/js").glob("*.js"), *doors]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    used = set(re.findall(r"""["'](\w[\w-]*)["']""", code))
    begun = set(re.findall(r"[`'\"](\w+_)(?:\$?\{|%d|' ~|\" ~)", code)) | {"home_how_", "find_", "new_", "did_"}
    for key in pages.all_words():
        there = {key, key.removesuffix("_title")} & used
        assert there or any(key.startswith(start) for start in begun), f"{key} is used nowhere"
    for key in re.findall(r"\bt\('([\w-]+)'[,)]", code):
        assert key in pages.all_words(), f"{key} is in no language"


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("days", "near"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (5, "in 5 days"), (-3, "3 days ago"), (400, "")],
)
def test_dates_are_near_or_far(days: int, near: str) -> None:
    assert when(NOW + timedelta(days=days), "en", NOW).near == near


def test_a_date_of_another_year_tells_its_year_and_the_citys_zone_decides_the_day() -> None:
    late = datetime(2027, 1, 5, 4, 30, tzinfo=ZoneInfo("UTC"))
    assert when(late, "en", NOW).day == "Monday, January 4, 2027"
    assert when(late, "es", NOW).day == "lunes, 4 de enero de 2027"


# ------------------------------------------------------------------ the test phone


def test_the_phone_dials_and_acts(client: FlaskClient, sessions: ScriptedSessions) -> None:
    call = client.post("/phone/calls", json={"from": "", "language": "es", "now": "2026-11-26T11:00"}).get_json()
    assert call["heard"][0]["text"] == "Gracias por llamar al 311."
    answer = client.post(f"/phone/calls/{call['id']}", json={"press": "2"})
    assert answer.get_json()["trace"]["filed"] == [NUMBER]
    assert sessions.dialled == [("", "es", "2026-11-26T11:00")]


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'"dial"', b'{"from": 3}', b'{"from": "' + b"1" * 99 + b'"}'])
def test_what_the_phone_cannot_send_is_told(client: FlaskClient, sent: bytes) -> None:
    answer = client.post("/phone/calls", data=sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_a_form_of_another_site_cannot_dial(client: FlaskClient, sessions: ScriptedSessions) -> None:
    assert client.post("/phone/calls", data={"from": ""}).status_code == 400
    crossed = client.post("/phone/calls", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert sessions.dialled == []


def test_no_such_call_and_no_such_action_are_told(client: FlaskClient) -> None:
    assert client.post("/phone/calls/CA0", json={"press": "1"}).status_code == 404
    call = client.post("/phone/calls", json={}).get_json()
    answer = client.post(f"/phone/calls/{call['id']}", json={"dance": True})
    assert answer.status_code == 400
    assert "an action is one of" in answer.get_json()["error"]


def test_the_graph_is_drawn_once_for_a_version(client: FlaskClient) -> None:
    first = client.get("/phone/graph.svg")
    assert 'data-node="main.need"' in first.text
    again = client.get("/phone/graph.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_knows_what_everything_is_called(client: FlaskClient) -> None:
    page = client.get("/phone").text
    found = re.search(r'<script type="application/json" id="phone-data">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert data["labels"]["services"]["pothole"] == {"en": "Pothole", "es": "Bache en la calle"}
    assert data["words"]["phone_call"]["es"] == "Llamar al 311"
    assert labels(BOOK)["slots"] == {"place": {"en": "Place", "es": "Lugar"}, "size": {"en": "Size", "es": "Tamaño"}}


def test_the_clock_offers_a_working_day_a_night_a_weekend_and_a_holiday() -> None:
    free = {date(2026, 11, 26): "Thanksgiving", date(2026, 11, 25): "made up"}
    offered = {clock.kind: clock.at for clock in clocks(NOW, lambda year: free, "en")}
    assert offered == {
        "day": "2026-11-27T10:00",
        "night": "2026-11-27T02:30",
        "weekend": "2026-11-28T15:00",
        "holiday": "2026-11-25T11:00",
    }
    assert "holiday" not in {clock.kind for clock in clocks(NOW, lambda year: {}, "en")}
