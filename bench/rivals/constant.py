"""The bare limit: a Flask view that returns constant TwiML, whatever it is asked."""

from flask import Flask, Response

TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf speech" action="/voice" method="POST" '
    'timeout="6" finishOnKey="" numDigits="1" language="en-US"><Say voice="Polly.Joanna-Neural" language="en-US">'
    "Thank you for calling. To report a problem, press 1. To check on a request, press 2. For the police, press 3."
    '</Say></Gather><Redirect method="POST">/voice</Redirect></Response>'
)

app = Flask(__name__)


@app.post("/voice")
def voice() -> Response:
    return Response(TWIML, content_type="text/xml")
