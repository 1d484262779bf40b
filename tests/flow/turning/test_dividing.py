"""A sentence of several problems is divided at what joins: which parts are heard, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.flow.turning.dividing import MOST, Heard, Part, following, joined, twice

POTHOLE, LIGHT, TRASH = "service|pothole", "service|street_light_out", "service|missed_trash"


def divided(text: str, needs: Mapping[str, Heard]) -> tuple[tuple[Part, ...], list[str]]:
    """The parts of a sentence of which these parts mean something, and what was heard to find them."""
    asked: list[str] = []
    while isinstance(found := following(text, [needs.get(each, Heard()) for each in asked]), str):
        asked.append(found)
    return found, asked


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a pothole and the light is out", ["a pothole", "the light is out"]),
        ("a pothole, the light is out", ["a pothole", "the light is out"]),
        ("a pothole and also, the light is out", ["a pothole", "the light is out"]),
        ("un bache y también la farola", ["un bache", "la farola"]),
        (
            "a pothole, and the light is out, and they missed my trash",
            ["a pothole", "the light is out", "they missed my trash"],
        ),
    ],
)
def test_each_part_is_what_stands_between_the_joints(text: str, parts: list[str]) -> None:
    needs = {part: Heard(need, True, True) for part, need in zip(parts, (POTHOLE, LIGHT, TRASH), strict=False)}
    found, _ = divided(text, needs)
    assert [part.text for part in found] == parts
    assert [part.need for part in found] == [POTHOLE, LIGHT, TRASH][: len(parts)]


def test_a_part_that_is_clear_is_not_divided_at_its_corner() -> None:
    needs = {"graffiti": Heard("service|graffiti", True, True), "a hole at Pratt and Light": Heard(POTHOLE, True, True)}
    found, asked = divided("a hole at Pratt and Light, and graffiti", {**needs, "Light": Heard(LIGHT, True)})
    assert found == (Part(POTHOLE, "a hole at Pratt and Light"), Part("service|graffiti", "graffiti"))
    assert "Light" not in asked


def test_a_part_that_hides_another_is_told_apart() -> None:
    """Of three the first two together sound like the first alone: the second is not lost."""
    text = "a pothole and the light is out and they missed my trash"
    needs = {
        "they missed my trash": Heard(TRASH, True, True),
        "a pothole and the light is out": Heard(POTHOLE, True),
        "the light is out": Heard(LIGHT, True),
        "a pothole": Heard(POTHOLE, True, True),
    }
    found, _ = divided(text, needs)
    assert [part.need for part in found] == [POTHOLE, LIGHT, TRASH]


def test_the_same_twice_running_is_one() -> None:
    needs = {
        "a pothole here": Heard(POTHOLE, True),
        "a pothole there": Heard(POTHOLE, True),
        "rats": Heard("service|rats", True),
    }
    found, _ = divided("a pothole here and a pothole there and rats", needs)
    assert found == (Part(POTHOLE, "a pothole here and a pothole there"), Part("service|rats", "rats"))


@pytest.mark.parametrize(("sure", "parts"), [(True, 3), (False, 0)])
def test_what_is_fairly_sure_counts_beside_two_that_are_sure(sure: bool, parts: int) -> None:
    needs = {"rats": Heard("service|rats", True, True), "a light": Heard(LIGHT), "a hole": Heard(POTHOLE, sure)}
    assert len(divided("a hole and a light and rats", needs)[0]) == parts


@pytest.mark.parametrize("text", ["", "and", "a pothole", "and a pothole", "a pothole,"])
def test_what_joins_nothing_is_not_divided(text: str) -> None:
    assert not joined(text)


def test_words_that_are_no_problem_leave_the_sentence_whole() -> None:
    assert divided("my mother and my father and the pothole", {"the pothole": Heard(POTHOLE, True)})[0] == ()


def test_a_long_story_is_heard_in_a_few_parts_only() -> None:
    found, asked = divided("rats and " * 500, {})
    assert (found, len(asked) <= MOST) == ((), True)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("a pothole here and another at 2400", True),
        ("a pothole here, one on Pratt Street", True),
        ("un bache aquí y otro en Pratt", True),
        ("a pothole here and one hundred cars", False),
        ("another pothole", False),
        ("", False),
    ],
)
def test_the_same_once_more_is_known_by_how_its_part_begins(text: str, is_so: bool) -> None:
    assert twice(text) is is_so


def test_the_same_told_as_another_is_another() -> None:
    needs = {part: Heard(POTHOLE, True, True) for part in ("a pothole here", "another one there", "one more word")}
    found, _ = divided("a pothole here and another one there", needs)
    assert [part.text for part in found] == ["a pothole here", "another one there"]
