"""A book is everything one published version of the line says and does: immutable, looked up by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ivr.flow.desk import BARE, DeskDocument
from ivr.flow.model import AnyNode, CityDocument, FlowDocument, ServiceDocument, Topic


@dataclass(frozen=True, eq=False)
class Book:
    """version: 12 hex digits of the SHA-256 over the files. prompts: language → key → text with {placeholders}.

    recordings: paths under prompts/ (`en/greeting.wav`) of recorded prompts.
    emergency: the city's emergency words as written in flows/emergency_words.yaml (raw; understanding reads it).
    intents: intent → language → phrases that mean it and name no service or topic.
    desk: what the people at the desks read.
    """

    version: str
    city: CityDocument
    flows: Mapping[str, FlowDocument]
    services: Mapping[str, ServiceDocument]
    topics: Mapping[str, Topic]
    prompts: Mapping[str, Mapping[str, str]]
    recordings: frozenset[str] = frozenset()
    emergency: Mapping[str, object] = field(default_factory=dict)
    intents: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    desk: DeskDocument = BARE

    def node(self, at: str) -> AnyNode:
        """The node `flow.node`. KeyError: a state of another version; the loader guarantees targets within one."""
        flow, _, name = at.partition(".")
        return self.flows[flow].nodes[name]
