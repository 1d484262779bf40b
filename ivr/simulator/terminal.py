"""The telephone in a terminal: `ivr call`.

Words are spoken, `/1` and `/0#` are keys, an empty line is silence; /help lists the rest. Reads any text stream, so a
call can be piped in: printf '/1\\nthere is a pothole\\n/hang\\n' | ivr call
"""

from __future__ import annotations

import re
import select
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO, get_args

from rich.console import Console
from rich.markup import escape

from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import load
from ivr.simulator.far import Far, NobodyThere
from ivr.simulator.farcall import FarCall
from ivr.simulator.http import Line
from ivr.simulator.outcome import Records, brief
from ivr.simulator.play import play
from ivr.simulator.record import record
from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.simulator.shelf import Shelf
from ivr.simulator.turn import Did, Trace, Turn
from ivr.simulator.waits import Dialing, DialResult, Listening, Recording, Staying
from ivr.simulator.yamlnode import BadCallFile
from ivr.speech.errors import NotAudio

HELP = """\
  words             spoken to the line; {0.4} before them: heard badly; {?}: the recogniser does not tell
  /1  /0#           keys
  (empty line)      silence, until the line goes on; in music or in a room: until somebody does something
  @pothole.wav      speak what is in a sound file: over the stream, or into the recording
  /rec 8            speak 8 seconds into a recording; /rec 0 says nothing
  /answer 40        the far end of a transfer answers and talks 40 seconds
  /busy /no-answer /fail
  /lang es          hang up, and call again as somebody who speaks Spanish
  /hang             hang up
Beside `make run` callers who wait come to people; their telephones are in the browser, at /phone/agent."""
_COLOURS = {"en": "cyan", "es": "magenta"}


@dataclass(frozen=True)
class PhoneOptions:
    """How `ivr call` was asked to call. caller: a number, or `hidden`. play: a call file; record: one to be written.

    speak: a sound file that is spoken first; with it the caller has a voice, and is listened to by stream where the
    flow says so. Without, words are typed. shelf: where recordings are kept. shared: the line keeps the calls of test
    phones, so that they meet people; a call that is spoken from a file or written down is not among them.
    """

    base_url: str = "http://localhost:8311"
    public_url: str = ""
    auth_token: str = field(default="", repr=False)
    caller: str = "+14105550123"
    language: str | None = None
    now: datetime | None = None
    play: Path | None = None
    speak: Path | None = None
    shelf: Shelf | None = field(default=None, repr=False)
    record: Path | None = None
    trace: bool = False
    shared: bool = False

    @property
    def line(self) -> Line:
        return Line(self.base_url, self.auth_token, self.public_url, shelf=self.shelf)


def run(
    options: PhoneOptions,
    stdin: TextIO,
    stdout: TextIO,
    records: Records | None = None,
    lines: Mapping[str, str] | None = None,
) -> int:
    """One call, typed or played. 0: it went well; 1: Twilio would have refused something, or the file did not hold.

    records: looks up what a played call filed. lines: the numbers of city.yaml's lines, by name.
    """
    console = Console(file=stdout, highlight=False, soft_wrap=True)
    if options.play:
        return _play(options, options.play, console, records, lines)
    return _Terminal(options, stdin, console).run()


class _Terminal:
    def __init__(self, options: PhoneOptions, stdin: TextIO, console: Console) -> None:
        self._options, self._stdin, self._console = options, stdin, console
        self._call = self._new(options.language)
        self._news: _News | None = None
        self._known: dict[str, object] = {}

    def _new(self, language: str | None) -> PhoneCall | FarCall:
        o = self._options
        caller = "" if o.caller == "hidden" else o.caller
        if o.shared and not (o.speak or o.record):
            return FarCall(Far(f"{o.base_url}/phone"), caller, o.now, language)
        return PhoneCall(o.line, caller, now=o.now, language=language, speaks=o.speak is not None)

    def run(self) -> int:
        """Until the call is over, the input is, or Ctrl-C."""
        try:
            self._console.print("[dim]Dialling … type words to speak, /1 for a key, /help for more.[/dim]")
            self._show(self._call.dial())
            if self._options.speak and self._call.waiting:
                self._echo(f"@{self._options.speak}")
                self._take(f"@{self._options.speak}")
            while not self._call.ending:
                self._prompt()
                line = self._read()
                if not line:
                    break
                self._echo(line.strip())
                self._take(line.strip())
        except KeyboardInterrupt:
            self._console.print()
        except NobodyThere:
            self._console.print("[red]The line does not answer any more.[/red]")
            return 1
        except NoSuchCall:
            self._console.print("[dim]The call is over.[/dim]")
            return 1
        return self._close()

    def _read(self) -> str:
        """A line of input; "" when the input is over, or the call. What others do to the call meanwhile is shown."""
        call = self._call
        if not isinstance(call, FarCall) or not self._stdin.isatty():
            return self._stdin.readline()
        if self._news is None or self._news.call is not call:
            self._news = _News(call)
        while not call.ending:
            for turn in self._news.taken():
                self._console.print()
                self._show(turn)
                self._prompt()
            if select.select([self._stdin], [], [], 0.2)[0]:
                return self._stdin.readline()
        for turn in self._news.taken():
            self._show(turn)
        self._console.print()
        return ""

    def _close(self) -> int:
        call = self._call
        if call.waiting:
            with suppress(BadAction):
                self._show(call.hang_up())
        words = {"hung_up": "You hung up", "transferred": "Transferred", "failed": "The call failed"}
        ended = words.get(str(call.ending), "The line hung up")
        self._console.print(f"[dim]{ended} after {round(call.elapsed)} s.[/dim]")
        if self._options.record and isinstance(call, PhoneCall):
            self._options.record.write_text(record(call, f"A call of {_today(call)}"), encoding="utf-8")
            self._console.print(f"[dim]Written to {escape(str(self._options.record))}[/dim]")
        return 1 if call.refusals else 0

    def _take(self, typed: str) -> None:
        """One line of input: an act of the caller, or of the far end."""
        if typed == "/help":
            self._console.print(HELP, markup=False)
        elif found := re.fullmatch(r"/lang ([a-z]{2})", typed):
            with suppress(BadAction):
                self._call.hang_up()
            self._call = self._new(found[1])
            self._show(self._call.dial())
        elif (turn := self._act(typed)) is None:
            if typed.startswith("@"):
                return
            self._console.print(f"[yellow]{escape(typed)} is not known; /help lists what is.[/yellow]")
        else:
            self._show(turn)

    def _act(self, typed: str) -> Turn | None:
        call, (word, _, rest) = self._call, typed.partition(" ")
        try:
            return self._done(call, typed, word, rest)
        except BadAction as problem:  # it ended at this very moment
            return Turn(Did("silence"), ignored=str(problem))

    def _done(self, call: PhoneCall | FarCall, typed: str, word: str, rest: str) -> Turn | None:
        if not typed:
            return call.wait()
        if typed.startswith("@"):
            return self._speak(Path(typed[1:].strip()).expanduser())
        if not typed.startswith("/"):
            text, confidence = _heard_as(typed)
            return call.say(text, confidence)
        if re.fullmatch(r"/[0-9*#]+", typed):
            return call.press(typed[1:])
        if word == "/rec" and (not rest or rest.isdigit()):
            return call.leave_message(int(rest or 8))
        if word in ("/hang", "/hangup", "/quit"):
            return call.hang_up()
        if result := _RESULTS.get(word):
            return call.far_end(result, int(rest) if rest.isdigit() else 30)
        return None

    def _speak(self, path: Path) -> Turn | None:
        """In real time: whoever sits before the terminal sees how long the line takes."""
        if isinstance(self._call, FarCall):
            self._console.print("[yellow]Sound is spoken in a call that begins with it: ivr call --speak FILE[/yellow]")
            return None
        try:
            return self._call.speak(path)
        except (OSError, NotAudio) as problem:
            why = problem.strerror if isinstance(problem, OSError) else str(problem)
            self._console.print(f"[yellow]{escape(str(path))}: {escape(str(why))}[/yellow]")
            return None

    def _show(self, turn: Turn) -> None:
        out = self._console
        for item in turn.heard:
            colour = _COLOURS.get(item.language[:2], "green")
            label = f"[bold {colour}]{item.language[:2] or '♪':>2}[/]" if item.kind != "pause" else "[dim] …[/]"
            text = escape(item.text) if item.kind != "pause" else f"[dim]{item.seconds:g} s[/]"
            out.print(f"{label}  {text}")
        if turn.ignored:
            out.print(f"[yellow]    nobody hears this: {escape(turn.ignored)}[/yellow]")
        for refusal in turn.refusals:
            out.print(f"[bold red]Twilio {refusal.code} {escape(refusal.title)}[/]\n    {escape(str(refusal))}")
        if turn.ms:
            out.print(f"[dim]    {turn.ms:g} ms[/dim]")
        if self._options.trace and turn.trace:
            self._think(turn.trace)

    def _think(self, trace: Trace) -> None:
        """Where the flow went, what it understood, and what it has learned since the last turn."""
        slots = trace.get("slots") or {}
        learned = {name: value for name, value in slots.items() if self._known.get(name) != value}
        self._known = dict(slots)
        path = trace.get("path") or [trace.get("at", "")]
        told = {"went": " → ".join(map(str, path)), "understood": trace.get("meaning"), "learned": learned}
        for name, value in told.items():
            if value:
                self._console.print(f"[dim]    {name:>10}  {escape(brief(value))}[/dim]")

    def _echo(self, typed: str) -> None:
        """What came through a pipe, so that the whole call can be read."""
        if not self._stdin.isatty():
            self._console.print(f"[green] ›[/green]  {escape(typed) or '[dim](silence)[/dim]'}")

    def _prompt(self) -> None:
        """What the line waits for; only where a person types."""
        if not self._stdin.isatty():
            return
        match self._call.waiting:
            case Listening() if isinstance(self._call, FarCall) and self._call.waits_for_others:
                words = "waiting, with music; keys are heard"
            case Listening() as wait:
                words = " or ".join(n for n, on in (("keys", wait.keys), ("speech", wait.speech)) if on)
            case Recording():
                words = "recording: /rec 8, or the words"
            case Dialing() as wait:
                words = f"ringing {wait.number}: /answer /busy /no-answer /fail"
            case Staying():
                there = self._call.people if isinstance(self._call, FarCall) else []
                words = f"connected with {' and '.join(there)}" if there else "in the room, nobody is there yet"
            case _:
                words = ""
        self._console.print(f"[green]{words} ›[/green] ", end="")


class _News:
    """What others do to a call while somebody types, until it is over."""

    def __init__(self, call: FarCall) -> None:
        self.call, self._turns = call, deque[Turn]()
        threading.Thread(target=self._watch, name="news", daemon=True).start()

    def taken(self) -> list[Turn]:
        turns = [self._turns.popleft() for _ in range(len(self._turns))]
        return [turn for turn in turns if turn.heard or turn.ignored or turn.refusals]

    def _watch(self) -> None:
        with suppress(NobodyThere, NoSuchCall):
            while not self.call.ending:
                if turn := self.call.news():
                    self._turns.append(turn)


def _play(
    options: PhoneOptions, path: Path, console: Console, records: Records | None, lines: Mapping[str, str] | None
) -> int:
    """A call file, and how it went."""
    try:
        file = load(str(path), path.read_text(encoding="utf-8"))
    except OSError as error:
        console.print(f"[red]{escape(str(path))} cannot be read: {error.strerror}[/red]")
        return 1
    except BadCallFile as bad:
        console.print(escape(str(bad)), style="red")
        return 1
    result = play(file, options.line, records, lines)
    ms = sum(turn.ms for turn in result.call.transcript)
    if result.failure:
        console.print(f"[bold red]✗[/] {escape(file.title)}\n{escape(str(result.failure))}")
        return 1
    unchecked = f" (not looked up: {', '.join(result.unchecked)})" if result.unchecked else ""
    turns = len(result.call.transcript)
    console.print(f"[bold green]✓[/] {escape(file.title)} [dim]{turns} turns, {ms:.0f} ms{unchecked}[/dim]")
    return 0


def _heard_as(typed: str) -> tuple[str, float | None]:
    """`{0.4} words`: heard with that confidence; `{?} words`: with an unknown one."""
    found = re.match(r"\{(\?|0(?:\.\d+)?|1(?:\.0+)?)\}\s*(.+)", typed)
    if not found:
        return typed, 0.9
    return found[2], None if found[1] == "?" else float(found[1])


def _today(call: PhoneCall) -> str:
    return f"{(call.now or datetime.now()):%d %B %Y}"


_RESULTS: dict[str, DialResult] = {"/answer": "answered", "/busy": "busy", "/no-answer": "no-answer", "/fail": "failed"}
_RESULTS |= {f"/{result}": result for result in get_args(DialResult)}
