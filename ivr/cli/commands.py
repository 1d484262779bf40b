"""The table of commands. A command's module is imported when it is asked for, so that `ivr --help` answers at once."""

from __future__ import annotations

import importlib

import click

from ivr.cli.failures import Plain

TABLE = {
    "run": ("serve", "Starts the whole line in the foreground: database, web, worker and the test phone."),
    "call": ("call", "Calls the line from this terminal, by keys and words, or plays a call file."),
    "check": ("check", "Checks the flows, services and prompts, and tells every mistake by its line."),
    "flows": ("flows", "Draws the conversation, writes its manual, publishes it."),
    "understand": ("understand", "Tells what the line makes of utterances, and measures how well."),
    "locate": ("locate", "Tells which place in the city an utterance names, and measures how well."),
    "places": ("places", "Makes the city's map from its open data, and tells what is in it."),
    "requests": ("requests", "Lists, shows and exports service requests and drafts."),
    "recordings": ("recordings", "Lists, plays and deletes what was recorded, and shows the danger found in it."),
    "people": ("staff", "Adds, lists and locks the people who work at the line, and shows what they opened."),
    "release": ("serve", "Brings the database up to date and publishes the flows."),
    "worker": ("serve", "Runs the durable jobs until it is told to stop."),
    "speech": ("speech", "Tells what is said in recordings, and measures how well an ear hears."),
    "docs": ("serve", "Writes the generated documents again, or tells which are out of date."),
}
"""Name → module in ivr.cli, and the first sentence of its help (a test compares)."""


class Lazy(Plain):
    """A group that knows its commands by the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in TABLE:
            return None
        module = importlib.import_module(f"ivr.cli.{TABLE[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in TABLE.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # click looks for what was meant among loaded commands; ours are loaded only when named rightly
        if args and not args[0].startswith("-") and args[0] not in TABLE:
            from ivr.flow.problems import nearest

            meant = nearest(args[0], TABLE)
            hint = f" Did you mean '{meant}'?" if meant else ""
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onecall", message="%(version)s")
def main() -> None:
    """OneCall answers a city's 311 line.

    \b
    For administrators   ivr check · ivr call · ivr understand · ivr flows publish · ivr flows graph
    For agencies         ivr requests list · show · export · drafts · ivr recordings listen · alerts
    For who leads it     ivr people add · list · roles · reset · lock · audit
    For the engineer     ivr run · ivr places import · ivr locate · ivr release · ivr worker · ivr docs

    Settings come from the environment; docs/running.md lists them.

    \b
    Exit codes: 0  all is well
                1  something was found wrong in what was asked about
                2  the command could not do its work; one line says why, and the remedy
    With --json, that line is on standard output too, as {"error": "…"}.
    """
