"""The manual of the flow language, written from the model and the checks themselves: docs/flow-language.md."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from ivr.flow import checks, example
from ivr.flow.model import KINDS, OUTCOMES
from ivr.flow.placeholders import (
    DESK_PROMPTS,
    ENGINE_PROMPTS,
    HEARING_PROMPTS,
    PLACE_PROMPTS,
    PLACEHOLDERS,
    QUEUE_PROMPTS,
    REFERENCE_PROMPTS,
    TIME_PROMPTS,
)
from ivr.flow.reading.grammar import Setting, records, settings
from ivr.flow.reading.plain import expected, listed
from ivr.flow.schema import DOCUMENTS, about, schemas

_FILES = {
    "flow": ("flows/<flow>.yaml", "a conversation"),
    "service": ("flows/services/<code>.yaml", "a city service"),
    "city": ("flows/city.yaml", "the city"),
    "topics": ("flows/topics.yaml", "information the line gives"),
    "intents": ("flows/intents.yaml", "what callers say that is no service and no topic"),
    "desk": ("flows/desk.yaml", "what agents read, and the reasons they choose from"),
}

_OPENING = """\
# The flow language

<!-- Written by `ivr flows manual` from the program itself. Changes made here are lost. -->

This manual is for the people who decide what the line says: no programming is needed. The line is a set of text files:

| file | what it holds |
|---|---|
| `flows/main.yaml` | the front door: greeting, the first question, and what callers may do at any time |
| `flows/*.yaml` | the other conversations, one a file |
| `flows/services/*.yaml` | the city's services, one a file: words, questions, agency, target |
| `flows/city.yaml` | the city: languages, telephone lines and their hours, agencies, holidays |
| `flows/topics.yaml` | information callers ask for |
| `flows/intents.yaml` | what callers say that is no service and no topic: news of a request, a person, nothing at all |
| `flows/desk.yaml` | the agents' script, the city's 911 procedure, the reasons agents choose from |
| `flows/emergency_words.yaml` | what callers say in danger: phrases |
| `flows/emergency_examples.yaml` | sentences to learn from: danger, crisis, and what only sounds like it |
| `prompts/en.yaml`, `prompts/es.yaml` | what the line says, in each language |
| `prompts/en/greeting.wav` | a recording that is played instead of the prompt `greeting` |

After a change, run `ivr check`. It prints every mistake with its file, line and column, and what would be right:

    flows/main.yaml:14:17: key 1 of menu 'need' goes to 'polise.start', which does not exist;
    did you mean 'police.start'? [unknown-goto]

**Errors** keep the change from being published; callers go on hearing the last good version. **Warnings** do not.

## Help while you type

With Visual Studio Code and its YAML extension, this first line of a flow lets the editor complete words, explain them
when the mouse rests on them, and underline mistakes. (`service`, `city`, `topics`, `intents` and `desk` have a schema
too.)

```yaml
# yaml-language-server: $schema=../docs/schema/flow.json
```

## YAML in one minute

- Two spaces for each step to the right, never a tab. `name: value`, with a space after the colon.
- A list is written `[one, two]`, or one entry a line with a dash. A group is written `{key: 1, goto: need}`.
- A text with a colon, a `#`, or a quote in it stands in quotes: `"Press 1: potholes"`. The keys `"*"` and `"#"` too.
- What follows ` #` is a note to yourself; the line does not read it.
- `yes`, `no`, `on`, `off` are plain words here; a switch is `true` or `false`. `012` and `8:00` are texts, not numbers.

## The smallest line that works

"""

_HEARD = """\
## How callers are heard

Every question may say how its answer is heard, with `listen`. What a question leaves out, the `defaults` of its flow
say, then those of main.yaml, then `listen` under `hearing` in city.yaml; and if nobody says anything, `gather`.

| `listen` | what the caller notices | good for |
|---|---|---|
| `gather` | nothing: Twilio's recogniser hears words and keys | everything; needs no ear of your own |
| `record` | a tone; words are written down later, and a person can listen | descriptions, in the caller's own words |
| `stream` | nothing: the line's own ear hears while they speak | open questions; the other language in mid-call |

- **Free text that is recorded goes on at once** (a question of `type: speech`). The answer is read back as “your
  recorded words”; its words are added to the request when they are made out, and searched for emergencies. Where the
  words are needed to go on, the caller hears “one moment” and waits at most four seconds.
- **Keys work everywhere.** A key ends a stream or a recording and is the answer; the pound key takes what was heard so
  far.
- **Always gathered**, whatever the defaults say: numbers, dates, telephone and request numbers, menus made with
  `choose`, and everything in the flow that emergencies lead to. Yes and no, choices and reviews are never recorded.
- **Nobody is left in silence.** If the ear fails, the line says so, asks once more by `gather`, and then gives the
  caller a person. Where this machine has no ear for a language, questions are gathered from the start.
- **Consent** is said once in a call, before the first recording or stream, and not at all in calls that have neither.

These nodes record one answer and stream another:

"""
_HEARD_CITY = """\
`flows/city.yaml` says what is said first, and what becomes of the voices:

"""

_PROMPTS = """\
## Prompts

A prompt is named by its key, or its words stand in place, in every language:

| written | said |
|---|---|
| `say: greeting` | the prompt `greeting` of prompts/*.yaml, or its recording |
| `say: [greeting, announcement]` | both, one after the other; what is empty is skipped |
| `say: {en: "Hello.", es: "Hola."}` | these words |

A text may hold placeholders, which are filled while the call goes on: any slot, and
"""

_KEYS = """\

`{number:spell}` is read character by character, `{due:date}` as a date. A prompt that begins with `[es]` in
prompts/en.yaml is said by the Spanish voice.

The line says a few prompts by itself, whatever the flow; they must be in every language:
"""


_PLACES = """\
Where a flow asks for a place it also says these; `{value}` is the street, or what was said:
"""

_REFERENCES = """\
And where it asks for a request's number, these, when the check digit says that the number was misheard or mistyped:
"""

_TIMES = """\
And where it asks for a time to come, these: whether it is meant, and before that, that nobody is there at that time:
"""

_HEARING = """\
And where answers are recorded or streamed (`listen`), these: when nothing could be heard, while the words of a
recording are waited for, before the tone, and for a recorded answer that is read back:
"""

_WAITING = """\
And where callers wait for a person (`queue`), these: their place, how long it will take where that can be said
honestly, the choices they have, and after the key for waiting on:
"""

_DESK = """\
And what agents hear before they take a caller, all in one breath, and callers whom the line calls back:
"""

_QUEUES = """\
## Waiting for a person

A `queue` node lets the caller wait until an agent takes the call. A flow says where each way out leads, city.yaml what
is waited for:

"""

_QUEUES_MORE = """\
- **Every 30 to 45 seconds** the caller hears their place, how long it will take (only where the last hour says so), and
  the choices: 1 or nothing keeps waiting, 2 is called back and keeps the place, 3 leaves a message, 4 goes on by
  machine. The key of the language link changes the language, that of the emergency link leads there; any other key
  costs nothing. Speech is not heard while music plays.
- **Who goes first** is told by `priority`; callers who come from danger, are vulnerable, or have an urgent matter after
  hours go before the queue's others, and whoever was cut off goes before their like.
- **Why** the caller needs a person the line knows by itself, and the agent is told: they asked in words (`asked`) or by
  the key (`key_0`), were not understood (`not_understood`), come from where danger is spoken of
  (`emergency_follow_up`), should have a person first (`vulnerable`), or a flow leads here (`flow`). A node that knows
  it better says so with `reason`.
- **Called back at another time.** Where `call_back` leads, the place is kept already. A question of `type: time` there
  asks for a day and an hour, offers the next one at which the queue's line is open, and reads it back; then
  `do: call_back_at` keeps it. Whoever hangs up before is called as soon as it is their turn.
- **Who should have a person first** is told by phrases, `vulnerable` in desk.yaml: then that is the reason, but for
  danger. A link with `intent: vulnerable` says what happens where such a caller is not understood.
- **Nobody waits for nobody.** Outside the hours of the queue's line `closed` leads on at once; after `patience` minutes
  `too_long`; after `overflow` the line's telephone rings. Where no agent takes calls on this line, or the database is
  away, `failed` leads on, and must reach a `transfer`.
- **Waiting is no part of a call's `limits`.**

"""


def manual() -> str:
    """The whole of docs/flow-language.md."""
    parts = [
        _OPENING,
        *_smallest(),
        *_documents(),
        *_nodes(),
        *_heard(),
        *_queues(),
        *_others(),
        *_prompts(),
        *_checks(),
    ]
    return "".join(parts).rstrip() + "\n"


def documents() -> dict[str, str]:
    """Every generated document by its path: docs/flow-language.md and docs/schema/<kind>.json."""
    return {"docs/flow-language.md": manual(), **{f"docs/schema/{name}.json": text for name, text in schemas().items()}}


def _smallest() -> Iterator[str]:
    for file, text in example.SMALLEST.items():
        yield f"`{file}`\n\n{_yaml(text)}"


def _documents() -> Iterator[str]:
    yield "## Documents\n\n"
    for name, record in DOCUMENTS.items():
        file, what = _FILES[name]
        yield f"### `{file}`: {what}\n\n{_table(record)}"
        if name in ("service", "topics", "intents", "desk"):
            yield f"Example, `{example.DOCUMENTS[name][0]}`:\n\n{_yaml(example.DOCUMENTS[name][1])}"


def _nodes() -> Iterator[str]:
    yield "## Nodes\n\nA node is one step of a conversation. Its first word says what it does; "
    yield "`goto` says what comes next.\n\n"
    for verb, text in example.NODES.items():
        record = KINDS[verb]
        verbs = [other for other, kind in KINDS.items() if kind is record]
        yield f"### {listed(verbs, 'and')}\n\n{about(record)}\n\n{_yaml(text)}{_table(record)}"
        if verb == "do":
            yield (
                "".join(f"- `{job}` ends as {listed([f'`{o}`' for o in ends])}.\n" for job, ends in OUTCOMES.items())
                + "\n"
            )


def _heard() -> Iterator[str]:
    yield _HEARD + _yaml(example.HEARD_NODES) + _HEARD_CITY + _yaml(example.HEARD_CITY)


def _queues() -> Iterator[str]:
    yield _QUEUES + _yaml(example.QUEUE_CITY) + _QUEUES_MORE


def _others() -> Iterator[str]:
    yield "## Parts of nodes and documents\n\n"
    for record in records():
        if record not in KINDS.values() and record not in DOCUMENTS.values():
            yield f"### {record.__name__}\n\n{about(record)}\n\n{_table(record)}"


def _prompts() -> Iterator[str]:
    yield _PROMPTS + ", ".join(f"`{{{name}}}`" for name in sorted(PLACEHOLDERS)) + ".\n"
    yield _KEYS + ", ".join(f"`{name}`" for name in ENGINE_PROMPTS) + ".\n\n"
    yield _PLACES + ", ".join(f"`{name}`" for name in PLACE_PROMPTS) + ".\n\n"
    yield _REFERENCES + ", ".join(f"`{name}`" for name in REFERENCE_PROMPTS) + ".\n\n"
    yield _TIMES + ", ".join(f"`{name}`" for name in TIME_PROMPTS) + ".\n\n"
    yield _HEARING + ", ".join(f"`{name}`" for name in HEARING_PROMPTS) + ".\n\n"
    yield _WAITING + ", ".join(f"`{name}`" for name in QUEUE_PROMPTS) + ".\n\n"
    yield _DESK + ", ".join(f"`{name}`{_holds(held)}" for name, held in DESK_PROMPTS.items()) + ".\n\n"


def _holds(names: Iterable[str]) -> str:
    return "".join(f" (`{{{name}}}`)" for name in names)


def _checks() -> Iterator[str]:
    yield "## Checks\n\nWhat `ivr check` finds besides misspelt words, and why it matters to callers.\n\n"
    for module in checks.all_checks():
        title, _, text = inspect.cleandoc(module.__doc__ or "").partition("\n\n")
        yield f"### `{module.CODE}` ({module.SEVERITY})\n\n**{title}**\n\n{_fenced(text)}\n\n"


def examples_of(text: str) -> list[dict[str, str]]:
    """The mistakes shown in a check's docstring, each as file → text."""
    blocks = [block for block in _blocks(text) if block.startswith("    ")]
    return [dict(_file(part) for part in inspect.cleandoc(block).split("---\n")) for block in blocks]


def _file(text: str) -> tuple[str, str]:
    name, _, body = text.partition("\n")
    return name.removeprefix("# "), body


def _fenced(text: str) -> str:
    shown = (f"```yaml\n{inspect.cleandoc(b)}\n```" if b.startswith("    ") else b for b in _blocks(text))
    return "\n\n".join(shown)


def _blocks(text: str) -> list[str]:
    return inspect.cleandoc(text).split("\n\n")


def _yaml(text: str) -> str:
    return f"```yaml\n{text}```\n\n"


def _table(record: type[BaseModel]) -> str:
    rows = "".join(_row(one) for one in settings(record))
    return f"| setting | what it is | what may stand there | if left out |\n|---|---|---|---|\n{rows}\n"


def _row(one: Setting) -> str:
    name = one.attribute if one.name == "code" and one.attribute == "slot" else one.name
    name = f"`{name}` (in a service: `code`)" if name == "slot" and one.name == "code" else f"`{name}`"
    cells = (name, one.about or "", expected(one.kind), _default(one))
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _default(one: Setting) -> str:
    if one.required:
        return "**required**"
    return f"`{json.dumps(one.default)}`" if isinstance(one.default, str | int | bool) else ""
