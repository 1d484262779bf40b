"""The door of the agents' telephones: whose there are, what is done with them, and for whom it is no door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.simulator.far import NobodyThere
from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.web import pages, portal, telephone
from tests.browser.scripted import BOOK, NOW

ANN = "+14105550201"


class Telephones:
    """asked: how a telephone was asked, one line each. trouble: what comes instead of an answer."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.trouble: Exception | None = None

    def telephones(self) -> list[dict[str, Any]]:
        return [{"number": "+14105550123", "state": "ringing"}, {"number": ANN, "state": "conference"}]

    def telephone(self, number: str) -> dict[str, Any]:
        return self._told("look", number)

    def telephone_act(self, number: str, action: Mapping[str, Any]) -> dict[str, Any]:
        return self._told("act", number, dict(action))

    def telephone_news(self, number: str, after: int, seen: str) -> dict[str, Any]:
        return self._told("news", number, after, seen)

    def _told(self, *asked: object) -> dict[str, Any]:
        self.asked.append(asked)
        if self.trouble:
            raise self.trouble
        return {"number": asked[1]}


@pytest.fixture
def telephones() -> Telephones:
    return Telephones()


@pytest.fixture
def client(telephones: Telephones) -> Iterator[FlaskClient]:
    app = Flask("pages", static_folder=None)
    app.register_blueprint(pages.kit())
    app.register_blueprint(portal.door(lambda number: None, lambda: BOOK, lambda: NOW, portal.Telephone()))
    app.register_blueprint(telephone.door(telephones, lambda: {ANN: "Ann", "+14105550202": "Ben"}, lambda: "Baltimore"))
    with app.test_client() as made:
        yield made


def test_people_come_first_with_their_names_and_then_who_else_rang(client: FlaskClient) -> None:
    assert client.get("/phone/telephones").json == [
        {"number": ANN, "name": "Ann", "state": "conference"},
        {"number": "+14105550202", "name": "Ben", "state": "idle"},
        {"number": "+14105550123", "name": "", "state": "ringing"},
    ]


def test_one_is_looked_at_waited_for_and_used(client: FlaskClient, telephones: Telephones) -> None:
    client.get(f"/phone/telephones/{ANN}")
    client.get(f"/phone/telephones/{ANN}", query_string={"after": "3", "seen": "idle"})
    client.post(f"/phone/telephones/{ANN}", json={"press": "1"})
    assert telephones.asked == [("look", ANN), ("news", ANN, 3, "idle"), ("act", ANN, {"press": "1"})]


@pytest.mark.parametrize(
    ("trouble", "status"), [(BadAction("it does not ring"), 400), (NoSuchCall("none"), 404), (NobodyThere(), 503)]
)
def test_trouble_is_told_with_a_status_of_its_own(
    client: FlaskClient, telephones: Telephones, trouble: Exception, status: int
) -> None:
    telephones.trouble = trouble
    answer = client.post(f"/phone/telephones/{ANN}", json={"answer": "human"})
    assert (answer.status_code, "error" in (answer.json or {})) == (status, True)


def test_another_site_s_page_uses_no_telephone(client: FlaskClient, telephones: Telephones) -> None:
    asked = client.post(f"/phone/telephones/{ANN}", json={"press": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (asked.status_code, telephones.asked) == (403, [])
    assert client.post(f"/phone/telephones/{ANN}", data="press").status_code == 400
    assert client.get(f"/phone/telephones/{ANN}", query_string={"after": "-1", "seen": "x"}).status_code == 400
