"""What goes wrong in a command: one line on standard error and exit 2, never a traceback; JSON for programs."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from ivr.agents.people.errors import PeopleError
from ivr.calls.errors import CallsError
from ivr.config import BadSetting
from ivr.db.errors import CellarError
from ivr.places.problems import PlacesError

COULD_NOT = 2


class Plain(click.Group):
    """A group whose commands fail in one line."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(given, *more, **extra) or 0)
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.ctx.get_help() if asked.ctx else str(asked))
            sys.exit(COULD_NOT)
        except click.UsageError as wrong:
            if wrong.ctx:
                click.echo(wrong.ctx.get_usage(), err=True)
            _fail(wrong.format_message(), given)
        except click.ClickException as wrong:
            _fail(wrong.format_message(), given)
        except click.Abort:
            sys.exit(130)
        except BrokenPipeError:  # `ivr requests list | head`: whoever reads has had enough
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            sys.exit(0)
        except SystemExit as ended:  # click met the broken pipe first: it puts a stream of its own there, and fails
            sys.exit(0 if type(sys.stdout).__module__ == "click.utils" else ended.code)
        except (BadSetting, CallsError, CellarError, PeopleError, PlacesError) as problem:
            _fail(str(problem) or problem.__doc__ or "", given)
        except Exception as problem:
            _unexpected(problem, given)


def _fail(line: str, given: list[str]) -> None:
    if "--json" in given:
        click.echo(json.dumps({"error": line}, ensure_ascii=False))
    click.echo(f"error: {line}", err=True)
    sys.exit(COULD_NOT)


def _unexpected(problem: Exception, given: list[str]) -> None:
    """A mistake of ours. Its text may hold what it may not tell, so it takes LOG_LEVEL=debug to see it."""
    if os.environ.get("LOG_LEVEL", "").lower() == "debug":
        traceback.print_exception(problem, file=sys.stderr)
    at = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{type(problem).__name__} in {os.path.basename(at.filename)}:{at.lineno}"
    _fail(f"something unexpected happened ({where}); LOG_LEVEL=debug before the command shows more", given)
