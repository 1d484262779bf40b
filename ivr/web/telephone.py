"""The door of the agents' telephones in the browser: where the test phone has an account that its calls share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from flask import Blueprint, Response, request, url_for

from ivr.simulator.door import number
from ivr.simulator.snapshot import Snapshot
from ivr.web import pages
from ivr.web.handset import answered, told

KEYS = "123456789*0#"


class Telephones(Protocol):
    """What the door needs of ivr.simulator.far.Far; the shapes are told in ivr.simulator.switch.telephones."""

    def telephones(self) -> Sequence[Snapshot]: ...

    def telephone(self, number: str) -> Snapshot: ...

    def telephone_act(self, number: str, action: Mapping[str, Any]) -> Snapshot: ...

    def telephone_news(self, number: str, after: int, seen: str) -> Snapshot: ...


def door(
    telephones: Telephones, names: Callable[[], Mapping[str, str]], city: Callable[[], str], desk: str = ""
) -> Blueprint:
    """names: whose telephones there are, by number; those that rang without being anybody's are shown besides.

    desk: where the agents sign in; "": nowhere here.
    """
    blueprint = Blueprint("telephone", __name__)

    @blueprint.get("/phone/agent")
    def page() -> Response:
        data = {
            "language": pages.reader_language(),
            "telephones": url_for("telephone.every"),
            "words": {key: text for key, text in pages.all_words().items() if "phone_" in key},
        }
        return pages.page("telephone.html", city=city(), keys=KEYS, data=data, desk_url=desk)

    @blueprint.get("/phone/telephones")
    def every() -> Response:
        return told(lambda: _listed(telephones.telephones(), names()))

    @blueprint.route("/phone/telephones/<which>", methods=["GET", "POST"])
    def one(which: str) -> Response:
        if request.method == "POST":
            return answered(lambda asked: telephones.telephone_act(which, asked))
        if seen := request.args.get("seen"):
            return told(lambda: telephones.telephone_news(which, number(request.args.get("after", "")), seen))
        return told(lambda: telephones.telephone(which))

    return blueprint


def _listed(found: Sequence[Snapshot], names: Mapping[str, str]) -> list[Snapshot]:
    """People's telephones first, whether they rang or not."""
    states = {one["number"]: one["state"] for one in found}
    order = [*names, *(number for number in states if number not in names)]
    return [{"number": each, "name": names.get(each, ""), "state": states.get(each, "idle")} for each in order]
