"""Commands that only look: `protocols`, `show` and `doctor`."""

from __future__ import annotations

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse
from levelhip.cli.status import DONE, FAILED
from levelhip.cli.tongue import calm_tongue, lang_option, tongue


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@lang_option
def protocols(as_json: bool) -> None:
    """List the tests that levelhip knows."""
    from levelhip import service

    if as_json:
        click.echo(as_text(service.protocols()))
        return
    from levelhip.cli.display import print_protocols

    print_protocols(service.protocols(), tongue())


@click.command()
@click.argument("protocol", metavar="PROTOCOL")
@click.option("--json", "as_json", is_flag=True, help="Print the protocol as JSON.")
@lang_option
def show(protocol: str, as_json: bool) -> None:
    """Show one test: how it is done, what is measured, what the number means."""
    from levelhip import service
    from levelhip.core import LevelhipError

    try:
        found = service.protocol(protocol)
    except LevelhipError as fault:
        raise misuse(fault.said) from None
    if as_json:
        click.echo(as_text(found))
        return
    from levelhip.cli.display import print_protocol

    print_protocol(found, tongue())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
@lang_option
@click.pass_context
def doctor(ctx: click.Context, /, as_json: bool) -> None:
    """Say what is installed, which models and cameras there are, and what is missing.

    Opens no camera and no network. Exit status 1 when something needed is missing.
    """
    from levelhip import service

    # What programs read stays English.
    if as_json:
        checks = service.doctor()
        click.echo(as_text(checks))
    else:
        from levelhip.cli.display import print_checks

        said = calm_tongue().text
        checks = service.doctor(said)
        print_checks(checks, said)
    ctx.exit(FAILED if any(check.state == "missing" for check in checks) else DONE)
