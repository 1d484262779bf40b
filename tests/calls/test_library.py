"""The library: every call speaks the version it began with, and nobody waits for one that is published elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.calls import folders
from ivr.calls.binding import bind, unbind
from ivr.calls.deadlines import Deadline
from ivr.calls.errors import FlowNotPublished, FlowsMissing, VersionUnknown
from ivr.calls.folders import Cache, Files
from ivr.calls.library import HELD, Library
from ivr.calls.publish import Published, Refused
from ivr.calls.shelf import KEPT, PostgresShelf
from ivr.flow import loader
from ivr.flow.book import Book

from .build import NOON
from .conftest import until
from .proxy import Proxy

HOME = Path(__file__).parents[2]
FILES = folders.read(HOME)


@cache
def real_book() -> Book:
    book = loader.load(FILES).book
    assert book
    return book


def load(files: Files) -> loader.Loaded:
    """The real loader, spared for files that differ from the real ones in comments only: it takes a second."""
    same = all(text.startswith(FILES[name]) for name, text in files.items() if name in FILES) and len(files) > 10
    return loader.Loaded(replace(real_book(), version=loader.version(files)), ()) if same else loader.load(files)


def words(greeting: str) -> dict[str, str]:
    """The line's own files with another greeting: another version."""
    return {**FILES, "prompts/en.yaml": FILES["prompts/en.yaml"] + f"\n# {greeting}\n"}


def broken() -> dict[str, str]:
    return {**FILES, "flows/main.yaml": FILES["flows/main.yaml"].replace("goto:", "gotto:", 1)}


@dataclass
class Machine:
    """One machine: its folder, and libraries (processes) on it."""

    folder: Path
    engine: Engine
    disk: Files
    made: list[Library[str]]

    def process(self, engine: Engine | None = None) -> Library[str]:
        library = Library(
            PostgresShelf(engine or self.engine),
            Cache(self.folder / "flows"),
            Deadline() if engine else Deadline(10.0),  # a busy machine is no database that is away
            load=load,
            build=lambda book: f"mind of {book.version}",
            disk=lambda: self.disk,
            poll=0.05,
        )
        self.made.append(library)
        return library


@pytest.fixture
def machine(tmp_path: Path, database: Engine) -> Iterator[Machine]:
    made = Machine(tmp_path, database, FILES, [])
    yield made
    for library in made.made:
        library.close()
    time.sleep(0.1)


def published(result: Published | Refused) -> str:
    assert isinstance(result, Published), result
    return result.version


def test_before_anything_is_published_the_files_on_disk_speak(machine: Machine) -> None:
    edition = machine.process().start()
    assert edition.book.version == real_book().version
    assert edition.mind == f"mind of {edition.book.version}"


def test_a_call_keeps_its_version_after_a_publish_and_after_a_restart(machine: Machine) -> None:
    library = machine.process()
    began = library.start().book
    new = published(library.publish(words("Good day"), "ana", NOON))
    assert new != began.version
    assert library.current().book.version == new
    assert library.get(began.version).book is began
    restarted = machine.process()
    assert restarted.start().book.version == new
    assert vars(restarted.get(began.version).book) == vars(began)


def test_a_restarted_process_reads_ahead_what_calls_under_way_may_speak(machine: Machine) -> None:
    library = machine.process()
    library.start()
    now = datetime.now(UTC)
    old = published(library.publish(FILES, "ana", now))
    new = published(library.publish(words("Good day"), "ana", now))
    restarted = machine.process()
    restarted.start()
    until(lambda: restarted.versions() == (new, old))


def test_who_ends_soon_leaves_no_thread_that_still_learns(machine: Machine) -> None:
    watching = {thread for thread in threading.enumerate() if thread.name == "library"}
    library = machine.process()
    assert library.glance().book.version == library.current().book.version
    assert {thread for thread in threading.enumerate() if thread.name == "library"} <= watching


def test_a_version_published_elsewhere_is_noticed_by_itself(machine: Machine, tmp_path: Path) -> None:
    here = machine.process()
    here.start()
    there = Machine(tmp_path / "there", machine.engine, FILES, machine.made).process()
    there.start()
    new = published(there.publish(words("Good day"), "ana", NOON))
    until(lambda: here.current().book.version == new)


def test_a_call_begun_elsewhere_with_a_version_not_yet_noticed_is_answered(machine: Machine, tmp_path: Path) -> None:
    here, there = (Machine(tmp_path / n, machine.engine, FILES, machine.made).process() for n in ("here", "there"))
    here.start()
    here.close()  # it looks no more
    there.start()
    new = published(there.publish(words("Good day"), "ana", NOON))
    assert here.get(new).book.version == new


def test_a_flow_with_mistakes_is_refused_and_calls_go_on(machine: Machine) -> None:
    library = machine.process()
    began = library.start().book.version
    refused = library.publish(broken(), "ana", NOON)
    assert isinstance(refused, Refused)
    assert refused.problems
    assert "flows/main.yaml" in refused.line
    assert "ivr check" in refused.line
    assert "\n" not in refused.line
    assert library.current().book.version == began
    assert PostgresShelf(machine.engine).current() is None


def test_going_back_to_an_older_version_is_publishing_it_again(machine: Machine) -> None:
    library = machine.process()
    library.start()
    first = library.publish(FILES, "ana", NOON)
    library.publish(words("Good day"), "ana", NOON + timedelta(hours=1))
    again = library.publish(FILES, "ben", NOON + timedelta(hours=2))
    assert isinstance(first, Published)
    assert isinstance(again, Published)
    assert (first.fresh, again.fresh) == (True, False)
    assert PostgresShelf(machine.engine).current() == first.version


def test_with_the_database_away_a_machine_starts_with_what_it_knew(machine: Machine, proxy: Proxy, far: Engine) -> None:
    library = machine.process()
    began = library.start().book.version
    new = published(library.publish(words("Good day"), "ana", NOON))
    proxy.cut()
    machine.disk = {}
    restarted = machine.process(far)
    assert restarted.start().book.version == new
    before = time.perf_counter()
    assert restarted.get(began).book.version == began
    assert time.perf_counter() - before < 5, "read from this machine's own copy"


def test_with_the_database_away_an_unknown_version_is_told_in_time(machine: Machine, proxy: Proxy, far: Engine) -> None:
    library = machine.process(far)
    library.start()
    proxy.silent = True
    began = time.perf_counter()
    with pytest.raises(VersionUnknown):
        library.get("0123456789ab")
    assert time.perf_counter() - began < 2


def test_broken_flows_at_the_first_start_are_one_line_with_the_remedy(machine: Machine) -> None:
    machine.disk = broken()
    with pytest.raises(FlowNotPublished) as told:
        machine.process().start()
    assert str(told.value).startswith("flows/main.yaml:")
    assert "ivr check" in str(told.value)


def test_a_folder_without_flows_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FlowsMissing, match=r"no flows/ folder; set ONECALL_HOME"):
        folders.read(tmp_path)


@pytest.mark.parametrize("version", ["", "../../etc/passwd", "0123456789ABCDEF", "zzzzzzzzzzzz"])
def test_a_forged_version_is_unknown_and_reads_no_file(machine: Machine, version: str) -> None:
    library = machine.process()
    library.start()
    with pytest.raises(VersionUnknown):
        library.get(version)


def test_a_damaged_copy_on_disk_is_replaced_by_the_published_one(machine: Machine) -> None:
    library = machine.process()
    library.start()
    new = published(library.publish(words("Good day"), "ana", NOON))
    (machine.folder / "flows" / f"{new}.book").write_bytes(b"half a file")
    assert machine.process().start().book.version == new


def test_memory_holds_a_few_versions_and_the_cache_the_rest(machine: Machine) -> None:
    library = machine.process()
    first = library.start().book.version
    for n in range(HELD + 2):
        library.publish(words(str(n)), "ana", NOON + timedelta(minutes=n))
    assert len(library.versions()) <= HELD
    assert library.get(first).book.version == first


def test_many_calls_for_one_unread_version_read_it_once(machine: Machine) -> None:
    library = machine.process()
    library.start()
    first = published(library.publish(FILES, "ana", NOON))
    library.publish(words("Good day"), "ana", NOON)
    loads: list[Files] = []

    def counted(files: Files) -> loader.Loaded:
        loads.append(files)
        return load(files)

    fresh = machine.process()
    fresh.start()
    fresh.close()  # or it would read ahead what calls may need
    fresh._editions = {v: e for v, e in fresh._editions.items() if v != first}
    fresh._books._load = counted
    folders.Cache(machine.folder / "flows").drop(first)
    books: list[Book] = []
    threads = [threading.Thread(target=lambda: books.append(fresh.get(first).book)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(books) == 8
    assert len(loads) == 1


def test_old_versions_are_kept_thirty_days_and_the_current_one_for_ever(machine: Machine) -> None:
    library, shelf = machine.process(), PostgresShelf(machine.engine)
    library.start()
    old = published(library.publish(FILES, "ana", NOON))
    new = published(library.publish(words("Good day"), "ana", NOON))
    assert shelf.prune(NOON + KEPT - timedelta(hours=1)) == 0
    assert shelf.prune(NOON + KEPT + timedelta(hours=1)) == 1
    assert (shelf.fetch(old), shelf.current()) == (None, new)
    assert shelf.prune(datetime(2099, 1, 1, tzinfo=UTC)) == 0


def test_reading_the_folders_leaves_out_whole_calls_and_hidden_files(tmp_path: Path) -> None:
    for name in ("flows/main.yaml", "flows/calls/a.yaml", "flows/.main.yaml.swp.yaml", "prompts/en/greeting.wav"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert folders.read(tmp_path) == {"flows/main.yaml": "x", "prompts/en/greeting.wav": ""}


def test_packing_is_exact_and_says_when_it_cannot_unpack() -> None:
    assert folders.unpack(folders.pack(FILES)) == FILES
    assert folders.pack(dict(reversed(FILES.items()))) == folders.pack(FILES)
    with pytest.raises(ValueError, match="header"):
        folders.unpack(b"no such thing")


def test_a_bound_book_is_the_same_book_and_quickly_there() -> None:
    book = real_book()
    bound = bind(book)
    began = time.process_time()
    assert vars(unbind(bound)) == vars(book)
    assert time.process_time() - began < 2
    for wrong in (b"", b"[]", b"{}", bound.replace(b'"city"', b'"town"'), bound.replace(b'"flow"', b'"flaw"', 1)):
        with pytest.raises(ValueError, match=r"."):
            unbind(wrong)
