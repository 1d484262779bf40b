"""Urgent services that reach nobody after hours, though others do: the night rule.

After hours a city may pass urgent matters straight to the dispatcher of the agency that does the work. Three things
make the rule, and each can be changed by itself: `urgent: true` in the service's file says what is urgent; `dispatcher`
of an agency in city.yaml names the line of its dispatcher; and the `hours` of that line say when. A flow asks for
`{closed: operator, open: dispatcher, service: {urgent: true}}` and then has `transfer: dispatcher`; flows/night.yaml is
such a flow. Without any dispatcher in city.yaml there is no night rule.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies:
      water: {name: {en: Water, es: Agua}, dispatcher: water_desk}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100", hours: {mon: 08:00-17:00}}
      water_desk: {name: {en: water, es: agua}, number: "+14105550144", hours: {mon: 17:00-08:00}}

Remedy: a `dispatcher` for every agency with urgent services, and a flow that transfers to `dispatcher`; no line of its
own may be called `dispatcher` or `emergency_line`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import DISPATCHER, EMERGENCY_LINE, CityDocument, Transfer
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "night-rule"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """What keeps the night rule of city.yaml from working for some callers, or for all."""
    if draft.city is None:
        return
    for path, message in [*_names(draft.city), *_forgotten(draft, draft.city), *_unused(draft, draft.city)]:
        yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY, key=True)


def _names(city: CityDocument) -> Iterator[tuple[Path, str]]:
    for name in (DISPATCHER, EMERGENCY_LINE):
        if name in city.lines:
            yield ("lines", name), f"in a flow '{name}' means another line than this one; give it another name"


def _dispatchers(city: CityDocument) -> list[str]:
    return [name for name, agency in city.agencies.items() if agency.dispatcher]


def _forgotten(draft: Draft, city: CityDocument) -> Iterator[tuple[Path, str]]:
    urgent = {service.agency for service in draft.services.values() if service.urgent}
    for name, agency in city.agencies.items():
        if _dispatchers(city) and name in urgent and not agency.dispatcher:
            yield ("agencies", name), f"'{name}' has urgent services and no `dispatcher`; at night they reach nobody"


def _unused(draft: Draft, city: CityDocument) -> Iterator[tuple[Path, str]]:
    passed = any(isinstance(node, Transfer) and node.transfer == DISPATCHER for _, _, node in draft.nodes())
    for name in () if passed or draft.unreadable else _dispatchers(city):
        yield ("agencies", name, "dispatcher"), f"no flow has `transfer: {DISPATCHER}`, so nobody is connected to it"
