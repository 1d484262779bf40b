"""What Twilio will not do: one of its error codes, why, and the place in the document.

Codes and titles: Twilio's Error and Warning Dictionary (twilio.com/docs/api/errors). Twilio only warns about many of
the 12200 and 13xxx codes and goes on as it pleases; here each of them fails the call, so that it is found in a test.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLES = {
    11100: "Invalid URL format",
    11200: "HTTP retrieval failure",
    11201: "TCP connection timed out",
    11202: "TCP connection refused",
    11203: "HTTP communication total time out triggered",
    11205: "HTTP connection failure",
    11206: "HTTP protocol violation",
    11210: "HTTP bad host name",
    11215: "HTTP too many redirects",
    11216: "HTTP invalid redirect",
    11220: "SSL/TLS Handshake Error",
    11243: "HTTP retry policy is invalid",
    11750: "TwiML response body too large",
    11770: "Empty response body",
    12100: "Document parse failure",
    12102: "The root element must be Response",
    12200: "Schema validation warning",
    12300: "Invalid Content-Type",
    13000: "Conference Noun cannot be mixed with Number nouns",
    13210: "Dial: Invalid method value",
    13212: "Dial: Invalid timeout value",
    13213: "Dial: Invalid hangupOnStar value",
    13214: "Dial: Invalid callerId value",
    13215: "Dial: Invalid nested element",
    13216: "Dial: Invalid timeLimit value",
    13217: "Dial: Invalid record value",
    13218: "Dial: Invalid sequential value",
    13219: "Dial: Invalid answerOnBridge value",
    13220: "Dial: Invalid ringTone value",
    13221: "Dial->Number: Invalid method value",
    13222: "Dial->Number: Invalid sendDigits value",
    13223: "Dial: Invalid phone number format",
    13224: "Dial: Twilio does not support calling this number or the number is invalid",
    13225: "Dial: Call blocked by Twilio",
    13230: "Dial->Conference: Invalid muted value",
    13231: "Dial->Conference: Invalid endConferenceOnExit value",
    13232: "Dial->Conference: Invalid startConferenceOnEnter value",
    13233: "Dial->Conference: Invalid waitUrl",
    13234: "Dial->Conference: Invalid waitMethod",
    13235: "Dial->Conference: Invalid beep value",
    13237: "Dial->Conference: Invalid Conference Name",
    13239: "Dial->Conference: Invalid Trim Value",
    13240: "Dial->Conference: Invalid Whisper SID",
    13256: "Invalid recordingStatusCallback URL",
    13310: "Gather: Invalid finishOnKey value",
    13311: "Gather: Invalid finishOnKey value",
    13312: "Gather: Invalid method value",
    13313: "Gather: Invalid timeout value",
    13314: "Gather: Invalid numDigits value",
    13320: "Gather: Invalid nested verb",
    13321: "Gather->Say: Invalid voice value",
    13322: "Gather->Say: Invalid loop value",
    13325: "Gather->Play: Invalid Content-Type",
    13326: "Gather: Invalid input value",
    13327: "Gather: Invalid speechTimeout value",
    13328: "Gather: Invalid maxSpeechTime value",
    13329: "Gather: Invalid partialResultCallbackMethod value",
    13330: "Gather: Invalid hints value",
    13331: "Gather: Invalid language value",
    13332: "Gather: Invalid bargeIn value",
    13333: "Gather: Invalid profanityFilter value",
    13334: "Gather: Invalid model value",
    13335: "Gather: speechTimeout auto cannot be used with model default",
    13336: "Gather: Invalid debug value",
    13338: "Gather: Invalid actionOnEmptyResult value",
    13339: "Gather: Invalid enhanced value",
    13343: "Gather: Invalid config for speech provider",
    13410: "Play: Invalid loop value",
    13420: "Play: Invalid Content-Type",
    13430: "Play: Invalid DTMF String",
    13510: "Say: Invalid loop value",
    13511: "Say: Invalid voice value",
    13512: 'Say: Invalid "language" attribute value',
    13520: "Say: Invalid text",
    13521: "<Say> element character limits exceeded",
    13610: "Record: Invalid method value",
    13611: "Record: Invalid timeout value",
    13612: "Record: Invalid maxLength value",
    13613: "Record: Invalid finishOnKey value",
    13614: "Record: Invalid transcribe value",
    13615: "Record: maxLength too high for transcription",
    13616: "Record: playBeep must be true or false",
    13621: "Invalid 'recordingStatusCallbackEvent'",
    13699: "Record: Invalid trim value",
    13710: "Redirect: Invalid method value",
    13750: "Twiml verb not supported by this API version.",
    13810: "Reject: Invalid cause",
    13910: "Pause: Invalid length value",
    14201: "Enqueue: Invalid method value",
    14203: "Enqueue: Invalid Enqueue action url",
    14206: "Enqueue: Invalid waitUrlMethod value",
    15003: "Call Progress: Warning Response to Callback URL",
    16023: "Conference: Participant label invalid",
    16025: "Dial->Conference: Participant label is in use by another participant",
    31901: "Stream - WebSocket - Connection Timeout",
    31903: "Stream - WebSocket - Connection Broken Pipe",
    31920: "Stream - WebSocket - Handshake Error",
    31921: "Stream - WebSocket - Close Error",
    31924: "Stream - Websocket - Protocol Error",
}


@dataclass
class Refusal(Exception):
    """Twilio's error `code`, what is wrong, and where: `line 3, column 5: /Response/Gather[1]`, or a bare URL."""

    code: int
    message: str
    place: str = ""

    @property
    def title(self) -> str:
        """The code's name in Twilio's dictionary."""
        return TITLES.get(self.code, "Unknown error")

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message} [Twilio {self.code}: {self.title}]"
