"""The flows as a picture: Mermaid text for documents, and an SVG whose nodes a page can light up (data-node)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from xml.sax.saxutils import escape, quoteattr

from ivr.flow.book import Book
from ivr.flow.model import AnyNode, Block, FlowDocument, Link, Queue, Transfer
from ivr.flow.picture import layout
from ivr.flow.picture.shapes import DARK, LIGHT, MERMAID, Shape, shape_of, styled
from ivr.flow.reading.ways import Way, all_ways, full

BOX, PILL, MARGIN, HEAD = (176.0, 46.0), 24.0, 22.0, 40.0
LETTER = 6.1  # width of one letter of the 11-pixel label, on average


@dataclass(frozen=True, slots=True)
class _Cluster:
    """One flow, laid out: `exits` are the signposts to other flows, by the name of their box."""

    flow: str
    links: tuple[str, ...]
    boxes: dict[str, tuple[float, float]]
    exits: dict[str, str]
    arrows: tuple[layout.Arrow, ...]
    labels: tuple[str, ...]
    dashed: tuple[bool, ...]
    placed: layout.Placed

    @property
    def size(self) -> tuple[float, float]:
        rows = len(_wrapped(self.links, self.placed.width))
        wide = max(self.placed.width, 150.0) + 2 * MARGIN
        return wide, self.placed.height + HEAD + rows * 18 + 2 * MARGIN


def mermaid(book: Book) -> str:
    """A Mermaid flowchart of every flow and every way between nodes."""
    lines = ["flowchart TD"]
    for document in _ordered(book):
        flow = document.flow
        lines.append(f"  subgraph {flow}")
        for name, node in document.nodes.items():
            left, right = MERMAID[shape_of(node)]
            lines.append(f'    {flow}.{name}{left}"{name}"{right}')
        lines.append("  end")
    for (source, target), (label, dashed) in _merged(w for w in _ways(book) if not w.source.endswith(".")).items():
        line = "-.->" if dashed else "-->"
        words = f'|"{label.replace(chr(34), chr(39))}"|' if label else ""
        lines.append(f"  {source} {line}{words} {target}")
    return "\n".join(lines) + "\n"


def svg(book: Book) -> str:
    """The flows as one SVG, a frame for each; ways into other flows end in a signpost with their name.

    Colours are presentation attributes with CSS variables (--flow-paper, --flow-ink …), so that a page with a strict
    content policy can set them; opened by itself the picture follows the viewer's light or dark setting.
    """
    ways = [way for way in _ways(book) if not way.source.endswith(".")]
    clusters = [_cluster(document, ways) for document in _ordered(book)]
    spots, width, height = _packed(clusters)
    frames = "".join(_frame(book, c, *spot) for c, spot in zip(clusters, spots, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-graph" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" role="img" aria-labelledby="flow-graph-title"'
        f' font-family="system-ui, -apple-system, Segoe UI, Roboto, sans-serif">'
        f'<title id="flow-graph-title">{escape(_title(book))}</title>'
        f"<style>{_variables()}</style><defs>{_arrowhead()}</defs>"
        f'<rect width="100%" height="100%" {styled(fill="paper")}/>{frames}</svg>\n'
    )


def _title(book: Book) -> str:
    return f"The flows of {book.city.city}'s line: {', '.join(document.flow for document in _ordered(book))}"


# ------------------------------------------------------------------ what is drawn


def _ways(book: Book) -> list[Way]:
    return all_ways(book.flows, book.services)


def _merged(ways: Iterator[Way]) -> dict[tuple[str, str], tuple[str, bool]]:
    """(source, target) → (labels in one line, whether all of them are failures): one arrow instead of many."""
    merged: dict[tuple[str, str], list[Way]] = {}
    for way in ways:
        merged.setdefault((way.source, way.target), []).append(way)
    return {ends: (_label(found), all(w.manner == "failure" for w in found)) for ends, found in merged.items()}


def _label(ways: list[Way]) -> str:
    labels = list(dict.fromkeys(way.label for way in ways if way.label))
    text = ", ".join(labels)
    return text if len(text) <= 26 else f"{text[:25].rstrip(', ')}…"


def _cluster(document: FlowDocument, ways: list[Way]) -> _Cluster:
    boxes = {f"{document.flow}.{name}": BOX for name in _start_first(document)}
    exits: dict[str, str] = {}
    arrows, labels, dashed = [], [], []
    for (source, target), (label, failed) in _merged(w for w in ways if w.source in boxes).items():
        end = target
        if target not in boxes:
            end = f"{source}→{target}"
            exits[end] = target
        arrows.append(layout.Arrow(source, end, (len(label) * LETTER + 10, 17.0) if label else (8.0, 6.0)))
        labels.append(label)
        dashed.append(failed)
    sizes = boxes | {end: (len(target) * 6.4 + 26, PILL) for end, target in exits.items()}
    placed = layout.arrange(sizes, arrows)
    links = tuple(_link(document.flow, name, link) for name, link in document.links.items())
    return _Cluster(document.flow, links, sizes, exits, tuple(arrows), tuple(labels), tuple(dashed), placed)


def _start_first(document: FlowDocument) -> list[str]:
    return sorted(document.nodes, key=lambda name: name != document.start)


def _link(flow: str, name: str, link: Link) -> str:
    target = link.goto or link.subdialog
    goes = f" → {full(flow, target)}" if target else ""
    return f"{link.key + ' ' if link.key else ''}{name.replace('_', ' ')}{goes}"


def _packed(clusters: list[_Cluster]) -> tuple[list[tuple[float, float]], float, float]:
    """Frames side by side and below each other, each as high up as it fits: their places, and the size of the whole."""
    area = sum((c.size[0] + MARGIN) * (c.size[1] + MARGIN) for c in clusters)
    limit = max([sqrt(area * 1.7), *(c.size[0] for c in clusters)]) + MARGIN
    skyline = [(MARGIN, limit + MARGIN, MARGIN)]  # (from x, to x, free from y)
    spots: list[tuple[float, float]] = []
    for cluster in clusters:
        wide, tall = cluster.size
        starts = [left for left, _, _ in skyline if left + wide <= limit + MARGIN] or [MARGIN]
        under = {x: max(y for a, b, y in skyline if a < x + wide and b > x) for x in starts}
        left = min(starts, key=lambda x: (under[x], x))
        spots.append((left, under[left]))
        skyline = _covered(skyline, left, left + wide + MARGIN, under[left] + tall + MARGIN)
    ends = [(x + c.size[0], y + c.size[1]) for (x, y), c in zip(spots, clusters, strict=True)]
    return spots, max(x for x, _ in ends) + MARGIN, max(y for _, y in ends) + MARGIN


def _covered(
    skyline: list[tuple[float, float, float]], left: float, right: float, free: float
) -> list[tuple[float, float, float]]:
    """The skyline after a frame from left to right was put in, below which `free` begins."""
    rest = [part for a, b, y in skyline for part in ((a, min(b, left), y), (max(a, right), b, y)) if part[0] < part[1]]
    return sorted([*rest, (left, right, free)])


def _ordered(book: Book) -> list[FlowDocument]:
    """The flows as a call comes to them: main first, then what it leads to."""
    leads: dict[str, list[str]] = {}
    for way in _ways(book):
        leads.setdefault(way.source.partition(".")[0], []).append(way.target.partition(".")[0])
    order, queue = list[str](), ["main", *book.flows]
    while queue:
        flow = queue.pop(0)
        if flow in book.flows and flow not in order:
            order.append(flow)
            queue = [*leads.get(flow, []), *queue] if flow == "main" else [*queue, *leads.get(flow, [])]
    return [book.flows[flow] for flow in order]


# ------------------------------------------------------------------ ink


def _frame(book: Book, cluster: _Cluster, left: float, top: float) -> str:
    wide, tall = cluster.size
    parts = [
        f'<g transform="translate({left:.1f} {top:.1f})" data-flow="{cluster.flow}">',
        f'<rect width="{wide:.1f}" height="{tall:.1f}" rx="14" {styled(fill="frame", stroke="line")}/>',
        f'<text x="{MARGIN}" y="30" font-size="17" font-weight="700" {styled(fill="ink")}>{cluster.flow}</text>',
    ]
    rows = _wrapped(cluster.links, cluster.placed.width)
    for number, row in enumerate(rows):
        y = HEAD + 12 + number * 18
        parts.append(f'<text x="{MARGIN}" y="{y}" font-size="11" {styled(fill="soft")}>{escape(row)}</text>')
    shift = max(0.0, (wide - 2 * MARGIN - cluster.placed.width) / 2)
    parts.append(f'<g transform="translate({MARGIN + shift:.1f} {HEAD + len(rows) * 18 + MARGIN:.1f})">')
    parts += [*_arrows(cluster), *_boxes(book, cluster), "</g></g>"]
    return "".join(parts)


def _wrapped(links: tuple[str, ...], width: float) -> list[str]:
    """The links as lines under the flow's name, as wide as the flow."""
    rows: list[str] = []
    for link in links:
        if rows and (len(rows[-1]) + len(link)) * 5.6 < max(width, 300):
            rows[-1] += f"   ·   {link}"
        else:
            rows.append(link if rows else f"at any question:  {link}")
    return rows


def _arrows(cluster: _Cluster) -> Iterator[str]:
    placed = cluster.placed
    texts: list[str] = []
    for number, arrow in enumerate(cluster.arrows):
        points = _trimmed(placed.routes[number], cluster.boxes[arrow.source], cluster.boxes[arrow.target])
        dash = ' stroke-dasharray="4 4"' if cluster.dashed[number] else ""
        target = cluster.exits.get(arrow.target, arrow.target)
        yield (
            f'<path d="{_curve(points)}" fill="none" stroke-width="1.4"{dash} {styled(stroke="arrow")}'
            f' marker-end="url(#flow-arrow)" data-from="{arrow.source}" data-to="{target}"/>'
        )
        if label := cluster.labels[number]:
            x, y = placed.labels[number]
            texts.append(_tag(label, x, y))
    yield from texts


def _tag(label: str, x: float, y: float) -> str:
    wide = len(label) * LETTER + 8
    left, top = x - wide / 2, y - 8.5
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="17" rx="5" {styled(fill="frame")}/>'
        f'<text x="{x:.1f}" y="{y + 3.8:.1f}" font-size="11" text-anchor="middle" {styled(fill="soft")}>'
        f"{escape(label)}</text>"
    )


def _trimmed(
    route: tuple[layout.Point, ...], first: tuple[float, float], last: tuple[float, float]
) -> list[layout.Point]:
    """The route from the edge of the first box to the edge of the last, entering from above or below."""
    if len(route) == 2 and route[0] == route[1]:  # a node that leads to itself
        y, right = route[0][1], route[0][0] + first[0] / 2
        return [(right, y - 9), (right + 26, y - 16), (right + 26, y + 16), (right + 2, y + 9)]
    down = route[-1][1] > route[0][1]
    start = (route[0][0], route[0][1] + (first[1] / 2 if down else -first[1] / 2))
    end = (route[-1][0], route[-1][1] + (-last[1] / 2 - 2 if down else last[1] / 2 + 2))
    return [start, *route[1:-1], end]


def _curve(points: list[layout.Point]) -> str:
    """A smooth line through the points that leaves and enters vertically."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (y1 + y2) / 2
        path += f"C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"
    return path


def _boxes(book: Book, cluster: _Cluster) -> Iterator[str]:
    for name, (x, y) in cluster.placed.centres.items():
        wide, tall = cluster.boxes[name]
        if target := cluster.exits.get(name):
            yield _signpost(target, x, y, wide, tall)
            continue
        node = book.node(name)
        shape = shape_of(node)
        title = name.partition(".")[2]
        start = book.flows[cluster.flow].start == title
        at = f"translate({x - wide / 2:.1f} {y - tall / 2:.1f})"
        yield (
            f'<g data-node="{name}" class="flow-node flow-{shape.name}" transform="{at}">'
            f"<title>{escape(_told(book, name, node, shape))}</title>{shape.outline(wide, tall, start)}"
            f'<text x="{wide / 2:.1f}" y="{tall / 2 - 3:.1f}" font-size="13" font-weight="600" text-anchor="middle"'
            f" {styled(fill='ink')}>{escape(_short(title, 24))}</text>"
            f'<text x="{wide / 2:.1f}" y="{tall / 2 + 13:.1f}" font-size="10.5" text-anchor="middle"'
            f" {styled(fill='soft')}>{escape(_short(_subtitle(book, node, shape), 30))}</text></g>"
        )


def _signpost(target: str, x: float, y: float, wide: float, tall: float) -> str:
    return (
        f'<g data-exit={quoteattr(target)} transform="translate({x - wide / 2:.1f} {y - tall / 2:.1f})">'
        f"<title>{escape(f'goes on in {target}')}</title>"
        f'<rect width="{wide:.1f}" height="{tall:.1f}" rx="{tall / 2:.1f}" stroke-dasharray="3 3"'
        f" {styled(fill='paper', stroke='line')}/>"
        f'<text x="{wide / 2:.1f}" y="{tall / 2 + 4:.1f}" font-size="11" text-anchor="middle" {styled(fill="soft")}>'
        f"{escape(target)} ↗</text></g>"
    )


def _told(book: Book, name: str, node: AnyNode, shape: Shape) -> str:
    words = " ".join(_words(book, node))
    return f"{name}, {shape.words}" + (f": {words}" if words else "")


def _subtitle(book: Book, node: AnyNode, shape: Shape) -> str:
    match node:
        case Transfer():
            return f"☎ {node.transfer.replace('_', ' ')}"
        case Queue():
            return f"in line: {node.queue.replace('_', ' ')}"
        case Block(set=dict(slots)) if not node.say:
            return "set " + ", ".join(slots)
    return next(iter(_words(book, node)), "") or shape.words


def _words(book: Book, node: AnyNode) -> Iterator[str]:
    """What the node says, in the language a call begins in."""
    language = next(iter(book.city.languages))
    spoken = next((s for s in ("menu", "say", "review", "record", "disconnect") if getattr(node, s, None)), None)
    value = getattr(node, spoken) if spoken else []
    for prompt in [value] if isinstance(value, str | dict) else value:
        text = (
            prompt.get(language, "") if isinstance(prompt, dict) else book.prompts.get(language, {}).get(prompt, prompt)
        )
        yield " ".join(text.removeprefix(f"[{text[1:3]}] ").split())


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _variables() -> str:
    light = ";".join(f"--flow-{name}:{colour}" for name, colour in LIGHT.items())
    dark = ";".join(f"--flow-{name}:{colour}" for name, colour in DARK.items())
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _arrowhead() -> str:
    return (
        '<marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0.8 7.5 4 0 7.2z" {styled(fill="arrow")}/></marker>'
    )
