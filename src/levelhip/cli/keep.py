"""Commands for a person's own data: `export`, `backup`, `restore`, `wipe`, `share`, `summary`."""

from __future__ import annotations

from pathlib import Path

import click

_NEW = click.Path(dir_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-export.zip"))
def export(file: Path) -> None:
    """Write everything that is kept of you into one zip file."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        click.echo(keeping.export(diary, file))


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-backup.json"))
def backup(file: Path) -> None:
    """Write everything that is kept of you into one file for `restore`."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        click.echo(keeping.backup(diary, file))


@click.command()
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Put a backup back; refuses to write over a diary that is there."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        keeping.restore(diary, file)
        click.echo("Restored.")


@click.command()
@click.confirmation_option(prompt="Delete everything that levelhip has kept of you, for good?")
def wipe() -> None:
    """Delete everything that is kept of you, for good."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        keeping.wipe(diary)
        click.echo("Nothing is kept of you any more.")


@click.command()
@click.argument("what", type=click.Choice(["calendar", "fhir"]))
def share(what: str) -> None:
    """Write the plan as a calendar, or everything as FHIR, to the screen."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        told = keeping.calendar(diary).decode() if what == "calendar" else keeping.fhir(diary)
    click.echo(told, nl=False)


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-summary.pdf"))
def summary(file: Path) -> None:
    """Write two pages for a clinician, as PDF or HTML by the name's ending."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        click.echo(keeping.summary(diary, file))


@click.command()
@click.argument("card", required=False)
def learn(card: str | None) -> None:
    """Read a card: what is known, and where it comes from."""
    from levelhip.service import learning

    cards = {each.id: each for each in learning.cards()}
    if card is None:
        for each in cards.values():
            click.echo(f"{each.id:<10} {each.title}")
        return
    if card not in cards:
        raise click.UsageError(f"card {card}: not known; give one of {', '.join(cards)}")
    click.echo(learning.card_text(cards[card]))


@click.command()
def evidence() -> None:
    """List every sentence about health that levelhip says, with its source and grade."""
    from levelhip.service import learning

    for claim in learning.claims():
        click.echo(f"{claim.id} [{claim.grade}, {claim.checked}]\n  {claim.text}")
        click.echo(f"  Source: {claim.source}")


COMMANDS = (export, backup, restore, wipe, share, summary, learn, evidence)
