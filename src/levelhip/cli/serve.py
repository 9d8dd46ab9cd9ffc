"""`levelhip serve`: the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from levelhip.cli.misuse import misuse

if TYPE_CHECKING:
    from levelhip.web.lan import Lan


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8177,
    show_default=True,
    help="Where the page is; 0 takes any that is free.",
)
@click.option(
    "--open/--no-open",
    "opens",
    default=True,
    show_default=True,
    help="Whether to open the page in the browser.",
)
@click.option("--lan", is_flag=True, help="Let phones of the same network in, once you pair them.")
@click.option(
    "--lan-port",
    type=click.IntRange(0, 65535),
    default=8178,
    show_default=True,
    help="Where phones come in; 0 takes any that is free.",
)
@click.option(
    "--lan-address",
    "lan_addresses",
    multiple=True,
    metavar="ADDRESS",
    help="Let phones in on this address of the machine alone; may be given again.",
)
def serve(port: int, opens: bool, lan: bool, lan_port: int, lan_addresses: tuple[str, ...]) -> None:
    """Open levelhip's page in the browser; only this machine can see it.

    With --lan phones of the same network can be paired as sensors, over TLS.
    It runs until you press Ctrl+C.
    """
    from levelhip.cli.browser import open_address
    from levelhip.web import serving

    if lan_addresses and not lan:
        raise misuse("--lan-address needs --lan")
    way = serving.phones_way(lan_port, lan_addresses) if lan else None

    def ready(address: str) -> None:
        click.echo(f"levelhip is at {address}  (Ctrl+C ends it)", err=True)
        if way is not None:
            click.echo(_exposed(way), err=True)
        if opens and not open_address(address):
            click.echo("Open that address in a browser on this machine.", err=True)

    try:
        serving.serve(port=port, ready=ready, lan=way)
    except KeyboardInterrupt:
        click.echo("levelhip has ended. What was kept is on the disk.", err=True)


def _exposed(way: Lan) -> str:
    told = way.told()
    paired = len(way.pairings.phones)
    return "\n".join(
        (
            "Phones of the same network can come in at:",
            *(f"  {each}" for each in told.addresses),
            "Anybody in this network sees that levelhip is there, and its pairing page. The page",
            "and your data are open only to phones that you let in on this machine's screen",
            f"({paired} paired). The way is encrypted; the certificate's fingerprint (SHA-256) is",
            f"  {told.fingerprint}",
            "To stop: press Stop in the page's settings, or Ctrl+C here.",
        )
    )
