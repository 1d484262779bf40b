"""The JSON Schemas: what the loader takes they take, what it refuses for its form they underline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from ivr.flow.example import DOCUMENTS, NODES, with_nodes
from ivr.flow.reading.source import Items, Scalar, Table, Tree, read
from ivr.flow.schema import schema, schemas
from tests.flow.broken import Broken, all_broken

HOME = Path(__file__).parents[2]
FORM = ("[unknown-key]", "[missing-setting]", "[wrong-value]", "[wrong-name]", "[unknown-kind]", "[empty]")


def plain(tree: Tree | None) -> Any:
    match tree:
        case Scalar():
            return tree.value
        case Items(items=items):
            return [plain(item) for item in items]
        case Table(entries=entries):
            return {name: plain(value) for name, value in entries.items()}
    return None


def complaints(kind: str, text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(schema(kind))
    return [error.message for error in validator.iter_errors(plain(read("x.yaml", text).tree))]


def kind_of(path: str) -> str:
    own = {f"flows/{kind}.yaml": kind for kind in ("city", "topics", "intents", "desk")}
    return own.get(path, "service" if "services" in path else "flow")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_is_a_schema_and_takes_a_good_document(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(name))
    assert complaints(name, DOCUMENTS[name][1]) == []


@pytest.mark.parametrize("kind", NODES)
def test_every_kind_of_node_is_taken(kind: str) -> None:
    assert complaints("flow", with_nodes(NODES[kind])["flows/example.yaml"]) == []


@pytest.mark.parametrize("broken", all_broken(), ids=lambda b: b.name)
def test_what_the_loader_refuses_for_its_form_is_underlined(broken: Broken) -> None:
    of_form = any(line.startswith(broken.path) and line.endswith(FORM) for line in broken.expected)
    readable = not read(broken.path, broken.text).problems
    if of_form and readable:
        assert complaints(kind_of(broken.path), broken.text)


def test_words_that_are_only_known_to_other_files_are_not_underlined() -> None:
    broken = next(b for b in all_broken() if b.name == "unknown_goto")
    assert complaints("flow", broken.text) == []


def test_every_setting_has_a_description_to_hover_over() -> None:
    for name in DOCUMENTS:
        whole = schema(name)
        for record in (whole, *whole["definitions"].values()):
            assert record["description"]
            assert all(one.get("description") for one in record["properties"].values())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_schemas_in_docs_are_the_ones_the_program_writes(name: str) -> None:
    written = (HOME / "docs" / "schema" / f"{name}.json").read_text("utf-8")
    assert written == schemas()[name], f"docs/schema/{name}.json is old; write it anew with: ivr flows manual"
    assert json.loads(written)["title"] == f"OneCall: {name}"


@pytest.mark.parametrize("file", sorted((HOME / "flows").glob("**/*.yaml")), ids=lambda p: p.stem)
def test_the_city_s_own_files_are_taken(file: Path) -> None:
    path = file.relative_to(HOME).as_posix()
    if not path.startswith("flows/calls/") and file.stem not in ("emergency_words", "emergency_examples"):
        assert complaints(kind_of(path), file.read_text("utf-8")) == []
