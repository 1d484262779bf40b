"""The grammar of TwiML for calls, as data: verbs and nouns, attributes, values, nesting, and the code for each mistake.

Sources: Twilio's TwiML reference and the verbs of its Python library 9.13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.simulator.values import (
    Check,
    anything,
    dtmf,
    hints,
    keys,
    locale,
    matching,
    method,
    one_key,
    one_of,
    socket,
    some_of,
    truth,
    url,
    whole,
)
from ivr.simulator.voices import GENERIC_MODELS, SPECIFIC_MODELS


@dataclass(frozen=True)
class Attribute:
    """`check` of its value; `code`: Twilio's for a wrong one."""

    check: Check
    code: int = 12200


@dataclass(frozen=True)
class Verb:
    """text: may, must or must not it hold characters. nested: the elements it may hold; nested_code: for any other."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    nested: frozenset[str] = frozenset()
    text: Literal["never", "may", "must"] = "never"
    nested_code: int = 12200


# ------------------------------------------------------------------ attributes used by several verbs


def _action(code: int) -> dict[str, Attribute]:
    return {"action": Attribute(url, 11100), "method": Attribute(method, code)}


def _callback(name: str, *events: str, event_code: int = 12200) -> dict[str, Attribute]:
    known = {name: Attribute(url, 11100), f"{name}Method": Attribute(method)}
    return {**known, f"{name}Event": Attribute(some_of(*events), event_code)} if events else known


_RECORDING = _callback("recordingStatusCallback", "in-progress", "completed", "absent", event_code=13621)
_TRIM = one_of("trim-silence", "do-not-trim")
_TRACK = one_of("inbound", "outbound", "both")
_CALL_EVENTS = ("initiated", "ringing", "answered", "completed")
_AMD = {
    "machineDetection": Attribute(one_of("Enable", "DetectMessageEnd")),
    "machineDetectionTimeout": Attribute(whole(3, 59)),
    "machineDetectionSpeechThreshold": Attribute(whole(1000, 6000)),
    "machineDetectionSpeechEndThreshold": Attribute(whole(500, 5000)),
    "machineDetectionSilenceTimeout": Attribute(whole(2000, 10000)),
    **_callback("amdStatusCallback"),
}
_LEG = {**_callback("statusCallback", *_CALL_EVENTS), "url": Attribute(url, 11100), **_AMD}

_SSML = frozenset(["break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"])
_SPOKEN = frozenset({"Say", "Play", "Pause"})

# ------------------------------------------------------------------ the grammar

VERBS: Mapping[str, Verb] = {
    "Say": Verb(
        {
            "voice": Attribute(anything, 13511),
            "language": Attribute(locale, 13512),
            "loop": Attribute(whole(0, 1000), 13510),
        },
        nested=_SSML,
        text="may",
    ),
    "Play": Verb(
        {"loop": Attribute(whole(0, 1000), 13410), "digits": Attribute(dtmf, 13430)}, text="may", nested_code=12200
    ),
    "Pause": Verb({"length": Attribute(whole(1, 3600), 13910)}),
    "Gather": Verb(
        {
            **_action(13312),
            "input": Attribute(some_of("dtmf", "speech"), 13326),
            "timeout": Attribute(whole(0, 3600), 13313),
            "speechTimeout": Attribute(whole(1, 60, "auto"), 13327),
            "maxSpeechTime": Attribute(whole(1, 60), 13328),
            "finishOnKey": Attribute(one_key, 13310),
            "numDigits": Attribute(whole(1, 1000), 13314),
            "partialResultCallback": Attribute(url, 11100),
            "partialResultCallbackMethod": Attribute(method, 13329),
            "language": Attribute(locale, 13331),
            "hints": Attribute(hints, 13330),
            "bargeIn": Attribute(truth, 13332),
            "profanityFilter": Attribute(truth, 13333),
            "speechModel": Attribute(one_of(*GENERIC_MODELS, *SPECIFIC_MODELS), 13334),
            "enhanced": Attribute(truth, 13339),
            "debug": Attribute(truth, 13336),
            "actionOnEmptyResult": Attribute(truth, 13338),
        },
        nested=_SPOKEN,
        nested_code=13320,
    ),
    "Record": Verb(
        {
            **_action(13610),
            **_RECORDING,
            "timeout": Attribute(whole(0, 3600), 13611),
            "maxLength": Attribute(whole(1, 14400), 13612),
            "finishOnKey": Attribute(keys, 13613),
            "playBeep": Attribute(truth, 13616),
            "trim": Attribute(_TRIM, 13699),
            "transcribe": Attribute(truth, 13614),
            "transcribeCallback": Attribute(url, 11100),
        }
    ),
    "Dial": Verb(
        {
            **_action(13210),
            **_RECORDING,
            "timeout": Attribute(whole(1, 600), 13212),
            "timeLimit": Attribute(whole(1, 86400), 13216),
            "callerId": Attribute(matching(r"\+?[0-9A-Za-z:_.@-]+", "a number or client name"), 13214),
            "hangupOnStar": Attribute(truth, 13213),
            "answerOnBridge": Attribute(truth, 13219),
            "sequential": Attribute(truth, 13218),
            "ringTone": Attribute(matching(r"[a-z]{2}(-old)?", "a country, such as us"), 13220),
            "record": Attribute(
                one_of(
                    "do-not-record",
                    "record-from-answer",
                    "record-from-ringing",
                    "record-from-answer-dual",
                    "record-from-ringing-dual",
                    "true",
                    "false",
                ),
                13217,
            ),
            "recordingTrack": Attribute(_TRACK),
            "trim": Attribute(_TRIM, 13699),
            "referUrl": Attribute(url, 11100),
            "referMethod": Attribute(method),
        },
        nested=frozenset({"Number", "Client", "Conference", "Queue", "Sip", "Sim", "WhatsApp"}),
        text="may",
        nested_code=13215,
    ),
    "Number": Verb(
        {
            **_LEG,
            "method": Attribute(method, 13221),
            "sendDigits": Attribute(dtmf, 13222),
            "byoc": Attribute(matching(r"BY[0-9a-f]{32}", "a BYOC trunk (BY…)")),
        },
        text="must",
    ),
    "Client": Verb({**_LEG, "method": Attribute(method)}, frozenset({"Identity", "Parameter"}), "may"),
    "Sip": Verb(
        {**_LEG, "method": Attribute(method), "username": Attribute(anything), "password": Attribute(anything)},
        text="must",
    ),
    "Sim": Verb(text="must"),
    "WhatsApp": Verb({**_LEG, "method": Attribute(method)}, text="must"),
    "Identity": Verb(text="must"),
    "Conference": Verb(
        {
            **_RECORDING,
            **_callback(
                "statusCallback", "start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"
            ),
            "muted": Attribute(truth, 13230),
            "beep": Attribute(one_of("true", "false", "onEnter", "onExit"), 13235),
            "startConferenceOnEnter": Attribute(truth, 13232),
            "endConferenceOnExit": Attribute(truth, 13231),
            "waitUrl": Attribute(lambda value: url(value) if value else None, 13233),
            "waitMethod": Attribute(method, 13234),
            "maxParticipants": Attribute(whole(2, 250)),
            "record": Attribute(one_of("do-not-record", "record-from-start")),
            "region": Attribute(anything),
            "coach": Attribute(matching(r"CA[0-9a-f]{32}", "a call (CA…)")),
            "trim": Attribute(_TRIM, 13239),
            "eventCallbackUrl": Attribute(url, 11100),
            "jitterBufferSize": Attribute(one_of("off", "small", "medium", "large")),
            "participantLabel": Attribute(anything),
        },
        text="must",
    ),
    "Queue": Verb(
        {
            "url": Attribute(url, 11100),
            "method": Attribute(method),
            "reservationSid": Attribute(anything),
            "postWorkActivitySid": Attribute(anything),
        },
        text="may",
    ),
    "Enqueue": Verb(
        {
            "action": Attribute(url, 14203),
            "method": Attribute(method, 14201),
            "waitUrl": Attribute(url, 11100),
            "waitUrlMethod": Attribute(method, 14206),
            "maxQueueSize": Attribute(whole(1, 5000)),
            "workflowSid": Attribute(anything),
        },
        nested=frozenset({"Task"}),
        text="may",
    ),
    "Task": Verb({"priority": Attribute(whole(0, 2**31)), "timeout": Attribute(whole(0, 2**31))}, text="must"),
    "Redirect": Verb({"method": Attribute(method, 13710)}, text="must"),
    "Reject": Verb({"reason": Attribute(one_of("rejected", "busy"), 13810)}),
    "Hangup": Verb(),
    "Leave": Verb(),
    "Echo": Verb(),
    "Start": Verb(_action(12200), frozenset({"Stream", "Siprec", "Recording", "Transcription"})),
    "Stop": Verb(nested=frozenset({"Stream", "Siprec", "Transcription"})),
    "Connect": Verb(_action(12200), frozenset({"Stream", "ConversationRelay", "Room", "VirtualAgent"})),
    "Stream": Verb(
        {
            "name": Attribute(anything),
            "url": Attribute(socket, 11100),
            "track": Attribute(one_of("inbound_track", "outbound_track", "both_tracks")),
            **_callback("statusCallback"),
        },
        frozenset({"Parameter"}),
    ),
    "Parameter": Verb({"name": Attribute(anything), "value": Attribute(anything)}),
    # SSML
    "break": Verb(
        {
            "strength": Attribute(one_of("none", "x-weak", "weak", "medium", "strong", "x-strong")),
            "time": Attribute(matching(r"(\d{1,5}ms|\d{1,2}(\.\d+)?s)", "a time such as 300ms or 1s")),
        }
    ),
    "emphasis": Verb({"level": Attribute(one_of("strong", "moderate", "reduced"))}, _SSML - {"p", "s"}, "may"),
    "lang": Verb({"xml:lang": Attribute(locale)}, _SSML, "may"),
    "p": Verb(nested=_SSML - {"p"}, text="may"),
    "s": Verb(nested=_SSML - {"p", "s"}, text="may"),
    "phoneme": Verb({"alphabet": Attribute(one_of("ipa", "x-sampa")), "ph": Attribute(anything)}, text="must"),
    "prosody": Verb(
        {
            "volume": Attribute(
                matching(
                    r"default|silent|x-soft|soft|medium|loud|x-loud|[+-]\d+(\.\d+)?dB", "a volume such as loud or +6dB"
                )
            ),
            "rate": Attribute(matching(r"x-slow|slow|medium|fast|x-fast|\d{2,3}%", "a rate such as slow or 80%")),
            "pitch": Attribute(
                matching(r"default|x-low|low|medium|high|x-high|[+-]\d+(\.\d+)?%", "a pitch such as low or +10%")
            ),
        },
        _SSML,
        "may",
    ),
    "say-as": Verb(
        {
            "interpret-as": Attribute(
                one_of(
                    "address",
                    "cardinal",
                    "character",
                    "characters",
                    "date",
                    "digits",
                    "expletive",
                    "fraction",
                    "interjection",
                    "number",
                    "ordinal",
                    "spell-out",
                    "telephone",
                    "time",
                    "unit",
                )
            ),
            "format": Attribute(one_of("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd")),
            "role": Attribute(one_of("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd")),
        },
        text="must",
    ),
    "sub": Verb({"alias": Attribute(anything)}, text="must"),
    "w": Verb(
        {"role": Attribute(matching(r"(amazon|ivona):(VB|VBD|NN|SENSE_1)", "amazon:VB, VBD, NN or SENSE_1"))},
        text="must",
    ),
}

TOP = frozenset(
    {
        "Say",
        "Play",
        "Pause",
        "Gather",
        "Record",
        "Dial",
        "Enqueue",
        "Redirect",
        "Reject",
        "Hangup",
        "Leave",
        "Echo",
        "Start",
    }
) | {"Stop", "Connect"}
WHISPER = frozenset({"Play", "Say", "Gather", "Hangup"})
WAIT_QUEUE = frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"})
WAIT_CONFERENCE = frozenset({"Play", "Say", "Pause", "Redirect"})
EMERGENCY = frozenset({"911", "933", "112", "999"})
