"""`levelhip analyse`: a recording, or a folder of them, becomes a measured result."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse
from levelhip.cli.status import DONE, FAILED, REFUSED
from levelhip.cli.tongue import lang_option, text, tongue
from levelhip.cli.units import day_given, height_m, length_m, mass_kg, seconds

if TYPE_CHECKING:
    from datetime import date

    from levelhip.core import Person
    from levelhip.service import Analysis, AnalysisOptions

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument(
    "recording", metavar="FILE|DIR", required=False, type=click.Path(exists=True, path_type=Path)
)
@click.option("-p", "--protocol", required=True, metavar="ID", help="See `levelhip protocols`.")
@click.option("--height", type=height_m, metavar="H", help="Body height: 1.78, 178cm or 5ft10.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="For the body segment tables.")
@click.option("--age", type=float, metavar="YEARS", help="To compare with people of that age.")
@click.option("--mass", type=mass_kg, metavar="M", help="Body mass: 71, 71kg or 156lb.")
@click.option(
    "--model",
    type=click.Choice(["lite", "full", "heavy"]),
    default="full",
    show_default=True,
    help="Pose model for video, from fast to exact.",
)
@click.option("--variant", metavar="NAME", help="Form of the test; see `levelhip show PROTOCOL`.")
@click.option("--hold", type=seconds, metavar="SECONDS", help="How long each hold was meant to be.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; default: all cores."
)
@click.option("--marker-map", type=_FILE, help="TOML file that says which marker is what.")
@click.option("--forces", type=_FILE, help="Force file recorded together with FILE.")
@click.option("--location", metavar="PLACE", help="Where a phone was worn: sacrum, pocket, …")
@click.option(
    "--side",
    type=click.Choice(["left", "right"]),
    help="The working side, where a recording cannot tell: a phone on one thigh.",
)
@click.option("--load", type=mass_kg, metavar="KG", help="Weight that hung from the waist.")
@click.option(
    "--strap", type=length_m, metavar="L", help="From the waist to its middle: 0.5, 50cm."
)
@click.option("--tare", type=mass_kg, metavar="KG", help="What the empty balance board reads.")
@click.option(
    "--scales",
    type=(mass_kg, mass_kg),
    multiple=True,
    metavar="LEFT RIGHT",
    help="Readings of two bathroom scales instead of FILE; give one pair for each trial.",
)
@click.option("--keep", is_flag=True, help="Keep result and numbers in your diary: your own body.")
@click.option("--on", type=day_given, metavar="DATE", help="For --keep: the day of the recording.")
@click.option("--no-dots", is_flag=True, help="Do not look for bright dots on the hip bones.")
@click.option("--no-video", is_flag=True, help="Do not draw annotated.mp4.")
@click.option("--no-report", is_flag=True, help="Do not write report.html.")
@click.option("--open", "open_report", is_flag=True, help="Open the report in a browser.")
@lang_option
@click.pass_context
def analyse(ctx: click.Context, /, recording: Path | None, protocol: str, **given: Any) -> None:  # noqa: ANN401
    """Measure a recording, or every recording in a folder.

    FILE is a video, a marker file (TRC, C3D), a force file, a phone's motion recording or
    levelhip's own landmarks. A table of what was measured goes to the screen; result.json,
    series.parquet, report.html and, for video, annotated.mp4 go to a folder named after FILE.
    A folder of recordings ends in one summary.parquet; run the same command again after a stop
    and it goes on where it was.

    Two bathroom scales: levelhip analyse -p equal-weight --scales 36.0 35.2 --scales 35.8 35.4
    """
    if (recording is None) == (not given["scales"]):
        raise misuse("give a FILE or DIR, or readings with --scales LEFT RIGHT")
    if given["open_report"] and given["no_report"]:
        raise misuse("--open opens the report that --no-report leaves out; give one of them")
    if given["on"] is not None and not given["keep"]:
        raise misuse("--on DATE says of which day --keep keeps it; give --keep too")
    from levelhip import service
    from levelhip.core import LevelhipError, Person

    try:
        person = Person(
            height_m=given["height"],
            mass_kg=given["mass"],
            sex=given["sex"],
            age_years=given["age"],
        )
        options = _options(given)
        service.chosen_protocol(protocol, options)
    except LevelhipError as fault:
        raise misuse(fault.said) from None
    if recording is not None and recording.is_dir() and not service.is_recording_folder(recording):
        if given["keep"]:
            raise misuse("--keep keeps one recording at a time; give a FILE")
        _folder(ctx, recording, protocol, person, options, given)
    else:
        _file(ctx, recording, protocol, person, options, given)


def _options(given: dict[str, Any]) -> AnalysisOptions:
    from levelhip.service import AnalysisOptions

    return AnalysisOptions(
        model=given["model"],
        variant=given["variant"],
        hold_s=given["hold"],
        marker_map=given["marker_map"],
        forces=given["forces"],
        location=given["location"],
        side=given["side"],
        load_kg=given["load"],
        strap_m=given["strap"],
        tare_kg=given["tare"],
        scales=given["scales"],
        dots=not given["no_dots"],
        annotate=not given["no_video"],
        report=not given["no_report"],
        jobs=given["jobs"],
    )


def _progress(words: str) -> AbstractContextManager[Any]:
    from levelhip.cli.display import progress_bar

    return progress_bar(words)


def _file(
    ctx: click.Context,
    path: Path | None,
    protocol: str,
    person: Person,
    options: AnalysisOptions,
    given: dict[str, Any],
) -> None:
    from levelhip import service
    from levelhip.cli.display import print_analysis
    from levelhip.service.earlier import recorded_at

    with _progress(path.name if path else "scales") as advance:
        analysis = service.analyse(
            path,
            protocol,
            person=person,
            options=options,
            out=given["out"],
            on_progress=advance,
            keep_numbers=given["keep"],
            diary_at=recorded_at(given["on"]) if given["keep"] else None,
            words=tongue(),
        )
    if given["as_json"]:
        click.echo(service.result_json(analysis.result), nl=False)
    else:
        print_analysis(analysis, tongue())
    if given["keep"]:
        _keep(analysis, given["on"])
    if "report" in analysis.files:
        click.echo(text("Report: {file}", file=analysis.files["report"]), err=True)
    if given["open_report"]:
        open_in_browser(analysis.files["report"])
    ctx.exit(REFUSED if analysis.result.quality.state == "refused" else DONE)


def _keep(analysis: Analysis, on: date | None) -> None:
    from levelhip.service.kept import keep_analysis

    words = {
        "kept": text("Kept in your diary."),
        "replaced": text("Kept in your diary, in place of what it had of this recording."),
        "no diary": text(
            "NOT kept: there is no diary yet. Begin with: levelhip begin; then again."
        ),
        "refused": text("NOT kept: nothing in a refused recording may be believed."),
    }
    click.echo(words[keep_analysis(analysis, on)], err=True)


def _folder(
    ctx: click.Context,
    path: Path,
    protocol: str,
    person: Person,
    options: AnalysisOptions,
    given: dict[str, Any],
) -> None:
    from levelhip import service
    from levelhip.cli.display import print_folder

    with _progress(path.name) as advance:
        outcome = service.analyse_folder(
            path,
            protocol,
            person=person,
            options=options,
            out=given["out"],
            on_progress=advance,
            words=tongue(),
        )
    if given["as_json"]:
        click.echo(as_text(outcome))
    else:
        print_folder(outcome, tongue())
    click.echo(text("Summary: {file}", file=outcome.summary), err=True)
    if any(entry.error for entry in outcome.entries):
        ctx.exit(FAILED)
    refused = all(entry.quality == "refused" for entry in outcome.entries)
    ctx.exit(REFUSED if refused else DONE)


def open_in_browser(report: Path) -> bool:
    """Open a report if this machine has a screen.

    Parameters
    ----------
    report : Path
        An HTML file.

    Returns
    -------
    bool
        False when there is no display; nothing is started then.
    """
    from levelhip.cli.browser import open_address

    return open_address(report.resolve().as_uri())
