"""The form of what callers say in danger (flows/emergency_*.yaml): lists of phrases, by kind, by language.

What the phrases mean is read by ivr.understanding.alarm, which leaves out what is no phrase: so it must be told here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ivr.flow.problems import Problem
from ivr.flow.reading.fit import Fit
from ivr.flow.reading.grammar import Many, Named, Text
from ivr.flow.reading.source import Items, Path, Scalar, Table, Tree

SENTENCES = frozenset({"never", "like_danger", "like_crisis", "like_harmless"})
BY_KIND = Named(Text(), Many(Text()))
SWITCHES = Many(Named(Text(), Text()))
_LIST_NAME = re.compile(r"<\w+>")


def misshapen(file: str, tree: Tree) -> Sequence[Problem]:
    """Everything in the file that is not where phrases are looked for, and would be left out without a word."""
    fit = Fit(file)
    if not isinstance(tree, Table):
        fit.value(Named(Text(), BY_KIND), tree, ())
        return fit.problems
    for name, value in tree.entries.items():
        if name == "off":
            fit.value(SWITCHES, value, (name,))
        elif not isinstance(value, Table):
            fit.value(BY_KIND, value, (name,))
        else:
            for part, phrases in value.entries.items():
                _part(fit, part, phrases, (name, part))
    return fit.problems


def _part(fit: Fit, part: str, tree: Tree, path: Path) -> None:
    if isinstance(tree, Table) and part not in SENTENCES:
        for kind, phrases in tree.entries.items():
            _phrases(fit, phrases, (*path, kind))
    else:
        _phrases(fit, tree, path)


def _phrases(fit: Fit, tree: Tree, path: Path) -> None:
    if not isinstance(tree, Items):
        fit.value(Many(Text()), tree, path)
        return
    for n, item in enumerate(tree.items):
        if not isinstance(item, Scalar) or not item.text:
            fit.value(Text(), item, (*path, n))
        elif ("<" in item.text or ">" in item.text) and re.search("[<>]", _LIST_NAME.sub("", item.text)):
            message = f"'{item.text}' opens a < that is not closed, or closes one that is not opened; write <name>"
            fit.problems.append(Problem(fit.file, item.line, item.column, message, "emergency-words"))
