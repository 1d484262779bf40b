"""The call in the README is a call: it is made, and the line says what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.turn import Turn
from tests.bootstrap.running import running

from .pages import ROOT, Block, blocks

MOST_BYTES = 300_000


@pytest.mark.parametrize("block", list(blocks("transcript")), ids=str)
def test_the_line_says_what_stands_there(block: Block, tmp_path: Path) -> None:
    with running(tmp_path) as run:
        call = PhoneCall(Line(run.base, public_url=f"http://localhost:{run.port}"))
        spoken, before = _spoken(call.dial()), ""
        for line in block.text.splitlines():
            who, words = line.split(maxsplit=1)
            if who == "Caller":
                assert not spoken or "…" in before, f"the line also said: {spoken}"
                keys = re.fullmatch(r"\[(.+)\]", words)
                spoken = _spoken(call.press(keys[1]) if keys else call.say(words, 0.9))
            else:
                spoken = _after(spoken, words)
                before = words
        assert not call.refusals


def test_the_picture_of_a_call_is_there_and_not_too_heavy() -> None:
    picture = ROOT / "docs" / "pictures" / "call.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < MOST_BYTES


def _spoken(turn: Turn) -> str:
    return " ".join(heard.text for heard in turn.heard if heard.text)


def _after(spoken: str, words: str) -> str:
    """What is spoken after these words; … stands for any."""
    for part in filter(None, (part.strip() for part in words.split("…"))):
        assert part in spoken, f"{part!r} was not said; this was: {spoken}"
        spoken = spoken[spoken.index(part) + len(part) :].strip()
    return spoken
