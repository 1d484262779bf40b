"""Erlang's formulae: how many of those who call a floor must wait for an agent, and how long. Pure.

Callers come by chance (Poisson), talks last by chance (exponential), whoever waits goes on waiting, the longest first.
"""

from __future__ import annotations

import math


def erlang_b(agents: int, load: float) -> float:
    """The share of callers who find all agents busy, where nobody may wait. load: in Erlangs, callers × their time."""
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """The share of callers who must wait; 1 where the load is more than the agents can ever do."""
    if load >= agents:
        return 1.0
    blocked = erlang_b(agents, load)
    return blocked / (1 - load / agents * (1 - blocked))


def service_level(agents: int, load: float, hold: float, target: float) -> float:
    """The share that comes to an agent within `target`. hold: what a caller takes of an agent, in the same unit."""
    if load >= agents:
        return 0.0
    return 1 - erlang_c(agents, load) * math.exp(-(agents - load) * target / hold)


def mean_wait(agents: int, load: float, hold: float) -> float:
    """Of all callers, those who need not wait included; infinite where the load is too much."""
    return erlang_c(agents, load) * hold / (agents - load) if load < agents else math.inf
