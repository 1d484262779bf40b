"""The checks: each has a page in the manual whose mistake it finds, and a broken file; the good they leave alone."""

from __future__ import annotations

import pytest

from ivr.flow.checks import CheckModule, all_checks
from ivr.flow.checks.emergency_number import emergency
from ivr.flow.example import DOCUMENTS, NODES, SMALLEST, queued, with_nodes
from ivr.flow.loader import load
from ivr.flow.manual import examples_of
from ivr.flow.placeholders import ENGINE_PROMPTS, fields, strays
from ivr.flow.reading.said import seconds
from tests.flow.broken import all_broken

CHECKS = all_checks()


@pytest.mark.parametrize("module", CHECKS, ids=lambda m: m.CODE)
def test_every_check_says_what_why_and_how_and_finds_the_mistake_it_shows(module: CheckModule) -> None:
    page = module.__doc__ or ""
    assert page.splitlines()[0].endswith(".")
    assert "Remedy: " in page
    for example in examples_of(page):
        found = [p for p in load({**SMALLEST, **example}).problems if p.code == module.CODE]
        assert found, f"the example of {module.CODE} does not show it"
        assert {p.severity for p in found} == {module.SEVERITY}


def test_every_check_has_a_broken_file() -> None:
    shown = {line.rpartition("[")[2].rstrip("]") for broken in all_broken() for line in broken.expected}
    assert {m.CODE for m in CHECKS} - shown == {"missing-file"}  # a file that is not there cannot be a fixture


def test_every_check_shows_a_mistake_unless_a_whole_file_is_missing() -> None:
    assert [m.CODE for m in CHECKS if not examples_of(m.__doc__ or "")] == ["missing-file"]


def test_codes_are_unique() -> None:
    assert len({m.CODE for m in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("kind", NODES)
def test_no_check_finds_fault_with_a_good_node(kind: str) -> None:
    assert load(with_nodes(NODES[kind])).problems == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_check_finds_fault_with_a_good_document(name: str) -> None:
    file, text = DOCUMENTS[name]
    assert load({**SMALLEST, file: text}).problems == ()


@pytest.mark.parametrize("number", ["911", "+1911", "1 911", "+1-988", "112", "999", "933", "9 911", "(911)", "0112"])
def test_emergency_numbers_are_known_however_they_are_written(number: str) -> None:
    assert emergency(number)


@pytest.mark.parametrize("number", ["+14105550100", "4109115000", "+19115550100", "", "12345"])
def test_other_numbers_are_not_emergency_numbers(number: str) -> None:
    assert not emergency(number)


def test_the_emergency_line_must_have_ten_digits() -> None:
    city = SMALLEST["flows/city.yaml"] + 'emergency_line: "+14105550199"\n'
    assert load({**SMALLEST, "flows/city.yaml": city}).problems == ()
    city = city.replace("+14105550199", "311")
    assert {p.code for p in load({**SMALLEST, "flows/city.yaml": city}).problems} == {"emergency-number"}


def test_a_node_reached_only_by_doubt_or_a_retry_is_reached() -> None:
    main = SMALLEST["flows/main.yaml"].replace("subdialog: danger}", "subdialog: danger, doubt: sure}")
    main = main.replace("[sorry_again], then: person", "[sorry_again], then: last")
    main += "  sure: {say: greeting, goto: back}\n  last: {say: greeting, goto: person}\n"
    assert load({**SMALLEST, "flows/main.yaml": main}).problems == ()


def test_a_word_misspelt_in_one_place_makes_nothing_unused_elsewhere() -> None:
    main = SMALLEST["flows/main.yaml"].replace("    menu: what_do_you_need\n", "    menuu: what_do_you_need\n")
    assert [p.code for p in load({**SMALLEST, "flows/main.yaml": main}).problems] == ["unknown-kind"]


def test_placeholders_are_read_with_their_format() -> None:
    assert fields("a {number:spell} b {due:date} {place}") == [("number", "spell"), ("due", "date"), ("place", "")]
    assert strays("{ok} {not ok} { {Bad} }") == ["{not ok}", "{", "{Bad}", "}"]


def test_the_prompts_of_the_line_itself_are_asked_for_by_name() -> None:
    prompts = SMALLEST["prompts/en.yaml"].replace("sorry_operator:", "sorry_operater:")
    spanish = SMALLEST["prompts/es.yaml"].replace("sorry_operator:", "sorry_operater:")
    told = load({**SMALLEST, "prompts/en.yaml": prompts, "prompts/es.yaml": spanish}).problems
    assert {p.code for p in told} == {"missing-prompt", "unused-prompt"}
    assert "sorry_operator" in ENGINE_PROMPTS


def test_spanish_is_said_faster_and_sentences_take_a_rest() -> None:
    assert seconds("a" * 150, "en") == 10.0
    assert seconds("a" * 165, "es") == 10.0
    assert seconds("One. Two.", "en") > seconds("One, two,", "en")


def test_a_city_that_takes_words_from_the_whisper_is_told_what_agents_would_miss() -> None:
    files = with_nodes(NODES["queue"])
    lines = files["prompts/en.yaml"].splitlines(keepends=True), files["prompts/es.yaml"].splitlines(keepends=True)
    for file, text in zip(("prompts/en.yaml", "prompts/es.yaml"), lines, strict=True):
        files[file] = "".join(line for line in text if not line.startswith("whisper_about:"))
    told = [str(p) for p in load(files).problems]
    assert told == [
        "prompts/en.yaml:1:1: prompt 'whisper_about' is in no prompts/*.yaml, but the line says it by itself "
        "[missing-prompt]"
    ]


def test_a_whisper_holds_what_is_said_of_it_and_nothing_else_of_the_call() -> None:
    files = with_nodes(NODES["queue"])
    files["prompts/en.yaml"] = files["prompts/en.yaml"].replace('"at {place},"', '"at {place}, due {due},"')
    told = [p.sentence for p in load(files).problems]
    assert told == ["nothing fills the placeholder {due}"]


def test_where_callers_wait_agents_must_have_a_script_and_a_procedure() -> None:
    files = {file: text for file, text in queued().items() if file != "flows/desk.yaml"}
    assert [(p.file, p.code) for p in load(files).problems if p.severity == "error"] == [
        ("flows/desk.yaml", "missing-file")
    ]
