"""A small line for the pages' tests: a book, a drawn graph, calls that follow a script, requests known by heart."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from ivr.calls.hearing.hearing import Hearing
from ivr.flow.book import Book
from ivr.flow.model import CityDocument, FlowDocument, ServiceDocument, Topic
from ivr.requests import numbers
from ivr.requests.filing import Place
from ivr.requests.request import Change, PublicRequest
from ivr.simulator.leaving import Leaving
from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.web import pages, phone, portal

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=ZONE)
NUMBER = numbers.reference(2026, 14)
LATE = numbers.reference(2026, 15)
ALIAS = numbers.reference(2026, 16)
MESSAGE = numbers.reference(2026, 17)
UNKNOWN = numbers.reference(2026, 99)
BROKEN = numbers.reference(2026, 666)
SCRIPT = "<script>document.title='owned'</script>"

CITY = CityDocument.model_validate(
    {
        "city": "Baltimore",
        "timezone": "America/New_York",
        "languages": {
            "en": {"name": "English", "voice": "Polly.Joanna", "locale": "en-US"},
            "es": {"name": "español", "voice": "Polly.Lupe", "locale": "es-US"},
        },
        "groups": {
            "streets": {"en": "Streets and sidewalks", "es": "Calles y aceras"},
            "trash": {"en": "Trash and recycling", "es": "Basura y reciclaje"},
            "water": {"en": "Water and sewers", "es": "Agua y drenaje"},
            "empty": {"en": "Nothing here", "es": "Nada aquí"},
        },
        "agencies": {
            "transportation": {"name": {"en": "Department of Transportation", "es": "Departamento de Transporte"}},
            "public_works": {"name": {"en": "Department of Public Works", "es": "Departamento de Obras Públicas"}},
        },
        "lines": {"operator": {"name": {"en": "operator", "es": "operador"}, "number": "+14105550100"}},
    }
)


def _service(
    code: str, en: str, es: str, group: str, agency: str, likelihood: int = 50, **more: object
) -> ServiceDocument:
    return ServiceDocument.model_validate(
        {"code": code, "name": {"en": en, "es": es}, "group": group, "agency": agency, "likelihood": likelihood}
        | {"hears": {"en": [en], "es": [es]}}
        | more
    )


SIZES = {
    "small": {"en": "like a plate", "es": "como un plato"},
    "large": {"en": "like a tire", "es": "como una llanta"},
}
SERVICES = [
    _service(
        "pothole", "Pothole", "Bache en la calle", "streets", "transportation", 90,
        questions=[{"code": "size", "ask": {"en": "How big is it?", "es": "¿De qué tamaño es?"}, "type": "choice",
                    "values": SIZES, "label": {"en": "Size", "es": "Tamaño"}}],
    ),
    _service("street_light", "Street lamp out", "Farol apagado", "streets", "transportation", 80),
    _service("sidewalk_repair", "Broken sidewalk or curb", "Acera o bordillo roto", "streets", "transportation"),
    _service("missed_trash", "Missed trash pick-up", "Basura que no recogieron", "trash", "public_works", 90),
    _service("bulk_trash", "Bulk trash pick-up", "Recogida de objetos grandes", "trash", "public_works"),
    _service("water_leak", "Water leak", "Fuga de agua", "water", "public_works"),
    _service("police_noise", "Noise", "Ruido", "police", "police"),
]  # fmt: skip
FLOW = FlowDocument.model_validate(
    {
        "flow": "main",
        "start": "welcome",
        "nodes": {
            "welcome": {"say": ["greeting"], "goto": "need"},
            "need": {"menu": "what", "choices": [{"key": "1", "goto": "place"}]},
            "place": {"form": "place", "goto": "bye",
                      "fields": [{"code": "place", "ask": "where", "type": "place", "label": "place_label"}]},
            "bye": {"disconnect": "bye"},
        },
    }
)  # fmt: skip
PROMPTS = {"en": {"place_label": "Place"}, "es": {"place_label": "Lugar"}}
TOPIC = Topic.model_validate(
    {"code": "hours", "name": {"en": "Hours", "es": "Horario"}, "hears": {"en": ["hours"], "es": ["horario"]}}
    | {"answer": {"en": "Always.", "es": "Siempre."}}
)
BOOK = Book(
    version="0123456789ab",
    city=CITY,
    flows={"main": FLOW},
    services={service.code: service for service in SERVICES},
    topics={TOPIC.code: TOPIC},
    prompts=PROMPTS,
)


# ------------------------------------------------------------------ requests


def _request(number: str, **more: Any) -> PublicRequest:
    received = NOW - timedelta(hours=29)
    history = (
        Change(received, "open", "New", "", "caller"),
        Change(received + timedelta(hours=3), "open", "Open", "A crew has been assigned.", "agency"),
    )
    known: dict[str, Any] = {
        "number": number, "kind": "request", "service_code": "pothole", "status": "open", "city_status": "Open",
        "status_notes": "A crew has been assigned.", "agency": "transportation", "requested": received,
        "updated": received, "expected": NOW + timedelta(days=2), "closed": None, "media_url": "", "history": history,
        "place": Place(kind="address", number="2400", street="North Charles Street"),
    }  # fmt: skip
    return PublicRequest(**(known | more))


PLACED = {
    "said": "twenty four hundred north charles", "name": "2400 North Charles Street", "kind": "address",
    "neighborhood": "Charles Village", "police_district": "Northern", "confidence": 0.92, "found": "yes",
}  # fmt: skip
REQUESTS: Mapping[str, PublicRequest] = {
    NUMBER: _request(NUMBER),
    ALIAS: _request(NUMBER),
    LATE: _request(LATE, expected=NOW - timedelta(days=3), status_notes=SCRIPT, service_code="gone_service"),
    MESSAGE: _request(
        MESSAGE, kind="message", service_code="message", place=Place(), expected=None, agency="", history=()
    ),
}


def find(number: str) -> PublicRequest | None:
    """The request of this number; BROKEN behaves as a database that is away."""
    if number == BROKEN:
        raise ConnectionError("the database is away")
    return REQUESTS.get(number)


# ------------------------------------------------------------------ calls


def _heard(text: str, node: str, language: str = "en") -> dict[str, Any]:
    voices = {"en": ("en-US", "Polly.Joanna"), "es": ("es-US", "Polly.Lupe")}
    locale, voice = voices[language]
    return {"language": locale, "voice": voice, "text": text, "node": node, "seconds": 2.0}


class ScriptedSessions:
    """Calls in the shape of ivr.simulator.sessions: one small conversation. `dialled`, `actions`: what was asked.

    enough: how many bytes of sound are an answer.
    """

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._calls: dict[str, dict[str, Any]] = {}
        self.dialled: list[tuple[str, str | None, str | None]] = []
        self.spoke: list[bool] = []
        self.heard, self.enough = bytearray(), 16000.0
        self.hearing: list[Hearing] = []
        self.ended = threading.Event()
        self.actions: list[Mapping[str, Any]] = []

    def dial(
        self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False
    ) -> dict[str, Any]:
        self.spoke.append(speaks)
        self.dialled.append((from_, language, now))
        id_ = f"CA{next(self._ids):032x}"
        self._calls[id_] = {"language": language or "en", "slots": {}, "filed": [], "keyed": "", "state": "listening"}
        spanish = language == "es"
        greeting = "Gracias por llamar al 311." if spanish else "Thank you for calling Baltimore 3 1 1."
        notice = (
            "Si es una emergencia, cuelgue y marque 9 1 1. ¿En qué puedo ayudarle?"
            if spanish
            else "If this is an emergency, hang up and dial 9 1 1. Para español, oprima nueve. How can I help?"
        )
        heard = [_heard(greeting, "main.welcome", language or "en"), _heard(notice, "main.need", language or "en")]
        self._calls[id_]["heard"] = heard
        return self._snapshot(id_, heard, ["main.welcome", "main.language", "main.need"])

    def look(self, id_: str) -> dict[str, Any]:
        if id_ not in self._calls:
            raise NoSuchCall("this call is over, or was made before the server was started again")
        return self._snapshot(id_, self._calls[id_]["heard"], ["main.need"])

    def news(self, id_: str, after: int, seen: str) -> dict[str, Any]:
        return self.look(id_)

    def act(self, id_: str, action: Mapping[str, Any]) -> dict[str, Any]:
        if id_ not in self._calls:
            raise NoSuchCall("this call is over, or was made before the server was started again")
        self.actions.append(action)
        call = self._calls[id_]
        if call["state"] == "ended":
            raise BadAction("the call is over")
        match dict(action):
            case {"hangup": _}:
                call["state"] = "ended"
                return self._snapshot(id_, [], [], ending="hung_up")
            case {"say": str(text), **_rest}:
                return self._said(id_, text)
            case {"press": str(keys)}:
                return self._pressed(id_, keys)
            case {"record": int(seconds), **_rest}:
                call["state"] = "listening"
                return self._snapshot(id_, [_heard(f"I have {seconds} seconds.", "agent.recorded")], ["agent.recorded"])
            case {"dial_result": str(outcome), **_rest}:
                return self._transferred(id_, outcome)
            case {"microphone": _}:
                self.ended.wait(60)
                return self._said(id_, "there is a pothole")
            case {"silence": _}:
                call["keyed"] = ""
                return self._snapshot(id_, [_heard("Are you still there?", "main.need")], ["main.need"])
        raise BadAction("an action is one of say, press, silence, record, dial_result, hangup")

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None:
        """Two seconds of sound are words: the first is heard as half of them."""
        self.heard += mulaw
        words = "there is a" if len(self.heard) < 16000 else "there is a pothole"
        self.hearing = [Hearing("speaking", words, language="en-US")] if len(self.heard) > 4000 else []
        if end or len(self.heard) > self.enough:
            self.ended.set()

    def _said(self, id_: str, text: str) -> dict[str, Any]:
        call = self._calls[id_]
        if "refuse" in text:
            call["state"] = "ended"
            refusal = {"code": 12200, "title": "Schema validation warning", "message": "<say> is no verb; write <Say>",
                       "place": "line 3, column 5: /Response/say[1]"}  # fmt: skip
            return self._snapshot(id_, [], [], refusal=refusal, ending="completed")
        if "pothole" in text or "bache" in text:
            call["slots"] |= {"service": "pothole"}
            meaning = {"emergency": "none", "intent": "service", "value": "pothole", "confidence": 0.93, "link": None,
                       "because": "closest example: “there is a hole in the road”", "kind": "intents", "heard": 0.9,
                       "alternatives": [["water_leak", 0.04]]}  # fmt: skip
            heard = [
                _heard("Pothole. Where is it? Say the street and number, or the two streets that cross.", "place.ask")
            ]
            return self._snapshot(
                id_, heard, ["report.start", "report.named", "request.start", "place.ask"], meaning=meaning
            )
        if "street is bad" in text:
            meaning = {"intent": "service", "value": "pothole", "confidence": 0.42, "kind": "intents", "heard": 0.4,
                       "alternatives": [["sidewalk_repair", 0.31]],
                       "because": "closest example: “the street is bad”"}  # fmt: skip
            heard = [_heard("Which one do you mean? For potholes, press 1. For sidewalks, press 2.", "main.need")]
            return self._snapshot(id_, heard, ["main.need"], meaning=meaning, did=["offered"])
        if "charles" in text.lower():
            call["slots"] |= {"place": "2400 North Charles Street", "size": "large"}
            heard = [
                _heard(
                    "2400 North Charles Street. How big is it? Like a plate, press 1. Like a tire, press 2.",
                    "questions.ask",
                )
            ]
            return self._snapshot(
                id_,
                heard,
                ["place.done", "questions.ask"],
                meaning={
                    "value": "2400 North Charles Street",
                    "confidence": 0.92,
                    "kind": "place",
                    "place": PLACED,
                    "because": "a place: address",
                },
                did=["named_in_passing"],
            )
        if "something else" in text:
            call["slots"].pop("service", None)
            return self._snapshot(
                id_, [_heard("How can I help?", "main.need")], ["main.need"], meaning={"link": "more"}
            )
        if "gas" in text:
            meaning = {"emergency": "certain", "intent": "emergency", "confidence": 1.0, "because": "gas smell"}
            heard = [_heard("If you are in danger, hang up now and dial 9 1 1.", "emergency.start")]
            return self._snapshot(id_, heard, ["emergency.start"], meaning=meaning)
        return self._snapshot(
            id_, [_heard("Sorry, I did not get that.", "main.need")], ["main.need"], meaning={"confidence": 0.0}
        )

    def _pressed(self, id_: str, keys: str) -> dict[str, Any]:
        call = self._calls[id_]
        if call["keyed"] or keys == "5":  # a ten-digit entry begins with 5
            call["keyed"] += keys
            return self._snapshot(id_, [], [])
        match keys:
            case "9":
                call["language"] = "es"
                heard = [_heard("¿En qué puedo ayudarle? Diga, por ejemplo, «hay un bache».", "main.need", "es")]
                return self._snapshot(id_, heard, ["main.language", "main.need"])
            case "2":
                # as the engine does: what was filed is forgotten in the same turn
                call["slots"] = {"service": "pothole", "texts": "yes", "due": "2026-11-26", "number": NUMBER}
                call["filed"].append(NUMBER)
                heard = [
                    _heard(
                        "Your request is filed. The number is 2 6, 1 0 0 0, 0 1 4. It will be done by Thursday.",
                        "request.filed",
                    )
                ]
                return self._snapshot(
                    id_, heard, ["contact.ask", "request.check", "request.file", "request.filed", "request.more"]
                )
            case "0":
                call["state"] = "dialing"
                heard = [_heard("I will connect you with a person. Please hold.", "agent.start")]
                return self._snapshot(id_, heard, ["agent.start", "agent.transfer"])
        return self._snapshot(id_, [_heard("Please say it, or press 0 for a person.", "main.need")], ["main.need"])

    def _transferred(self, id_: str, outcome: str) -> dict[str, Any]:
        call = self._calls[id_]
        if outcome == "answered":
            call["state"] = "ended"
            return self._snapshot(id_, [], ["agent.done"], ending="transferred")
        call["state"] = "recording"
        heard = [_heard("Nobody is free. Leave a message after the tone.", "agent.record")]
        return self._snapshot(id_, heard, ["agent.busy", "agent.record"])

    def _snapshot(self, id_: str, heard: list[dict[str, Any]], path: list[str], **more: Any) -> dict[str, Any]:
        call = self._calls[id_]
        seconds = {"recording": 120, "dialing": 30}.get(call["state"], 1 if call["keyed"] else 6)
        waiting: dict[str, Any] | None = {
            "keys": True, "speech": True, "sound": any(self.spoke) and not self.ended.is_set(),
            "seconds": seconds, "digits": 10 if call["keyed"] else 1,
            "finish": "#" if call["state"] == "recording" else "", "keyed": call["keyed"],
            "record": call["state"] == "recording",
            "dial": "+14105550100" if call["state"] == "dialing" else None,
        }  # fmt: skip
        trace = {
            "at": path[-1] if path else None,
            "path": path,
            "slots": dict(call["slots"]),
            "language": call["language"],
            "filed": list(call["filed"]),
            "meaning": more.pop("meaning", None),
            "did": more.pop("did", []),
        }
        return {
            "id": id_, "state": call["state"], "heard": heard, "waiting": waiting if call["state"] != "ended" else None,
            "ms": 3.214, "trace": trace, "refusal": None, "ending": None, "elapsed": 12, "made_out": "",
            "ignored": None,
        } | more  # fmt: skip


# ------------------------------------------------------------------ graph and app

FLOWS = {
    "main": ["welcome", "language", "need", "goodbye"],
    "report": ["start", "which_group", "which_service", "named"],
    "place": ["ask", "unknown", "done"],
    "questions": ["ask", "again"],
    "contact": ["ask", "other"],
    "request": ["start", "check", "file", "filed", "more"],
    "agent": ["start", "transfer", "busy", "record", "recorded", "done"],
    "emergency": ["start", "doubt"],
}


def svg(_: Book) -> str:
    """A graph in the shape of ivr.flow.graph's: one box a node, marked data-node."""
    parts = []
    for column, (flow, nodes) in enumerate(FLOWS.items()):
        parts.append(f'<text class="flow" x="{column * 190 + 20}" y="24">{flow}</text>')
        for row, node in enumerate(nodes):
            x, y = column * 190 + 20, row * 84 + 40
            box = f'<rect x="{x}" y="{y}" width="150" height="48" rx="10"/>'
            name = f'<text x="{x + 75}" y="{y + 29}" text-anchor="middle">{node}</text>'
            parts.append(f'<g data-node="{flow}.{node}"><title>{flow}.{node}</title>{box}{name}</g>')
    style = "rect{fill:var(--card,#fff);stroke:var(--edge,#888)} text{fill:var(--ink,#111);font:14px sans-serif}"
    root = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(FLOWS) * 190} 560" role="img"'
    return f"<svg {root}><title>Flows</title><style>{style}</style>{''.join(parts)}</svg>"


def app(sessions: phone.Calls | None = None) -> Flask:
    """The pages, over the scripted line."""
    made = Flask("pages", static_folder=None)
    made.register_blueprint(pages.kit())
    telephone = portal.Telephone(direct="+14105550100", test="/phone")
    made.register_blueprint(portal.door(find, lambda: BOOK, lambda: NOW, telephone))
    holidays = {date(2026, 11, 26): "Thanksgiving", date(2026, 12, 25): "Christmas Day"}
    calls: phone.Calls = sessions or ScriptedSessions()

    def live(sid: str) -> list[Hearing]:
        return calls.hearing if isinstance(calls, ScriptedSessions) else []

    made.register_blueprint(
        phone.door(calls, lambda: BOOK, svg, lambda: NOW, lambda year: holidays, leaving=Leaving(calls, 1.0), live=live)
    )
    return made
