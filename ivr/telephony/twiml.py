"""Directives become TwiML: the only place that writes Twilio's words.

A document is prompts, then the one thing the call waits for. Prompts stand inside a <Gather>, so that a key interrupts
them, and after every wait that may run out stands a <Redirect>: a document that ends would end the call. The text is
put together directly, in a few microseconds; tests compare it with what Twilio's library builds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.flow.directives import (
    Await,
    Directive,
    Disconnect,
    Enter,
    Hold,
    Leave,
    Listen,
    Note,
    Prompt,
    Record,
    Seek,
    Transfer,
    Understand,
    Work,
)
from ivr.flow.model import By, Voice
from ivr.telephony import rooms
from ivr.telephony.dialling import dialled
from ivr.telephony.speaking import attribute, pause, sound, spoken, strip
from ivr.telephony.webhook import Kind

BIGGEST = 64 * 1024
HINTS = 500
TOLD_AT_MOST, ANSWERED_AT_MOST = 120, 30
"""Seconds of a recorded answer: of free text, and of words that are waited for."""
QUIET = 3
"""Seconds of quiet that end a recorded answer: nobody who has spoken waits longer."""
HINT_LENGTH = 100
_HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
EMPTY = (_HEAD + "</Response>").encode()


class Unspeakable(Exception):
    """The directives make no document that Twilio would take."""


class ResponseTooLarge(Unspeakable):
    """The document would reach 64 kB, which Twilio refuses (11750)."""


class NothingToWaitFor(Unspeakable):
    """The directives do not end in exactly one wait for the caller, or in one for neither keys nor speech."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where Twilio goes next. base: the public address, no slash at the end. token: the sealed state after this turn.

    called: our own number in E.164, shown to the person a call is transferred to; empty: the caller's is shown.
    stream: the token of the stream this document may start; empty: there is none, and what would be streamed is
    gathered. ears: recordings can be made out while the caller waits; without, such questions are gathered. turn_number
    names this document's stream. stops: the turn whose stream this document ends first; None: there is none.
    """

    base: str
    token: str = ""
    called: str = ""
    stream: str = ""
    ears: bool = False
    turn_number: int = 0
    stops: int | None = None

    @property
    def turn(self) -> str:
        return f"{self.base}/voice/turn?s={self.token}"

    @property
    def silence(self) -> str:
        return f"{self.base}/voice/turn?s={self.token}&silence=1"

    def recording(self, kind: Kind) -> str:
        """Where Twilio tells of a recording; what kind it is stands in the address, which Twilio signs."""
        return f"{self.base}/voice/recording?kind={kind}"

    @property
    def socket(self) -> str:
        """Where Twilio sends the sound of a stream: the public address, by WebSocket."""
        return f"ws{self.base.removeprefix('http')}/voice/stream"


def render(directives: Sequence[Directive], address: Address, voices: Mapping[str, Voice]) -> bytes:
    """The document, UTF-8, under 64 kB. `voices`: language → Voice; a language without one speaks with the first.

    Unspeakable, ResponseTooLarge, NothingToWaitFor, NotDialled: nothing is cut to fit, because half a document says
    something else; the caller of this function must bring the caller to a person.
    """
    prompts: list[Prompt] = []
    wait: Directive | None = None
    for directive in directives:
        match directive:
            case Prompt():
                prompts.append(directive)
            case Note():
                pass
            case _ if wait is None:
                wait = directive
            case _:
                raise NothingToWaitFor(f"{type(wait).__name__}, and then {type(directive).__name__}")
    stop = "" if address.stops is None else _stop(address.stops)
    document = f"{_HEAD}{stop}{_body(prompts, wait, address, voices)}</Response>".encode()
    if len(document) >= BIGGEST:
        raise ResponseTooLarge(f"{len(document)} bytes")
    return document


def _body(prompts: Sequence[Prompt], wait: Directive | None, address: Address, voices: Mapping[str, Voice]) -> str:
    def speak(said: Sequence[Prompt]) -> str:
        return spoken(said, address.base, voices)

    if isinstance(wait, Listen):
        match heard_by(wait, address):
            case "stream":
                return speak(wait.consent) + _streamed(wait, speak(prompts), address)
            case "record":
                question = f"{_keys(address.turn)}>{speak((*prompts, *wait.tone))}</Gather>"
                return speak(wait.consent) + question + _record_answer(wait, address) + _redirect(address.silence)
    said = speak(prompts)
    match wait:
        case Listen():
            return _gather(wait, said, address) + _redirect(address.silence)
        case Await(sid):
            return _waiting(f"{address.turn}&recorded={sid}", 1, said)
        case Record():
            return said + _record(wait, address, "message") + _redirect(address.silence)
        case Transfer():
            return said + dial(wait.number, wait.timeout, address.turn, address.called)
        case Hold():
            return _hold(wait, said, address) + _redirect(address.silence)
        case Enter(name):
            return said + rooms.conference(name, address.base, address.turn)
        case Disconnect():
            return said + "<Hangup/>"
        case Understand() | Work() | Seek() | Leave() | Prompt() | Note() | None:
            raise NothingToWaitFor(type(wait).__name__)


def heard_by(listen: Listen, address: Address) -> By:
    """How a question is heard indeed: what cannot be streamed or made out in time is gathered."""
    match listen.by:
        case "stream" if address.stream and listen.keys and listen.speech:
            return "stream"
        case "record" if listen.keys and listen.speech and (listen.later or address.ears):
            return "record"
        case _:
            return "gather"


def _streamed(listen: Listen, said: str, address: Address) -> str:
    """The stream goes on while Twilio fetches document after document; a key, or a second without one, fetches the
    next."""
    name = stream_name(address.turn_number)
    start = (
        f'<Start><Stream name="{name}" url="{attribute(address.socket)}"'
        f' statusCallback="{attribute(address.base)}/voice/stream/status" statusCallbackMethod="POST">'
        f'<Parameter name="token" value="{attribute(address.stream)}"/></Stream></Start>'
    )
    return start + _waiting(f"{address.turn}&stream={name}&wait={listen.timeout}", 1, said)


def stream_name(turn: int) -> str:
    """What the stream of the question asked in that turn is called."""
    return f"q{turn}"


def waiting(
    address: Address, query: str, polls: int, prompts: Sequence[Prompt] = (), voices: Mapping[str, Voice] | None = None
) -> bytes:
    """The short document while words are made out: a second for a key, then Twilio asks again.

    query: what the address carries besides the state, `&stream=q3&wait=6`. polls: how often it will have asked then.
    prompts: what is said first, in these voices.
    """
    said = spoken(prompts, address.base, voices or {}) if prompts else ""
    return document(_waiting(f"{address.turn}{query}", polls, said))


def _waiting(url: str, polls: int, said: str = "") -> str:
    gather = _keys(url) + (f">{said}</Gather>" if said else "/>")
    return gather + _redirect(f"{url}&heard={polls}")


def _keys(url: str) -> str:
    """A gather for one key, pound among them, that waits a second; it is not closed."""
    return (
        f'<Gather input="dtmf" action="{attribute(url)}" method="POST" timeout="1" actionOnEmptyResult="false"'
        ' finishOnKey="" numDigits="1"'
    )


def _hold(hold: Hold, said: str, address: Address) -> str:
    """A key at any moment ends the music; when it has run out, Twilio asks again by itself."""
    music = f"<Play>{attribute(sound(address.base, hold.music))}</Play>" if hold.music else ""
    return f"{_keys(address.turn)}>{said}{music or pause(hold.seconds)}</Gather>"


def _stop(turn: int) -> str:
    return f'<Stop><Stream name="{stream_name(turn)}"/></Stop>'


def stopping(made: bytes, turn: int) -> bytes:
    """A document made elsewhere, with that turn's stream ended before all else: nobody listens in on what follows."""
    return made.replace(b"<Response>", b"<Response>" + _stop(turn).encode(), 1)


def _gather(listen: Listen, said: str, address: Address) -> str:
    before, after = _wanted(listen)
    return f"{before}{attribute(address.turn)}{after}" + (f">{said}</Gather>" if said else "/>")


# The engine listens for one question always with the same Listen. Found by identity: hashing hundreds of hints would
# take as long as writing them. An entry holds its Listen, so that no other can have its id.
_KEPT: dict[int, tuple[Listen, tuple[str, str]]] = {}
_MOST_KEPT = 4096


def _wanted(listen: Listen) -> tuple[str, str]:
    """What stands in <Gather> before its action and after it."""
    kept = _KEPT.get(id(listen))
    if kept is not None and kept[0] is listen:
        return kept[1]
    made = _attributes(listen)
    if listen.near:  # its hints are of one call
        return made
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[id(listen)] = (listen, made)
    return made


def _attributes(listen: Listen) -> tuple[str, str]:
    """Keys and speech; attributes that the kind of input does not use are left out.

    With a speechModel a fraction or `auto` would stop at the first pause: speechTimeout is a whole number.
    """
    if not (listen.keys or listen.speech):
        raise NothingToWaitFor("listening for neither keys nor speech")
    inputs = ("dtmf " if listen.keys else "") + ("speech" if listen.speech else "")
    parts = [f'" method="POST" timeout="{listen.timeout}" actionOnEmptyResult="false"']
    if listen.keys:
        parts.append(f' finishOnKey="{attribute(listen.finish_on_key)}"')
        parts.append("" if listen.digits is None else f' numDigits="{listen.digits}"')
    if listen.speech:
        parts.append(f' language="{attribute(listen.locale)}" speechTimeout="{listen.speech_timeout}"')
        parts.append(f' speechModel="{attribute(listen.speech_model)}"')
        parts.append(_hints(listen.hints))
    return f'<Gather input="{inputs.strip()}" action="', "".join(parts)


def _hints(hints: tuple[str, ...]) -> str:
    """The attribute: at most 500 entries; commas part them, and an entry that is too long would spoil them all."""
    entries = [" ".join(strip(hint).replace(",", " ").split()) for hint in hints]
    kept = [entry for entry in dict.fromkeys(entries) if 0 < len(entry) <= HINT_LENGTH][:HINTS]
    return f' hints="{attribute(",".join(kept))}"' if kept else ""


def _record(record: Record, address: Address, kind: Kind, finish_on_key: str = "#") -> str:
    """The file is certain only at the recording's own callback, so both the end and the file are reported."""
    told = attribute(address.recording(kind))
    status = f'recordingStatusCallback="{told}" recordingStatusCallbackMethod="POST"'
    return (
        f'<Record action="{attribute(address.turn)}" method="POST" maxLength="{record.max_seconds}"'
        f' timeout="{record.silence}" finishOnKey="{finish_on_key}" playBeep="true" trim="trim-silence" {status}'
        ' recordingStatusCallbackEvent="completed absent"/>'
    )


def _record_answer(listen: Listen, address: Address) -> str:
    """Any key ends it: the pound key because the caller is done, another because it is the answer, 0 for a person."""
    longest = TOLD_AT_MOST if listen.later else ANSWERED_AT_MOST
    return _record(Record(longest, QUIET), address, "answer", "0123456789*#")


def dial(number: str, timeout: int, action: str, caller_id: str = "") -> str:
    """A <Dial> that the caller hears ringing until it is answered. NotDialled: see `dialling.dialled`."""
    shown = f' callerId="{attribute(caller_id)}"' if caller_id else ""
    return (
        f'<Dial timeout="{timeout}" answerOnBridge="true" action="{attribute(action)}" method="POST"{shown}>'
        f"<Number>{dialled(number)}</Number></Dial>"
    )


def document(*verbs: str) -> bytes:
    """Verbs that are already TwiML, as one document."""
    return (_HEAD + "".join(verbs) + "</Response>").encode()


def _redirect(url: str) -> str:
    return f'<Redirect method="POST">{attribute(url)}</Redirect>'
