"""`ivr places publish`: one line when it went well, one line with the remedy when not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from ivr.calls.mapshelf import PostgresMaps
from ivr.places import keeping
from ivr.places.atlas.builder import Builder

from .conftest import KEY, Ivr


def test_the_gazetteer_of_this_machine_is_published(
    ivr: Ivr, database: Engine, database_url: str, tmp_path: Path
) -> None:
    builder = Builder("Oldtown", complete=True)
    builder.anchored("Main Street", [(1, 39.3, -76.6), (900, 39.31, -76.6)], also=())
    map_ = builder.build()
    keeping.save(map_.sheet, tmp_path / "city.gazetteer")
    done = ivr("places", "publish", "--data", str(tmp_path), DATABASE_URL=database_url, SECRET_KEYS=KEY)
    assert done.exit_code == 0, done.output
    assert done.output == f"Published gazetteer {map_.about.version}; every machine answers with it within seconds.\n"
    digest = PostgresMaps(database).current()
    assert digest
    assert PostgresMaps(database).fetch(digest) == (tmp_path / "city.gazetteer").read_bytes()


def test_where_nothing_was_imported_the_remedy_is_told(ivr: Ivr, database_url: str, tmp_path: Path) -> None:
    done = ivr("places", "publish", "--data", str(tmp_path), DATABASE_URL=database_url, SECRET_KEYS=KEY)
    assert (done.exit_code, "ivr places import" in done.output) == (2, True)


def test_a_damaged_file_is_not_published(ivr: Ivr, database: Engine, database_url: str, tmp_path: Path) -> None:
    (tmp_path / "city.gazetteer").write_bytes(b"no gazetteer")
    done = ivr("places", "publish", "--data", str(tmp_path), DATABASE_URL=database_url, SECRET_KEYS=KEY)
    assert done.exit_code == 2
    assert "is not a gazetteer" in done.output
    assert PostgresMaps(database).current() is None
