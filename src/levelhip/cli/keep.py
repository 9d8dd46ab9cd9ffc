"""Commands for a person's own data: out, in, away; and what it rests on: `learn`, `evidence`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from levelhip.cli.data import as_text
from levelhip.cli.status import DONE, FAILED
from levelhip.cli.tongue import lang_option, text, told, tongue

if TYPE_CHECKING:
    from levelhip.service.keeping import Packed

_NEW = click.Path(dir_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _kind(kind: str) -> str:
    """What a recording was made with, in the language of the command."""
    known = {
        "landmarks": text("landmarks"),
        "motion": text("phone"),
        "force": text("forces"),
        "markers": text("markers"),
        "video": text("video"),
        "answers": text("answers"),
    }
    return known.get(kind, kind)


def _state(state: str) -> str:
    known = {"ok": text("ok"), "missing": text("missing"), "damaged": text("damaged")}
    return known.get(state, state)


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-export.zip"))
@lang_option
def export(file: Path) -> None:
    """Write everything that is kept of you into one zip file."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        _told(keeping.export(diary, file))


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-backup.zip"))
@lang_option
def backup(file: Path) -> None:
    """Write everything that is kept of you into one file for `restore`."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        _told(keeping.backup(diary, file))


def _told(packed: Packed) -> None:
    click.echo(packed.file)
    for fault in packed.left_out:
        click.echo(text("Left out: {what}", what=told(fault)), err=True)


@click.command()
@click.argument("file", type=_FILE)
@lang_option
def restore(file: Path) -> None:
    """Put a backup back; refuses to write over a diary that is there."""
    from levelhip.service import daily, keeping

    with daily.diary() as diary:
        keeping.restore(diary, file)
        click.echo(text("Restored."))


@click.command()
@click.option("--sessions", is_flag=True, help="Delete the folders of your sessions too.")
@click.option("--yes", is_flag=True, help="Do not ask once more.")
@lang_option
def wipe(sessions: bool, yes: bool) -> None:
    """Delete everything that is kept of you, for good, and say what was deleted and what not."""
    from levelhip.service import daily, keeping

    # The language that was kept is deleted with everything else.
    said = tongue()
    with daily.diary() as diary:
        if not yes:
            words = text("Delete everything that levelhip has kept of you, for good?")
            click.confirm(words, abort=True)
            there = keeping.session_folders(diary)
            if there and not sessions:
                for folder in there:
                    click.echo(folder, err=True)
                sessions = click.confirm(text("Delete these folders of your sessions too?"))
        done = keeping.wipe(diary, folders=sessions)
    click.echo(said.text("Nothing is kept of you any more."))
    deleted = said.text(
        "Deleted: {rows} rows, {recordings} recordings ({size} MB), {folders} session folders."
    )
    size = f"{done.bytes / 1e6:.1f}"
    numbers = {"rows": done.rows, "recordings": done.recordings, "folders": len(done.folders)}
    click.echo(deleted.format(size=size, **numbers))
    for folder in done.left:
        click.echo(said.text("Still there: {folder}").format(folder=folder))
    click.echo(
        said.text("Exports, backups and results of `analyse` lie where you let them be written.")
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@lang_option
@click.pass_context
def recordings(ctx: click.Context, /, as_json: bool) -> None:
    """List the recordings whose numbers are kept, and whether each file is whole."""
    from levelhip.service import daily
    from levelhip.service.recordings import recordings as kept

    with daily.diary() as diary:
        found = kept(diary, str if as_json else tongue().text)
    if as_json:
        click.echo(as_text(found))
    else:
        for each in found:
            size = f"{each.bytes / 1e6:.1f} MB"
            day = f"{each.made_at.astimezone():%Y-%m-%d %H:%M}"
            kind, state = _kind(each.kind), _state(each.state)
            click.echo(f"{day}  {kind:<9} {size:>8}  {state:<7}  {each.file}")
    for each in found:
        if each.fault:
            click.echo(each.fault, err=True)
    ctx.exit(DONE if all(each.state == "ok" for each in found) else FAILED)


COMMANDS = (export, backup, restore, wipe, recordings)
