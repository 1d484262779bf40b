"""The shape and colour of each kind of node in the picture of the flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.flow.model import KINDS, AnyNode, Block

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff", "frame": "#f7f8fa", "ink": "#17202b", "soft": "#56616e", "line": "#d4dae1", "arrow": "#8793a1",
    "ask": "#1769c2", "ask-fill": "#e8f1fc", "say": "#5f6c7b", "say-fill": "#ffffff", "choose": "#8a5a00",
    "choose-fill": "#fdf3dc", "work": "#157347", "work-fill": "#e4f5ea", "person": "#9a2f86", "person-fill": "#fae9f6",
    "end": "#b3261e", "end-fill": "#fdeceb",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "paper": "#0f141a", "frame": "#171e26", "ink": "#eef2f6", "soft": "#a9b5c2", "line": "#2f3a46", "arrow": "#74818f",
    "ask": "#6cb0ff", "ask-fill": "#14283f", "say": "#8e9bab", "say-fill": "#1f2832", "choose": "#e5b44c",
    "choose-fill": "#332910", "work": "#58c98a", "work-fill": "#12301f", "person": "#e587d1", "person-fill": "#38172f",
    "end": "#ff8a80", "end-fill": "#3a1816",
}  # fmt: skip


def styled(**colours: str) -> str:
    """Presentation attributes with CSS variables: `styled(fill="ink")` is fill="var(--flow-ink,#17202b)"."""
    return " ".join(f'{name}="var(--flow-{colour},{LIGHT[colour]})"' for name, colour in colours.items())


@dataclass(frozen=True, slots=True)
class Shape:
    """`words`: what a node of this kind does. `colour`: of LIGHT and DARK. `form`: of the outline."""

    name: str
    words: str
    colour: str
    form: str

    def outline(self, wide: float, tall: float, start: bool) -> str:
        """The outline at 0, 0; a start node has a double line."""
        look = f'{styled(fill=f"{self.colour}-fill", stroke=self.colour)} stroke-width="1.6"'
        ring = (
            f'<rect x="-4" y="-4" width="{wide + 8}" height="{tall + 8}" rx="13" fill="none" {styled(stroke="ink")}/>'
        )
        return (ring if start else "") + self._form(wide, tall, look)

    def _form(self, wide: float, tall: float, look: str) -> str:
        match self.form:
            case "hexagon":
                points = f"12,0 {wide - 12},0 {wide},{tall / 2} {wide - 12},{tall} 12,{tall} 0,{tall / 2}"
                return f'<polygon points="{points}" {look}/>'
            case "slanted":
                return f'<polygon points="12,0 {wide},0 {wide - 12},{tall} 0,{tall}" {look}/>'
            case "barred":
                bars = f'<path d="M8 0V{tall}M{wide - 8} 0V{tall}" fill="none" {styled(stroke=self.colour)}/>'
                return f'<rect width="{wide}" height="{tall}" rx="3" {look}/>{bars}'
            case "round":
                return f'<rect width="{wide}" height="{tall}" rx="{tall / 2}" {look}/>'
            case "listed":
                lines = f'<path d="M0 7H{wide}" fill="none" {styled(stroke=self.colour)}/>'
                return f'<rect width="{wide}" height="{tall}" rx="4" {look}/>{lines}'
        return f'<rect width="{wide}" height="{tall}" rx="9" {look}/>'


SHAPES: Mapping[str, Shape] = {
    "menu": Shape("menu", "asks with a menu", "ask", "plain"),
    "form": Shape("form", "asks one question after another", "ask", "listed"),
    "subdialog": Shape("subdialog", "another flow, and back", "say", "barred"),
    "return": Shape("return", "back to where it came from", "end", "round"),
    "review": Shape("review", "reads back and asks if it is right", "ask", "listed"),
    "record": Shape("record", "records the caller", "ask", "round"),
    "transfer": Shape("transfer", "connects to a person", "person", "slanted"),
    "queue": Shape("queue", "waits for a person", "person", "listed"),
    "disconnect": Shape("disconnect", "says goodbye", "end", "round"),
    "switch": Shape("switch", "depends on what is known", "choose", "hexagon"),
    "do": Shape("do", "does work", "work", "barred"),
    "say": Shape("say", "says or sets something", "say", "plain"),
}
_MERMAID = {
    "plain": ("[", "]"), "listed": ("[", "]"), "barred": ("[[", "]]"), "round": ("([", "])"), "hexagon": ("{{", "}}"),
    "slanted": ("[/", "/]"),
}  # fmt: skip
MERMAID = {shape: _MERMAID[shape.form] for shape in SHAPES.values()}


def shape_of(node: AnyNode) -> Shape:
    """The shape of the node's kind."""
    if isinstance(node, Block):
        return SHAPES["say"]
    return next(SHAPES[verb] for verb, kind in KINDS.items() if type(node) is kind)
