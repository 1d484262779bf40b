"""`ivr`: the line from the command line, for administrators, engineers and tests."""

from __future__ import annotations

import sys

import click

from ivr.calls.errors import CallsError
from ivr.cli import call, check, flows, requests, serve
from ivr.config import BadSetting
from ivr.db.errors import CellarError


class Plain(click.Group):
    """A group whose own errors are one line on standard error, and exit 2; never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (BadSetting, CallsError, CellarError) as problem:
            click.echo(f"error: {problem or problem.__doc__}", err=True)
            sys.exit(2)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onecall", message="%(version)s")
def main() -> None:
    """OneCall answers a city's 311 line.

    \b
    For administrators   ivr check · ivr call · ivr flows publish · ivr flows graph
    For agencies         ivr requests list · show · export
    For the engineer     ivr run · ivr release · ivr worker · ivr docs

    Settings come from the environment; docs/running.md lists them. Exit codes: 0 all is well, 1 something was found
    wrong in what was asked about, 2 the command could not do its work.
    """


for command in (
    serve.run,
    serve.worker,
    serve.release,
    serve.docs,
    check.check,
    call.call,
    requests.requests,
    flows.flows,
):
    main.add_command(command)
