"""`levelhip compare`: what became of a person's numbers."""

from __future__ import annotations

from pathlib import Path

import click

from levelhip.cli.data import as_text
from levelhip.cli.status import DONE, REFUSED
from levelhip.cli.tongue import lang_option, tongue

_RESULT = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("before", type=_RESULT)
@click.argument("after", type=_RESULT)
@click.option(
    "--also-before",
    multiple=True,
    type=_RESULT,
    metavar="RESULT",
    help="Another day before; may be given several times.",
)
@click.option(
    "--also-after",
    multiple=True,
    type=_RESULT,
    metavar="RESULT",
    help="Another day after; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@lang_option
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    before: Path,
    after: Path,
    also_before: tuple[Path, ...],
    also_after: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Compare two results of the same person: BEFORE and AFTER.

    Each is a result.json, or a folder that analyse wrote. A change is called improved or worse only
    when it is more than measuring and a person's days can make. Exit status 3 when the two may not
    be compared.
    """
    from levelhip import service

    days = [before, *also_before], [after, *also_after]
    if as_json:
        found = service.compare(*days)
        click.echo(as_text(found))
    else:
        from levelhip.cli.comparison import print_comparison

        found = service.compare(*days, translated=tongue().text)
        print_comparison(found, tongue())
    ctx.exit(REFUSED if found.obstacles else DONE)
