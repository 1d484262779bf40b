"""The checks: one module each. A new module in this folder is found, run and printed in the manual by itself.

A check has a CODE, a SEVERITY and `check(draft)`. Its docstring is its page in docs/flow-language.md: what it finds,
why that matters to callers, a mistake (an indented block that begins with the file's name), and the remedy.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft


class CheckModule(Protocol):
    """What every module of this folder offers."""

    CODE: str
    SEVERITY: Severity
    __doc__: str | None

    @staticmethod
    def check(draft: Draft) -> Iterator[Problem]:
        """The mistakes of one kind."""


@cache
def all_checks() -> tuple[CheckModule, ...]:
    """Every check, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(CheckModule, import_module(f"{__name__}.{name}")) for name in names)


def run(draft: Draft) -> Iterator[Problem]:
    """The problems that all checks find."""
    for module in all_checks():
        yield from module.check(draft)
