"""What a city would write by hand: a Flask phone tree with the twilio library. It checks and stores nothing."""

from flask import Flask, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped]

VOICE = {"voice": "Polly.Joanna-Neural", "language": "en-US"}
MENUS = {
    "start": ("Thank you for calling. If this is an emergency, hang up and dial 9 1 1. How can I help?", "groups"),
    "groups": ("What is it about?", "services"),
    "services": ("Which of these is it?", "place"),
    "place": ("Where is it? Say the number and the street.", "confirm"),
    "confirm": ("Is that right?", "size"),
    "size": ("How big is the hole?", "lane"),
    "lane": ("Which part of the street is it in?", "contact"),
    "contact": ("May the city reach you about this?", "review"),
    "review": ("Here is what I have. Is everything right?", "done"),
    "done": ("Your request is in. Thank you for calling.", "start"),
}
CHOICES = (
    "trash, recycling and cleaning",
    "streets, lights and parking",
    "water and sewer",
    "animals, trees and parks",
    "housing and health",
)
HINTS = "pothole,trash,street light,water leak,rats,graffiti,bulk trash,police,status,agent"

app = Flask(__name__)


@app.post("/voice")
def voice() -> Response:
    return _say("start")


@app.post("/voice/<menu>")
def turn(menu: str) -> Response:
    answer = request.form.get("Digits") or request.form.get("SpeechResult")
    return _say(MENUS[menu][1] if answer else menu)


def _say(menu: str) -> Response:
    response = VoiceResponse()
    gather = Gather(
        input="dtmf speech",
        action=f"/voice/{menu}",
        method="POST",
        timeout=6,
        num_digits=1,
        language="en-US",
        speech_timeout=2,
        speech_model="default",
        hints=HINTS,
    )
    gather.say(MENUS[menu][0], **VOICE)
    for key, choice in enumerate(CHOICES, start=1):
        gather.say(f"For {choice}, press {key}.", **VOICE)
    response.append(gather)
    response.redirect(f"/voice/{menu}", method="POST")
    return Response(str(response), content_type="text/xml")
