"""The flow language: every document an administrator may write, as frozen values.

These models are the single source of the language: the loader validates with them, the JSON Schema for editors and the
generated manual are made from their descriptions, and the engine walks them as they are. The words are VoiceXML's.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$", description="A language code: en, es.")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="lower_case_with_underscores")]
Target = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$",
        description="Where the call goes on: `node` of this flow, or `flow.node` of another.",
    ),
]
Key = Annotated[str, Field(pattern=r"^[0-9*#]$", description="One key of the telephone: 0-9, * or #.")]
Texts = Annotated[dict[Language, str], Field(description="The same words in each language: {en: …, es: …}.")]
Words = Annotated[dict[Language, list[str]], Field(description="What callers may say, by language.")]
Intent = Literal["status", "agent", "police", "service", "info", "other"]
Prompt = Annotated[
    str | Texts,
    Field(description="What is said: a key of prompts/*.yaml, or the words themselves as {en: …, es: …}."),
]
Prompts = Annotated[
    str | list[str] | Texts, Field(description="One prompt, several prompt keys said in turn, or the words themselves.")
]


class Document(BaseModel):
    """Frozen, and strict about unknown keys, so that a misspelt word is told and never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


# ------------------------------------------------------------------ conditions


class Condition(Document):
    """What must be true; all the lines of one condition hold together."""

    language: Language | None = Field(None, description="The call is in this language.")
    open: Name | None = Field(None, description="This line of city.yaml is open now.")
    closed: Name | None = Field(None, description="This line of city.yaml is closed now.")
    holiday: bool | None = Field(None, description="Today is (or is not) one of the city's holidays.")
    known: list[Name] | None = Field(None, description="All of these slots are filled.")
    unknown: list[Name] | None = Field(None, description="None of these slots is filled.")
    slots: dict[Name, str | list[str]] | None = Field(None, description="Each slot has this value, or one of these.")
    service: dict[str, str | bool] | None = Field(
        None, description="The chosen service's file says so, for example {place: none} or {urgent: true}."
    )
    any: list[Condition] | None = Field(None, description="At least one of these holds.")
    none: list[Condition] | None = Field(None, description="Not one of these holds.")


class Case(Document):
    """One line of a switch."""

    when: Condition | None = Field(None, description="Taken when this holds; the last line has no `when`.")
    goto: Target


# ------------------------------------------------------------------ answers that did not come


class Retry(Document):
    """What happens when the caller is silent (noinput) or not understood (nomatch): each prompt once, then `then`."""

    prompts: list[str] = Field(min_length=1, description="Prompt keys, ever more helpful: first time, second time …")
    then: Target | None = Field(None, description="Where the call goes after the last of them. Default: a person.")
    reprompt: bool = Field(True, description="false: the prompts stand for the question, which is not said again.")


OnFailure = Annotated[
    Retry | Target, Field(union_mode="left_to_right", description="Prompts to try, or at once a target.")
]


By = Literal["gather", "record", "stream"]


class Question(Document):
    """What every question to the caller may carry; left out, the flow's `defaults` apply."""

    noinput: OnFailure | None = Field(None, description="When the caller says and presses nothing.")
    nomatch: OnFailure | None = Field(None, description="When the answer is not understood.")
    help: Prompts | None = Field(None, description="Said when the caller asks for help.")
    hints: Words | None = Field(None, description="Words the recogniser should expect, by language.")
    timeout: int | None = Field(None, ge=1, le=60, description="Seconds of silence before noinput.")
    speech_timeout: int | None = Field(None, ge=1, le=10, description="Seconds of pause that end an utterance.")
    speech_model: dict[Language, str] | None = Field(None, description="Twilio's speechModel, by language.")
    listen: By | None = Field(
        None,
        description="How speech is heard. gather: by Twilio's recogniser. record: recorded after a tone; free text "
        "goes on at once and its words come later. stream: sent to the line's own ear while the caller speaks. "
        "Default: that of the flow's `defaults`, of main.yaml's, of city.yaml's `hearing`; else gather.",
    )


FieldType = Literal[
    "choice", "yesno", "number", "digits", "date", "time", "speech", "phone", "plate", "vehicle", "place", "reference"
]
Confirm = Literal["none", "implicit", "explicit", "when_unsure"]


class Value(Document):
    """One value of a `choice`: its name as it is said, and other words that mean it."""

    name: Texts
    says: Words | None = Field(None, description="Other words that mean it.")


class Slot(Question):
    """One thing to be learned from the caller (VoiceXML's field)."""

    slot: Name = Field(alias="code", description="Where the answer is kept; Open311's attribute code in a service.")
    ask: Prompt = Field(description="The question.")
    type: FieldType = Field(
        "speech",
        description="What kind of answer is expected. vehicle: color, make and model are read back and filed as text, "
        "“silver 2009 Honda Civic”; the caller's own words are kept beside it, as personal data (`vehicle_said`). "
        "date: a day, perhaps with an hour, rather one that was. time: a day and hour to come, by key as 1030; always "
        "read back, and after `call_back` within the hours of the queue.",
    )
    values: dict[Name, Value | Texts] | None = Field(
        None, description="For type choice: at most five, likeliest first; key 1 is the first. {travel: {en: …, es: …}}"
    )
    said_first: bool = Field(
        False,
        description="For type choice in a service: not asked when the first sentence names just one of its values by "
        "its own words: “a dead dog” needs no “what animal is it?”.",
    )
    required: bool = Field(True, description="false: the caller may skip it (# or “skip”), and silence skips it.")
    confirm: Confirm | None = Field(None, description="Read back? Default: as fits the type and how well it was heard.")
    when: Condition | None = Field(None, description="Asked only when this holds.")
    digits: tuple[int, int] | None = Field(None, description="For number and digits: [fewest, most] digits.")
    private: bool = Field(False, description="Personal data: kept encrypted, never in the journal.")
    label: Prompt | None = Field(None, description="A short name for reading back and for forms.")


class Choice(Document):
    """One way out of a menu."""

    key: Key | None = Field(None, description="The key that chooses it.")
    intent: Name | None = Field(None, description="Taken when the caller's words mean this.")
    says: Words | None = Field(None, description="Words that choose it.")
    name: Texts | None = Field(
        None, description="With `intent`: how it is called in “is it about …?”. Without one it is never asked about."
    )
    whole: bool = Field(
        False,
        description="With `says`: only these words alone choose it, no sentence around them. For what leads out "
        "of danger: “no, he is not moving” is no “no”.",
    )
    set: dict[Name, str] | None = Field(None, description="Slots to fill; `language` changes the language.")
    goto: Target


# ------------------------------------------------------------------ nodes


class Node(Document):
    note: Name | None = Field(None, description="Leaves a trace of this name in the journal.")


class Block(Node):
    """`say` something or `set` something, and go on."""

    say: Prompts = Field(default_factory=list, description="Prompts said in turn; an empty one is skipped.")
    set: dict[Name, str] | None = Field(None, description="Slots to fill; an empty text clears one.")
    forget: Literal["answers", "waiting", "request"] | None = Field(
        None,
        description="Forgets the answers to the service's questions, the next of several problems that wait, or all of "
        "the request in hand.",
    )
    goto: Target


class Menu(Node, Question):
    """A question with a few answers, by key or by word."""

    menu: Prompts = Field(description="The question.")
    hear: Literal["intents", "services", "police", "topics"] | None = Field(
        None, description="Understand free speech here as: any need, a city service, a police matter, a topic."
    )
    choices: list[Choice] = Field(default_factory=list, description="The answers, likeliest first; five keys at most.")
    choose: Literal["groups", "services", "police", "topics", "found"] | None = Field(
        None, description="Choices made from the service files, topics, or requests found; four at a time, 9 for more."
    )
    slot: Name | None = Field(None, description="Where the chosen value of `choose` is kept.")
    goto: Target | None = Field(None, description="Where a chosen value of `choose` leads.")


class Form(Node):
    """Questions asked one after another; what is already known is not asked again."""

    form: Name = Field(description="A name for the form, for the journal.")
    fields: list[Slot] = Field(default_factory=list, description="The questions, in order.")
    questions: Literal["service"] | None = Field(None, description="The questions of the chosen service's file.")
    goto: Target


class Subdialog(Node):
    """Another flow, and back: goes on at `goto`, or where `returned` says for a returned value."""

    subdialog: Target
    returned: dict[str, Target] = Field(
        default_factory=dict, description="Where a returned value leads; any other goes on at `goto`."
    )
    goto: Target


class Return(Node):
    """The end of a subdialog; the value is what `returned` looks at."""

    return_: str = Field(alias="return", description="The value that is returned.")
    say: Prompts = Field(default_factory=list)


class Part(Document):
    """One part of what is reviewed, and the subdialog that asks for it again."""

    name: Prompt = Field(description="How it is called in “which part is wrong?”.")
    says: Words | None = Field(None, description="Other words for it.")
    clear: list[Name] = Field(default_factory=list, description="Slots forgotten before it is asked again.")
    subdialog: Target
    when: Condition | None = Field(None, description="Offered only when this holds.")


class Review(Node, Question):
    """Reads back; on “no” asks which part is wrong, asks that part again, and reads back again."""

    review: Prompts
    which: Prompt = Field(description="“Which part is wrong?”")
    parts: list[Part] = Field(min_length=1, max_length=8, description="The parts a caller may correct.")
    goto: Target = Field(description="Where “yes” leads.")


class Record(Node):
    """Records the caller's voice into a slot (the recording's id)."""

    record: Prompts
    slot: Name = Field(description="Where the recording's id is kept.")
    max_seconds: int = Field(120, ge=5, le=600, description="Longest recording, in seconds.")
    silence: int = Field(5, ge=1, le=20, description="Seconds of quiet that end the recording.")
    goto: Target
    noinput: Target | None = Field(None, description="When nothing was recorded.")


EMERGENCY_LINE = "emergency_line"
"""The line name that stands for `emergency_line` of city.yaml: open when the city has set one."""
DISPATCHER = "dispatcher"
"""The line name that stands for the `dispatcher` of the agency that does the chosen service."""


class Transfer(Node):
    """Connects the caller to a line of city.yaml; says what happens when nobody takes it."""

    transfer: Name = Field(description="The line of city.yaml, `emergency_line`, or `dispatcher`.")
    say: Prompts = Field(default_factory=list)
    timeout: int = Field(30, ge=5, le=120, description="Seconds it rings before nobody takes it.")
    busy: Target
    no_answer: Target
    failed: Target
    completed: Target


Reason = Literal["asked", "key_0", "not_understood", "flow", "emergency_follow_up", "vulnerable", "urgent_after_hours"]
"""Why a caller is handed to a person. asked: in words, or by a menu's choice · key_0: by the key for a person ·
not_understood: the line gave up · flow: a flow leads there · emergency_follow_up: from where danger is spoken of."""


class Warned(Document):
    """What is said first, and again each time, while it holds: “if you are in danger, dial 911”."""

    when: Condition = Field(description="Said while this holds.")
    say: Prompts


class Queue(Node):
    """Lets the caller wait for a person, with their place told now and then, and a choice by key.

    While they wait: 1 keeps waiting, 2 is called back, 3 leaves a message, 4 goes on by machine; a key whose way is
    left out here is not offered. Nobody is queued while no person can take calls: then `failed` leads on.
    """

    queue: Name = Field(description="The queue of city.yaml.")
    say: Prompts = Field(default_factory=list, description="Said once, when the caller has a place.")
    warn: list[Warned] = Field(default_factory=list, description="Said before the place, as long as it holds.")
    reason: Reason | None = Field(
        None, description="Why a person is needed, when this node knows it better than the line: vulnerable …"
    )
    completed: Target = Field(description="They spoke with a person.")
    call_back: Target | None = Field(None, description="Key 2: the place is kept, and the line calls.")
    message: Target | None = Field(None, description="Key 3.")
    go_on: Target | None = Field(None, description="Key 4: on by machine.")
    closed: Target = Field(description="Outside the hours of the queue's line.")
    too_long: Target = Field(description="The queue's `patience` is over, or nobody answered where it flows over to.")
    failed: Target = Field(description="Nobody can be queued now: a transfer to the line's telephone.")


class Disconnect(Node):
    """Says goodbye and hangs up."""

    disconnect: Prompts


class Switch(Node):
    """The first case that holds."""

    switch: list[Case] = Field(min_length=1, description="The cases, tried in turn; the last one has only `goto`.")


Job = Literal["file_request", "file_message", "find_request", "find_my_requests", "call_back_at"]
OUTCOMES: dict[str, tuple[str, ...]] = {
    "file_request": ("filed", "failed"),
    "file_message": ("filed", "failed"),
    "find_request": ("found", "missing", "failed"),
    "find_my_requests": ("found", "several", "missing", "failed"),
    "call_back_at": ("kept", "failed"),
}


class Do(Node):
    """Work the line does for the caller, and where each outcome leads."""

    do: Job = Field(description="The work.")
    outcomes: dict[Name, Target] = Field(description="One target for each outcome of the work.")


KINDS: dict[str, type[Node]] = {
    "menu": Menu,
    "form": Form,
    "subdialog": Subdialog,
    "return": Return,
    "review": Review,
    "record": Record,
    "transfer": Transfer,
    "queue": Queue,
    "disconnect": Disconnect,
    "switch": Switch,
    "do": Do,
    "say": Block,
    "set": Block,
    "forget": Block,
}


def kind_of(raw: Any) -> str | None:
    """The kind of a node by the first of the language's verbs it holds; None when it holds none of them."""
    keys = raw.keys() if isinstance(raw, dict) else [k for k, v in vars(raw).items() if v is not None]
    for verb in KINDS:
        if verb in keys or (verb == "return" and "return_" in keys):
            return "say" if verb in ("set", "forget") else verb
    return None


AnyNode = Annotated[
    Annotated[Menu, Tag("menu")]
    | Annotated[Form, Tag("form")]
    | Annotated[Subdialog, Tag("subdialog")]
    | Annotated[Return, Tag("return")]
    | Annotated[Review, Tag("review")]
    | Annotated[Record, Tag("record")]
    | Annotated[Transfer, Tag("transfer")]
    | Annotated[Queue, Tag("queue")]
    | Annotated[Disconnect, Tag("disconnect")]
    | Annotated[Switch, Tag("switch")]
    | Annotated[Do, Tag("do")]
    | Annotated[Block, Tag("say")],
    Discriminator(kind_of),
]


class Link(Document):
    """Something a caller may do at any question of the flow, or of every flow when it stands in main.yaml."""

    key: Key | None = Field(None, description="The key that does it.")
    says: Words | None = Field(None, description="Words that do it.")
    intent: Name | None = Field(
        None,
        description="Done when the caller's words mean this: emergency, crisis, agent; or, where they are not "
        "understood, that a person should come first: vulnerable.",
    )
    goto: Target | None = Field(None, description="Leaves the question for good.")
    subdialog: Target | None = Field(None, description="Leaves the question and comes back to it on `return`.")
    doubt: Target | None = Field(None, description="With intent emergency or crisis: what asks when it is not certain.")
    do: Literal["repeat", "back", "start_over", "language", "help", "slower"] | None = Field(
        None, description="What the line does by itself."
    )


class Defaults(Question):
    """What questions inherit."""


class FlowDocument(Document):
    """flows/<flow>.yaml: one conversation."""

    flow: Name = Field(description="The flow's name, that of its file.")
    start: Name = Field(description="The node the flow begins at.")
    nodes: dict[Name, AnyNode] = Field(min_length=1, description="The steps of the conversation, by name.")
    links: dict[Name, Link] = Field(
        default_factory=dict,
        description="What callers may do at any question, by name. Those of main.yaml hold in every flow.",
    )
    defaults: Defaults | None = Field(
        None, description="What questions do that do not say it themselves. Those of main.yaml hold in every flow."
    )


# ------------------------------------------------------------------ services, topics, the city


class Closing(Document):
    """What a request of this service needs before it may be closed."""

    note: Literal["required", "optional"] = Field("required", description="A note in words a resident understands.")
    photo: Literal["required", "optional", "none"] = Field("optional", description="A photo of the finished work.")


class ServiceDocument(Document):
    """flows/services/<code>.yaml: one city service, in one file."""

    code: Name = Field(description="The service's code, that of its file.")
    name: Texts
    menu: Texts | None = Field(None, description="A shorter name for menus: “potholes”.")
    group: Name = Field(description="A group of city.yaml, or `police`.")
    agency: Name = Field(description="An agency of city.yaml.")
    target: str | None = Field(
        None, pattern=r"^\d{1,3} (business )?(day|days|hours)$", description="`2 days`, `5 business days`, `24 hours`."
    )
    likelihood: int = Field(50, ge=0, le=100, description="Orders menus: the likeliest first.")
    hears: Words = Field(description="What callers say when they mean it: short, ordinary phrases.")
    place: Literal["street", "address", "intersection", "any", "optional", "none"] = Field(
        "street", description="What place the agency needs."
    )
    urgent: bool = Field(False, description="Handled at night too (the night rule).")
    advice: Texts | None = Field(None, description="Said as soon as the service is known: what helps, what to avoid.")
    script: Words | None = Field(None, description="What agents may say or ask besides, when a caller calls about it.")
    duplicates_within: str | None = Field(None, pattern=r"^\d{1,4} m$", description="`50 m`")
    closing: Closing = Field(
        default_factory=lambda: Closing(), description="What a request needs before it may be closed."
    )
    questions: list[Slot] = Field(
        default_factory=list,
        description="What the agency needs to know, likeliest and most decisive first; one to four.",
    )
    srtype: str | None = Field(None, description="The city's own request type.")


class Topic(Document):
    """One piece of information callers ask for."""

    code: Name = Field(description="The topic's name in the program.")
    name: Texts
    hears: Words
    answer: Texts
    likelihood: int = Field(50, ge=0, le=100, description="Orders menus: the likeliest first.")


class IntentsDocument(Document):
    """What callers say that is no service and no topic of its own."""

    intents: dict[Intent, Words] = Field(
        description="status: news of a request. agent: a person. police, service, info: such a matter, and not yet "
        "which. other: nothing that was meant for the line."
    )


class TopicsDocument(Document):
    """flows/topics.yaml: information the line gives."""

    topics: list[Topic] = Field(description="The topics; menus offer the likeliest first.")


class Agency(Document):
    name: Texts
    dispatcher: Name | None = Field(
        None,
        description="The line of its dispatcher, who takes urgent matters after hours (the night rule); "
        "its `hours` say when.",
    )


Hours = Annotated[
    dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"], str] | Literal["always"],
    Field(description="`always`, or by day: {mon: 08:00-17:00, …}; a day left out is closed."),
]


class Line(Document):
    """A telephone line calls are transferred to. Never an emergency number."""

    name: Texts
    number: str = Field(description="+1 and ten digits.")
    hours: Hours = "always"


Priority = Literal["emergency_follow_up", "urgent", "police", "services"]
"""How urgent a caller who waits is; the first goes first."""


class Overflow(Document):
    """When callers who wait are connected by telephone instead."""

    after: int = Field(ge=1, le=60, description="Minutes of waiting after which a caller flows over.")
    line: Name | None = Field(
        None, description="The line they are connected to while it is open. Default: the queue's."
    )


class WorkQueue(Document):
    """A kind of work that callers wait for: who may take it, how urgent it is, how long anybody waits."""

    name: Texts
    line: Name = Field(description="The line of city.yaml whose hours it has, and where it flows over to.")
    skills: list[Name] = Field(default_factory=list, description="What an agent must be able to do; language apart.")
    priority: Priority = Field("services", description="Who goes first, of all who wait.")
    ring: int = Field(20, ge=5, le=60, description="Seconds an agent's telephone rings before the next one's does.")
    music: Name | None = Field(
        None,
        description="The recording that is played while callers wait: `music` is prompts/en/music.wav, of 25 to 45 "
        "seconds. Left out: silence between the choices.",
    )
    choice_every: int = Field(40, ge=30, le=45, description="Seconds between two choices, where there is no music.")
    patience: int = Field(30, ge=1, le=120, description="Minutes after which nobody waits any longer.")
    overflow: Overflow | None = Field(None, description="When callers are connected by telephone instead.")


class Voice(Document):
    """How a language is spoken and heard."""

    name: str = Field(description="The language's own name: English, español.")
    voice: str = Field(description="Twilio's voice, for example Polly.Joanna.")
    locale: str = Field(description="BCP-47: en-US, es-US.")
    speech_model: str = Field("default", description="Twilio's speechModel; `default` fits every language.")


class Limits(Document):
    turns: int = Field(120, ge=10, le=500, description="Answers of the caller, after which a person takes the call.")
    minutes: int = Field(30, ge=5, le=120, description="Minutes after which a person takes the call.")


Percent = Annotated[int, Field(ge=0, le=100)]


class Understanding(Document):
    """How sure the line must be of what a caller means before it goes on; in percent.

    A wrong answer costs the caller more than a question, and a question more than none.
    """

    sure: Percent = Field(80, description="So sure, it goes on and names in passing what it understood.")
    fair: Percent = Field(50, description="So sure, it asks “is it about …?”, unless something else comes near.")
    margin: Percent = Field(30, description="Nearer than this are two that are offered together.")
    least: Percent = Field(35, description="Less sure, it has not understood, and asks in other words.")
    offered: Percent = Field(10, description="So likely is each one of those that are offered.")
    offers: int = Field(3, ge=2, le=4, description="How many are offered at most, by key and by word.")
    heard: Percent = Field(40, description="Heard worse than this, even a sure answer is asked back.")
    follow_ups: int = Field(2, ge=0, le=4, description="How often it asks for a missing part of a place.")
    none: Words = Field(
        default_factory=lambda: {
            "en": ["none of them", "none of these", "none of those", "neither", "neither one", "none", "no", "other"],
            "es": ["ninguno", "ninguna", "ninguno de esos", "ninguna de esas", "ni uno ni otro", "no", "nada de eso"],
        },
        description="What callers say to none of what is offered.",
    )
    both: Words = Field(
        default_factory=lambda: {
            "en": [
                "both",
                "both of them",
                "both of those",
                "both please",
                "all of them",
                "all three",
                "all of those",
                "all of it",
            ],
            "es": ["los dos", "las dos", "ambos", "ambas", "los tres", "las tres", "todos", "todas", "todo"],
        },
        description="What callers say to all of what is offered, or was named.",
    )


Days = Annotated[int, Field(ge=0, le=3650)]


class Keep(Document):
    """Days after which a caller's voice is deleted, at Twilio and here; 0: as soon as its words are known."""

    messages: Days = Field(365, description="Messages left for a person.")
    answers: Days = Field(90, description="Recorded answers to questions.")
    streams: Days = Field(30, description="Sound that was kept because no ear could hear it while it was spoken.")


class HearingSettings(Document):
    """How callers are heard where they are recorded or streamed, and what becomes of their voices."""

    listen: By = Field("gather", description="How speech is heard where neither question nor flow says so.")
    consent: Texts = Field(
        default_factory=dict, description="Said once in a call, before the first recording or stream."
    )
    consent_required: bool = Field(
        True,
        description="false: the law here asks for no consent, so `consent` may be left out.",
    )
    keep: Keep = Field(default_factory=lambda: Keep(), description="Days for which voices are kept.")
    alert: str | None = Field(
        None,
        description="+1 and ten digits: told by text message when an emergency is found in a recording after the fact. "
        "Never an emergency number.",
    )
    models: dict[Language, str] = Field(
        default_factory=dict, description="Google's model, by language; left out: `telephony`."
    )
    profanity: Literal["keep", "mask"] = Field(
        "mask", description="mask: no swear word is said back to a caller. The record keeps what was said either way."
    )


class Holidays(Document):
    """The city's holidays: those of the country and state, more, and fewer."""

    country: str = Field("US", description="The country whose holidays are kept.")
    state: str | None = Field(None, description="The state whose holidays are kept as well.")
    also: dict[str, Texts] = Field(default_factory=dict, description="2026-11-27: {en: …, es: …}")
    never: list[str] = Field(default_factory=list, description="Names of holidays the city works on.")


class CityDocument(Document):
    """flows/city.yaml: everything that is this city's."""

    city: str = Field(description="The city's name, as it is said.")
    timezone: str = Field("America/New_York", description="The city's time zone, such as America/New_York.")
    languages: dict[Language, Voice] = Field(description="The first is the one a call begins in.")
    announcement: Texts = Field(default_factory=dict, description="A storm, an outage; empty: nothing is said.")
    groups: dict[Name, Texts] = Field(description="Groups of services, as menus name them; five at most.")
    agencies: dict[Name, Agency] = Field(description="The agencies that do the work.")
    lines: dict[Name, Line] = Field(description="The telephone lines calls are transferred to.")
    queues: dict[Name, WorkQueue] = Field(
        default_factory=dict, description="What callers wait for a person for, by name."
    )
    messages_to: str = Field("", description="The agency that answers messages left on the line.")
    emergency_line: str | None = Field(None, description="A ten-digit line to 911's centre, if the city has one.")
    holidays: Holidays = Field(default_factory=lambda: Holidays(), description="The city's holidays.")
    understanding: Understanding = Field(
        default_factory=lambda: Understanding(), description="How sure the line must be before it goes on."
    )
    limits: Limits = Field(
        default_factory=lambda: Limits(), description="How long a call may last before a person takes it."
    )
    hearing: HearingSettings = Field(
        default_factory=lambda: HearingSettings(),
        description="How callers are heard where they are recorded or streamed, and what becomes of their voices.",
    )
