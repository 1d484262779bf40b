"""The picture of the flows: every node is in it once, nothing overlaps, and it is a picture a browser reads."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow import graph
from ivr.flow.book import Book
from ivr.flow.example import NODES, SMALLEST, with_nodes
from ivr.flow.loader import load
from ivr.flow.picture import layout

SVG = "{http://www.w3.org/2000/svg}"


def book_of(files: dict[str, str]) -> Book:
    book = load(files).book
    assert book is not None
    return book


BOOKS = {"smallest": dict(SMALLEST), **{kind: with_nodes(nodes) for kind, nodes in NODES.items()}}


@pytest.mark.parametrize("name", BOOKS)
def test_every_node_is_drawn_once_and_can_be_lit_up(name: str) -> None:
    book = book_of(BOOKS[name])
    drawn = [e.get("data-node") for e in ElementTree.fromstring(graph.svg(book)).iter() if e.get("data-node")]
    assert sorted(map(str, drawn)) == sorted(f"{f}.{n}" for f, d in book.flows.items() for n in d.nodes)


def test_every_node_has_a_title_for_those_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(graph.svg(book_of(dict(SMALLEST))))
    assert root.get("role") == "img"
    titles = {e.get("data-node"): e.findtext(f"{SVG}title") for e in root.iter(f"{SVG}g") if e.get("data-node")}
    assert titles["main.need"] == (
        "main.need, asks with a menu: How can I help? To report a problem, press 1. To end the call, press 2."
    )


def test_arrows_say_how_they_are_taken() -> None:
    texts = {e.text for e in ElementTree.fromstring(graph.svg(book_of(dict(SMALLEST)))).iter(f"{SVG}text")}
    assert {"1 service", "2", "silence, no match", "filed", "failed"} <= texts


def test_a_way_into_another_flow_ends_in_a_signpost() -> None:
    root = ElementTree.fromstring(graph.svg(book_of(with_nodes(NODES["switch"]))))
    assert {e.get("data-exit") for e in root.iter() if e.get("data-exit")} >= {"main.bye", "main.file", "main.person"}


def test_words_of_the_flows_cannot_break_the_picture() -> None:
    files = dict(SMALLEST)
    for language in ("en", "es"):
        files[f"prompts/{language}.yaml"] = files[f"prompts/{language}.yaml"].replace(
            "goodbye:", "goodbye: '</text><script>alert(1)</script> & \"quotes\"' #", 1
        )
    picture = graph.svg(book_of(files))
    assert "<script" not in picture
    ElementTree.fromstring(picture)


def test_the_same_book_gives_the_same_picture() -> None:
    assert graph.svg(book_of(dict(SMALLEST))) == graph.svg(book_of(dict(SMALLEST)))


def test_mermaid_holds_every_node_and_every_way() -> None:
    text = graph.mermaid(book_of(dict(SMALLEST)))
    assert text.startswith("flowchart TD\n  subgraph main\n")
    assert '    main.need["need"]\n' in text
    assert '  main.need -->|"1 service"| main.report\n' in text
    assert '  main.need -.->|"silence, no match"| main.person\n' in text


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, layout.Size], list[layout.Arrow]]:
    names = [f"n{n}" for n in range(draw(st.integers(1, 12)))]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from([(0.0, 0.0), (40.0, 16.0)]))
    return dict.fromkeys(names, (100.0, 40.0)), [layout.Arrow(*e) for e in draw(st.lists(ends, max_size=25))]


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_no_two_boxes_ever_overlap_and_all_stand_within_the_picture(
    drawn: tuple[dict[str, layout.Size], list[layout.Arrow]],
) -> None:
    boxes, arrows = drawn
    placed = layout.arrange(boxes, arrows)
    spots = list(placed.centres.items())
    for number, (one, (x, y)) in enumerate(spots):
        assert -0.01 <= x - boxes[one][0] / 2 <= x + boxes[one][0] / 2 <= placed.width + 0.01
        assert -0.01 <= y - boxes[one][1] / 2 <= y + boxes[one][1] / 2 <= placed.height + 0.01
        for other, (u, v) in spots[number + 1 :]:
            apart = abs(x - u) >= (boxes[one][0] + boxes[other][0]) / 2 - 0.01
            assert apart or abs(y - v) >= (boxes[one][1] + boxes[other][1]) / 2 - 0.01
    for arrow, route in zip(arrows, placed.routes, strict=True):
        assert (route[0], route[-1]) == (placed.centres[arrow.source], placed.centres[arrow.target])
