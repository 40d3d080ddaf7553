"""The verbs. A verb's module is imported when it is used, so that asking for help costs nothing but click."""

from __future__ import annotations

from importlib import import_module

import click

_VERBS = {
    "scan": ("adversescan.cli.scan", "Find adverse processing of people in code."),
    "review": ("adversescan.cli.review", "Judge a planned design before it is built."),
    "decisions": ("adversescan.cli.decisions", "List, verify or appeal decisions about designs."),
    "rules": ("adversescan.cli.rules", "List the rules, or check a folder of rules."),
    "graph": ("adversescan.cli.graph", "Draw or export how data about people flows."),
    "inventory": ("adversescan.cli.inventory", "List the processing of people as a table."),
    "models": ("adversescan.cli.models", "List the calls of models and what governs them."),
    "explain": ("adversescan.cli.explain", "Explain a rule, a finding, or how near a line comes to one."),
}
"""The module of each verb, and what the list of verbs says about it."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        verb = getattr(import_module(_VERBS[cmd_name][0]), cmd_name)
        assert isinstance(verb, click.Command)
        return verb

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, says) for name, (_, says) in _VERBS.items()])


def _show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from adversescan import __version__

        click.echo(f"adversescan {__version__}")
        ctx.exit()


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="VERB [ARGS]...")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version and exit.")
def adversescan() -> None:
    """Find adverse processing of people: data collected about them, what is concluded from it, and what is done with it."""
