"""The loader: every mistake of every file at once, in plain words, and never a traceback."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.example import DOCUMENTS, SMALLEST, with_nodes
from ivr.flow.loader import load, version
from ivr.flow.problems import Problem, errors, nearest, render_github, render_json, render_text
from tests.flow.broken import Broken, all_broken, among

BROKEN = all_broken()
MAIN = SMALLEST["flows/main.yaml"]
# Words of pydantic and of ruamel that no administrator should ever meet.
JARGON = re.compile(
    r"Input should|valid string|union|NoneType|Traceback|scalar|mapping values|anchor|extra_forbidden|dict\b"
)


def found(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in load(files).problems]


def with_need(text: str) -> list[str]:
    """The problems when the menu of the smallest line is followed by `text`."""
    return found({**SMALLEST, "flows/main.yaml": MAIN.replace("    hear: intents\n", f"    hear: intents\n{text}")})


def test_the_smallest_line_has_no_problem_and_makes_a_book() -> None:
    loaded = load(SMALLEST)
    assert loaded.problems == ()
    assert loaded.book is not None
    assert loaded.book.node("main.need") is loaded.book.flows["main"].nodes["need"]
    assert loaded.book.emergency == {
        "en": {"certain": ["my house is on fire"]},
        "es": {"certain": ["mi casa se quema"]},
    }
    assert loaded.book.version == version(SMALLEST)


def test_services_topics_and_recordings_are_in_the_book() -> None:
    more = {DOCUMENTS[name][0]: DOCUMENTS[name][1] for name in ("service", "topics")}
    book = load({**SMALLEST, **more, "prompts/en/greeting.wav": "", "flows/calls/one.yaml": "]["}).book
    assert book is not None
    assert book.services["pothole"].questions[0].slot == "lane"
    assert list(book.topics) == ["city_hall_hours"]
    assert book.recordings == {"en/greeting.wav"}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda b: b.name)
def test_a_broken_file_is_told_in_exactly_these_words(broken: Broken) -> None:
    assert broken.expected, f"tests/flow/broken/{broken.name}.yaml expects nothing"
    assert tuple(found(broken.files)) == broken.expected


def test_the_mistakes_of_all_files_are_told_together() -> None:
    together = [b for b in BROKEN if b.path.endswith(f"/{b.name}.yaml")]
    told = set(found(among(together)))
    # Where a whole file is unreadable, nothing is claimed about what only that file could hold.
    doubtful = re.compile(r"\[(dead-end|unreachable|unused-prompt|unknown-return|queue-way-out)\]")
    missing = {line for b in together for line in b.expected if line not in told and not doubtful.search(line)}
    assert len(together) > 45
    assert missing == set()


def test_no_mistake_is_told_in_jargon() -> None:
    assert [line for b in BROKEN for line in found(b.files) if JARGON.search(line)] == []


def test_a_book_with_an_error_is_not_made_and_one_with_a_warning_is() -> None:
    by_name = {b.name: b for b in BROKEN}
    assert load(by_name["unknown_goto"].files).book is None
    assert load(by_name["too_long"].files).book is not None


def test_mistakes_in_one_part_do_not_hide_those_in_another() -> None:
    broken = "flow: main\nstart: a\nnodes:\n  a: {say: nothing_here, gotoo: b}\n  b: {menu: gone, choices: 5}\n"
    codes = {p.code for p in load({**SMALLEST, "flows/main.yaml": broken, "flows/city.yaml": "city: [\n"}).problems}
    assert {"unknown-key", "wrong-value", "yaml-syntax", "missing-prompt"} <= codes


@pytest.mark.parametrize("key", ["0", "'0'", '"0"', '"*"', '"#"'])
def test_keys_may_be_written_with_and_without_quotes(key: str) -> None:
    main = MAIN.replace("operator: {key: 0,", f"operator: {{key: {key},")
    assert found({**SMALLEST, "flows/main.yaml": main}) == []


def test_what_other_yaml_readers_turn_into_something_else_stays_as_it_is_written() -> None:
    nodes = "start:\n  set: {a: yes, b: no, c: 012, d: 8:00, e: on, f: 1.50, g: true, h: 0}\n  goto: main.bye\n"
    book = load(with_nodes(nodes)).book
    assert book is not None
    node = book.node("example.start")
    assert getattr(node, "set", None) == {
        "a": "yes", "b": "no", "c": "012", "d": "8:00", "e": "on", "f": "1.50", "g": "true", "h": "0",
    }  # fmt: skip


def test_norwegian_is_a_language_and_not_a_falsehood() -> None:
    city = SMALLEST["flows/city.yaml"].replace(
        "groups:", "  no: {name: norsk, voice: Polly.Ida-Neural, locale: no-NO}\ngroups:"
    )
    told = load({**SMALLEST, "flows/city.yaml": city}).problems
    assert {p.code for p in told} == {"missing-language"}
    assert "has no words in 'no'" in " ".join(p.message for p in told)


def test_a_number_that_is_no_number_is_told_with_what_was_expected() -> None:
    assert with_need("    timeout: five\n") == [
        "flows/main.yaml:16:14: `timeout` of node 'need' is 'five'; expected a whole number from 1 to 60 [wrong-value]"
    ]


def test_a_missing_file_is_told_by_its_name() -> None:
    assert [(p.file, p.code) for p in load({}).problems] == [
        ("flows/city.yaml", "missing-file"),
        ("flows/emergency_words.yaml", "missing-file"),
        ("flows/main.yaml", "missing-file"),
    ]


def test_a_file_nobody_reads_is_told() -> None:
    assert found({**SMALLEST, "flows/Main.yml": "x"})[0].startswith(
        "flows/Main.yml:1:1: warning: nothing reads this file"
    )


def test_the_version_depends_on_names_and_texts_and_not_on_the_order() -> None:
    assert re.fullmatch("[0-9a-f]{12}", version(SMALLEST))
    assert version(dict(reversed(list(SMALLEST.items())))) == version(SMALLEST)
    assert version({"a": "bc"}) != version({"ab": "c"})
    assert version({**SMALLEST, "flows/main.yaml": MAIN + " "}) != version(SMALLEST)


def test_four_hundred_nodes_load_in_well_under_two_seconds() -> None:
    node = "n{n}:\n    menu: greeting\n    choices:\n      - {{key: 1, says: {{en: [a, b], es: [c, d]}}, goto: n{m}}}\n"
    nodes = "".join("  " + node.format(n=n, m=(n + 1) % 400) for n in range(400))
    main = MAIN.replace("goto: bye}", "goto: many.n0}")
    begun = time.process_time()
    loaded = load({**SMALLEST, "flows/main.yaml": main, "flows/many.yaml": f"flow: many\nstart: n0\nnodes:\n{nodes}"})
    assert errors(loaded.problems) == []
    assert time.process_time() - begun < 10


# ------------------------------------------------------------------ anything at all


PIECES = [
    "\t",
    "\n",
    ":",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "*",
    "&a ",
    "#",
    "- ",
    "!x ",
    "%",
    "\x00",
    "\ud800",
    "<<: ",
    "~",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_with_anything_changed_never_raises(data: st.DataObject) -> None:
    sources = {**SMALLEST, DOCUMENTS["service"][0]: DOCUMENTS["service"][1]}
    file = data.draw(st.sampled_from(sorted(sources)))
    text = sources[file]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(st.sampled_from(PIECES) | st.text(max_size=4)) + text[end:]
    check_loaded({**sources, file: text})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_told_about_and_never_raises(text: str) -> None:
    check_loaded({**SMALLEST, "flows/main.yaml": text})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.sampled_from(["5", "[]", "{}", "[{a: [1]}]", "''", "~", "true", "{en: {es: 1}}", "no"]))
def test_any_value_in_any_place_never_raises(nth: int, value: str) -> None:
    places = list(re.finditer(r"(?<=: )[^\s{\[|>][^,}\n]*", MAIN))
    place = places[nth % len(places)]
    check_loaded({**SMALLEST, "flows/main.yaml": MAIN[: place.start()] + value + MAIN[place.end() :]})


def test_brackets_without_end_and_aliases_of_aliases_are_told() -> None:
    laughs = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(30))
    for text in ("[" * 5000, "{a: " * 5000, laughs, "a: &a [*a]", "x: " + "9" * 5000):
        assert load({**SMALLEST, "flows/main.yaml": text}).book is None


def check_loaded(files: dict[str, str]) -> None:
    loaded = load(files)
    assert (loaded.book is None) == bool(errors(loaded.problems))
    assert list(loaded.problems) == sorted(loaded.problems)
    for problem in loaded.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in problem.message
    render_text(loaded.problems), render_json(loaded.problems), render_github(loaded.problems)


# ------------------------------------------------------------------ problems


def test_problems_are_rendered_for_people_programs_and_github() -> None:
    bad = Problem("flows/a.yaml", 2, 3, "100% wrong,\nsee b", "wrong-value", "error", "right")
    mild = Problem("flows/a.yaml", 1, 1, "long", "too-long", "warning")
    assert render_text([bad, mild]).splitlines()[0] == "flows/a.yaml:1:1: warning: long [too-long]"
    assert render_text([bad, mild]).endswith("1 error, 1 warning\n")
    assert render_text([]) == "No problems found.\n"
    told = json.loads(render_json([bad, mild]))
    assert (told["errors"], told["warnings"], told["problems"][1]["suggestion"]) == (1, 1, "right")
    assert render_github([bad]) == (
        "::error file=flows/a.yaml,line=2,col=3,title=wrong-value::100%25 wrong, see b; did you mean 'right'?\n"
    )


def test_the_nearest_word_is_suggested_and_nothing_when_none_is_near() -> None:
    assert nearest("polise.start", ["police.start", "report.start"]) == "police.start"
    assert nearest("Still-There", ["still_there"]) == "still_there"
    assert nearest("zebra", ["police.start"]) == ""


def test_the_city_s_own_files_have_no_error() -> None:
    home = Path(__file__).parents[2]
    names = [p for folder in ("flows", "prompts") for p in sorted((home / folder).rglob("*.yaml"))]
    files = {p.relative_to(home).as_posix(): p.read_text("utf-8") for p in names}
    assert [str(p) for p in errors(load(files).problems)] == []


# ------------------------------------------------------------------ what is no text

SPANISH = "greeting: Teléfono de la ciudad.\n"


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (SPANISH.encode("latin-1"), "1:14: a letter here is not in UTF-8"),
        (SPANISH.encode("utf-16"), '1:1: this is no text in UTF-8, but perhaps in UTF-16 ("Unicode")'),
        (b"PK\x03\x04" + bytes(range(256)), "1:1: this is a Word or OpenOffice document"),
        (bytes.fromhex("D0CF11E0A1B11AE1"), "1:1: this is an old Word document"),
        (rb"{\rtf1\ansi greeting: Hello.}", "1:1: this is a document with formatting (RTF)"),
        (b"<html><body>greeting: Hello.</body>", "1:1: this is a web page"),
        (SPANISH.encode() * 150_000, "1:1: the file is too large"),
    ],
)
def test_a_file_that_is_no_text_is_told_once_with_what_it_is(saved: bytes, told: str) -> None:
    problems = found({**SMALLEST, "prompts/es.yaml": saved.decode("utf-8", "replace")})
    assert [line for line in problems if line.startswith(f"prompts/es.yaml:{told}")] == problems
    assert problems[0].endswith(("[encoding]",))


# ------------------------------------------------------------------ what a word processor leaves behind


def test_one_misspelt_target_is_told_alone_and_not_with_all_it_leaves_unreached() -> None:
    told = load({**SMALLEST, "flows/main.yaml": MAIN.replace("goto: need", "goto: ned")}).problems
    assert {p.code for p in told} == {"unknown-goto"}


def test_a_quote_that_is_not_closed_is_told_where_it_is_opened() -> None:
    prompts = 'greeting: "Hello.\ngoodbye: "Goodbye."\n'
    assert found({**SMALLEST, "prompts/en.yaml": prompts}) == [
        "prompts/en.yaml:1:11: the quote that is opened here is closed only in line 2; close it where the text ends "
        "[yaml-syntax]"
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("    timeout: “5”\n", "16:14: “ and ” are no quotes in YAML"),
        ("    note: “said: again”\n", "16:16: “ and ” are no quotes in YAML"),
        ("    note: a\u200bb\n", "16:12: a character that cannot be seen stands here"),
        ("    note:\u00a0ab\n", "16:10: this is no ordinary blank"),
        ("\u00a0   note: ab\n", "16:1: this is no ordinary blank"),
        ("    choices:\n      -{key: 1, goto: bye}\n", "17:21: a dash needs a blank after it"),
        ("    help: {en: Route #5, es: Ruta}\n", "16:11: a # begins a comment, so what is opened here is not closed"),
    ],
)
def test_what_a_word_processor_or_a_web_page_leaves_in_a_file_is_told(written: str, told: str) -> None:
    assert any(line.startswith(f"flows/main.yaml:{told}") for line in with_need(written)), with_need(written)


def test_a_number_sign_that_cuts_a_text_of_city_yaml_short_is_told() -> None:
    city = SMALLEST["flows/city.yaml"] + "announcement:\n  en: Route #5 is late.\n  es: Hoy no hay. # a comment\n"
    assert [p.code for p in load({**SMALLEST, "flows/city.yaml": city}).problems] == ["yaml-comment"]


# ------------------------------------------------------------------ what callers say in danger


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- my house is on fire\n", "1:1: the file is a list"),
        ("en: fire\n", "1:5: `en` is 'fire'"),
        ("en:\n  certain: fire\n", "2:12: `certain` of `en` is 'fire'"),
        ("en:\n  certain:\n    fire: on fire\n", "3:11: `fire` of `certain` of `en` is 'on fire'"),
        ("en:\n  certain:\n    fire:\n      - on fire: now\n", "4:9: item 1 of `fire` of `certain` is a table"),
        ("en:\n  certain:\n    fire:\n      -\n", "item 1 of `fire` of `certain` is empty"),
        ("en:\n  never:\n    fire: [hydrant]\n", "3:5: `never` of `en` is a table"),
        ("en:\n  ask: [<past here]\n", "2:9: '<past here' opens a < that is not closed"),
        ("en:\n  ask: [fire]\noff: yes\n", "3:6: `off` is 'yes'"),
    ],
)
def test_a_phrase_of_danger_that_would_be_left_out_without_a_word_is_told(written: str, told: str) -> None:
    problems = load({**SMALLEST, "flows/emergency_words.yaml": written})
    assert problems.book is None
    assert any(told in str(p) for p in problems.problems), problems.problems
