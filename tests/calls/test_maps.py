"""The maps of a process: another gazetteer takes effect without a restart, on every machine; a bad one never does."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.calls.errors import NoMap
from ivr.calls.maps import Maps, Shelf, taken
from ivr.calls.mapshelf import PostgresMaps, publish, publish_file
from ivr.db.engine import transaction
from ivr.db.errors import DatabaseUnavailable
from ivr.places import keeping
from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.places.problems import NotAGazetteer

from .build import NOON
from .conftest import until
from .proxy import Proxy

STARTER = "city: Startertown\nstreets:\n  - {name: Main Street, anchors: [[1, 39.3, -76.6], [900, 39.31, -76.6]]}\n"


@dataclass
class Machine:
    """One machine: its folder, and what its processes answer with."""

    folder: Path
    made: list[Maps] = field(default_factory=list)
    warmed: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "city.gazetteer"

    @property
    def yaml(self) -> Path:
        return self.folder / "streets.yaml"

    def process(self, shelf: Shelf | None = None) -> Maps:
        maps = Maps(
            self.file,
            shelf,
            starter=lambda: [self.yaml] if self.yaml.exists() else [],
            load=lambda path: keeping.load(path, check=True),
            build=starter.build,
            warm=lambda gazetteer: self.warmed.append(gazetteer.city),
            poll=0.05,
        )
        self.made.append(maps)
        return maps


@pytest.fixture
def new_machine(tmp_path: Path) -> Iterator[Callable[[str], Machine]]:
    made: list[Machine] = []

    def make(name: str) -> Machine:
        machine = Machine(tmp_path / name)
        machine.folder.mkdir()
        machine.yaml.write_text(STARTER)
        made.append(machine)
        return machine

    yield make
    for machine in made:
        for maps in machine.made:
            maps.close()
    time.sleep(0.1)


@pytest.fixture
def machine(new_machine: Callable[[str], Machine]) -> Machine:
    return new_machine("one")


def imported(machine: Machine, city: str) -> Gazetteer:
    """What `ivr places import` leaves behind."""
    builder = Builder(city, complete=True)
    builder.anchored("Main Street", [(1, 39.3, -76.6), (900, 39.31, -76.6)], also=())
    keeping.save(builder.build().sheet, machine.file)
    return keeping.load(machine.file)


# ------------------------------------------------------------------ one machine


def test_a_fresh_clone_answers_with_the_starter_map(machine: Machine) -> None:
    assert machine.process().start().city == "Startertown"


def test_an_imported_gazetteer_takes_effect_without_a_restart(machine: Machine) -> None:
    maps = machine.process()
    maps.start()
    for city in ("Oldtown", "Newtown"):
        imported(machine, city)
        until(lambda city=city: maps.current().city == city)  # type: ignore[misc]
    assert machine.warmed == ["Startertown", "Oldtown", "Newtown"]


def test_a_starter_that_is_edited_takes_effect_too(machine: Machine) -> None:
    maps = machine.process()
    maps.start()
    machine.yaml.write_text(STARTER.replace("Startertown", "Othertown"))
    until(lambda: maps.current().city == "Othertown")


@pytest.mark.parametrize("how", ["cut short", "something else", "a bit"])
def test_a_damaged_file_leaves_the_map_before_in_force(machine: Machine, how: str) -> None:
    imported(machine, "Oldtown")
    maps = machine.process()
    maps.start()
    damage(machine.file, how)
    time.sleep(0.3)
    assert maps.current().city == "Oldtown"
    assert maps.current().named("main")
    imported(machine, "Newtown")
    until(lambda: maps.current().city == "Newtown")


def test_a_process_that_finds_a_damaged_file_starts_and_mends_itself_when_the_file_is(machine: Machine) -> None:
    imported(machine, "Oldtown")
    damage(machine.file, "cut short")
    maps = machine.process()
    assert maps.start().city == "Startertown"
    imported(machine, "Newtown")
    until(lambda: maps.current().city == "Newtown")


def test_a_starter_with_a_mistake_is_no_reason_not_to_answer(machine: Machine) -> None:
    machine.yaml.write_text("streets: 7")
    assert not machine.process().start().streets
    machine.yaml.unlink()
    assert not machine.process().start().streets


def damage(file: Path, how: str) -> None:
    """Replaces the file as another program would, so that who has the old one open keeps it."""
    data = bytearray(file.read_bytes())
    data[len(data.rstrip(b"\0")) - 1] ^= 1
    bad = {"cut short": bytes(data[:300]), "something else": b"hello", "a bit": bytes(data)}[how]
    file.with_name("bad").write_bytes(bad)
    os.replace(file.with_name("bad"), file)


# ------------------------------------------------------------------ several machines


def test_a_published_gazetteer_reaches_every_machine(
    new_machine: Callable[[str], Machine], database: Engine, database_url: str
) -> None:
    here, there = new_machine("here"), new_machine("there")
    maps = [machine.process(PostgresMaps(database)) for machine in (here, here, there)]
    for each in maps:
        each.start()
    for city in ("Oldtown", "Newtown"):
        version = imported(here, city).about.version
        assert publish_file(database_url, here.file, "ana", NOON) == version
        until(lambda city=city: [each.current().city for each in maps] == [city] * 3)  # type: ignore[misc]
    assert there.file.read_bytes() == here.file.read_bytes()


def test_a_new_machine_answers_its_first_call_with_what_is_published(
    new_machine: Callable[[str], Machine], database: Engine, database_url: str
) -> None:
    here, there = new_machine("here"), new_machine("there")
    imported(here, "Oldtown")
    publish_file(database_url, here.file, "ana", NOON)
    assert there.process(PostgresMaps(database)).start().city == "Oldtown"


def test_an_import_after_the_last_publishing_stands_on_its_machine(
    machine: Machine, database: Engine, database_url: str
) -> None:
    imported(machine, "Oldtown")
    publish_file(database_url, machine.file, "ana", NOON)
    imported(machine, "Newtown")
    maps = machine.process(PostgresMaps(database))
    maps.start()
    time.sleep(0.3)
    assert maps.current().city == "Newtown"
    publish_file(database_url, machine.file, "ana", NOON)
    assert taken(machine.file) == PostgresMaps(database).current()


def test_a_published_gazetteer_that_is_no_good_replaces_nothing(machine: Machine, database: Engine) -> None:
    imported(machine, "Oldtown")
    with transaction(database) as session:
        publish(session, b"this is no gazetteer", "mallory", NOON)
    maps = machine.process(PostgresMaps(database))
    maps.start()
    time.sleep(0.3)
    assert maps.current().city == "Oldtown"
    assert sorted(path.name for path in machine.folder.iterdir()) == ["city.gazetteer", "streets.yaml"]


def test_a_database_that_is_away_leaves_the_map_in_force_and_is_asked_again(
    machine: Machine, far: Engine, proxy: Proxy, database: Engine, database_url: str, tmp_path: Path
) -> None:
    imported(machine, "Oldtown")
    maps = machine.process(PostgresMaps(far))
    maps.start()
    proxy.cut()
    time.sleep(0.3)
    assert maps.current().city == "Oldtown"
    elsewhere = Machine(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    imported(elsewhere, "Newtown")
    publish_file(database_url, elsewhere.file, "ana", NOON)
    proxy.restore()
    until(lambda: maps.current().city == "Newtown")


def test_the_database_keeps_the_current_gazetteer_alone(machine: Machine, database: Engine, database_url: str) -> None:
    for city in ("Oldtown", "Newtown"):
        imported(machine, city)
        before = PostgresMaps(database).current()
        publish_file(database_url, machine.file, "ana", NOON)
    assert before
    assert PostgresMaps(database).fetch(before) is None


def test_what_cannot_be_published_is_told_in_one_line(machine: Machine, database_url: str) -> None:
    with pytest.raises(NoMap, match="ivr places import"):
        publish_file(database_url, machine.file, "ana", NOON)
    imported(machine, "Oldtown")
    with pytest.raises(DatabaseUnavailable):
        publish_file("postgresql://127.0.0.1:9/none", machine.file, "ana", NOON)
    damage(machine.file, "a bit")
    with pytest.raises(NotAGazetteer, match="damaged"):
        publish_file(database_url, machine.file, "ana", NOON)


def test_a_copy_of_the_folder_is_a_machine_of_its_own(
    new_machine: Callable[[str], Machine], database: Engine, database_url: str, tmp_path: Path
) -> None:
    here = new_machine("here")
    imported(here, "Oldtown")
    publish_file(database_url, here.file, "ana", NOON)
    shutil.copytree(here.folder, tmp_path / "copied")
    assert Machine(tmp_path / "copied").process(PostgresMaps(database)).start().city == "Oldtown"
