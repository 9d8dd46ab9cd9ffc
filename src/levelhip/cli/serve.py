"""`levelhip serve`: the page."""

from __future__ import annotations

import click


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
def serve(port: int, opens: bool) -> None:
    """Open levelhip's page in the browser; only this machine can see it.

    It runs until you press Ctrl+C.
    """
    from levelhip.web import serving

    def ready(address: str) -> None:
        click.echo(f"levelhip is at {address}  (Ctrl+C ends it)", err=True)
        if opens:
            import webbrowser

            webbrowser.open(address)

    serving.serve(port=port, ready=ready)
