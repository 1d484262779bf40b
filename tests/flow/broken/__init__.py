"""Broken files, one mistake each: how they are read. `#@` names the file's path, `#=` lines are the exact problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ivr.flow.example import DESK, SMALLEST
from ivr.flow.placeholders import DESK_PROMPTS, HEARING_PROMPTS, QUEUE_PROMPTS

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Broken:
    """One broken file: where it stands, its text (without the expected problems) and what must be told about it."""

    name: str
    path: str
    text: str
    expected: tuple[str, ...]

    @property
    def files(self) -> dict[str, str]:
        """The smallest line with this file in it, and a way from main into its flow."""
        return among([self])


def read(path: Path) -> Broken:
    """A broken file from its text."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    told = "".join(f"{line}\n" for line in lines if not line.startswith("#= "))
    at = next((line[3:].strip() for line in lines if line.startswith("#@ ")), f"flows/{path.stem}.yaml")
    return Broken(path.stem, at, told, tuple(line[3:] for line in lines if line.startswith("#= ")))


def all_broken() -> list[Broken]:
    """Every broken file of this folder."""
    return [read(path) for path in sorted(HERE.glob("*.yaml"))]


def among(broken: Iterable[Broken]) -> dict[str, str]:
    """The smallest line with these files in it; main leads into each of their flows, and prompts are there for answers
    that are recorded or streamed, and for callers who wait."""
    found = list(broken)
    flows = [b.name for b in found if b.path == f"flows/{b.name}.yaml"]
    doors = "".join(f"      - {{when: {{language: en}}, goto: {name}.start}}\n" for name in flows)
    main = SMALLEST["flows/main.yaml"].replace("es: [adiós]}, goto: bye", "es: [adiós]}, goto: doors")
    main += f"  doors:\n    switch:\n{doors}      - {{goto: bye}}\n"
    heard = HEARING_PROMPTS if any("listen: " in b.text for b in found) else ()
    waited = (*QUEUE_PROMPTS, *DESK_PROMPTS) if any("{queue: " in b.text for b in found) else ()
    said = "".join(f'{key}: "Hm."\n' for key in (*heard, *waited))
    prompts = {file: text + said for file, text in SMALLEST.items() if file.startswith("prompts/")}
    desk = {"flows/desk.yaml": DESK} if any("queues:" in b.text for b in found) else {}
    return {**SMALLEST, **desk, "flows/main.yaml": main, **prompts, **{b.path: b.text for b in found}}
