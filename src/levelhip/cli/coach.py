"""`levelhip coach`: a whole session by ear, measured while it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from levelhip.cli.analyse import open_in_browser
from levelhip.cli.misuse import misuse
from levelhip.cli.status import DONE, REFUSED
from levelhip.cli.units import height_m, length_m, mass_kg, seconds

if TYPE_CHECKING:
    from levelhip.core import Person, Side
    from levelhip.service.session_setup import CoachOptions

_FILE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("protocol", metavar="PROTOCOL", required=False)
@click.option(
    "--source",
    type=click.Choice(["camera", "file", "phone", "none"]),
    default="none",
    show_default=True,
    help="What measures; none = taps, times and answers.",
)
@click.option("--file", type=_FILE, help="Recording to be played, for --source file.")
@click.option("--speed", type=float, default=1.0, help="Play FILE faster than real time.")
@click.option("--phone", metavar="http://ADDRESS:PORT", help="As phyphox shows it.")
@click.option("--camera", type=click.IntRange(min=0), default=0, help="Number of the camera.")
@click.option("--list-cameras", is_flag=True, help="Only list the cameras.")
@click.option(
    "--side", type=click.Choice(["left", "right", "both"]), help="Side that works; else as planned."
)
@click.option("--sets", type=click.IntRange(min=1), help="Sets on each side; else as planned.")
@click.option("--reps", type=click.IntRange(min=1), help="Repetitions or trials of a set.")
@click.option("--hold", type=seconds, metavar="SECONDS", help="How long each hold is.")
@click.option("--rest", type=seconds, metavar="SECONDS", help="Rest between sets.")
@click.option("--minutes", type=float, metavar="MIN", help="Length of a walk; else as planned.")
@click.option("--steps", type=click.IntRange(min=1), help="Steps of a walk.")
@click.option("--variant", metavar="NAME", help="Form of the test; see `levelhip show PROTOCOL`.")
@click.option("--lang", type=click.Choice(["en", "de"]), help="Language; else the kept one.")
@click.option(
    "--voice",
    type=click.Choice(["off", "tones", "full"]),
    default="full",
    show_default=True,
    help="What is heard.",
)
@click.option(
    "--rate", type=click.IntRange(80, 300), default=150, help="Words a minute of the voice."
)
@click.option("--height", type=height_m, metavar="H", help="Body height: 1.78, 178cm or 5ft10.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="For the body segment tables.")
@click.option("--mass", type=mass_kg, metavar="M", help="Body mass: 71, 71kg or 156lb.")
@click.option("--age", type=float, metavar="YEARS", help="For values that depend on age.")
@click.option(
    "--model",
    type=click.Choice(["lite", "full", "heavy"]),
    default="full",
    show_default=True,
    help="Pose model for the camera, from fast to exact.",
)
@click.option("--location", metavar="PLACE", help="Where the phone is worn: sacrum, thigh, …")
@click.option("--load", type=mass_kg, metavar="KG", help="Weight that hangs from the waist.")
@click.option("--strap", type=length_m, metavar="M", help="From the waist to that weight.")
@click.option("--no-dots", is_flag=True, help="Do not look for bright dots on the hip bones.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the session.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--open", "open_report", is_flag=True, help="Open the report in a browser.")
@click.option(
    "--finish",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the results of a session that was cut off.",
)
@click.pass_context
def coach(ctx: click.Context, /, protocol: str | None, **given: Any) -> None:  # noqa: ANN401
    """Go through PROTOCOL by ear: it asks, counts, times and measures.

    Everything said is shown too. Answer with keys: space is a tap, digits are numbers, y and n,
    a again, p pause, g go, s stop. Where there is no terminal, answers are lines of stdin.

    What was said and measured goes to a folder as it happens; a session that was cut off is
    finished with --finish DIR. Pictures and sound are never kept.
    """
    if given["list_cameras"]:
        _list_cameras()
        return
    if given["finish"] is not None:
        _finish(ctx, given["finish"], given)
        return
    if protocol is None:
        raise misuse("give a PROTOCOL; `levelhip protocols` lists them")
    from levelhip.core import LevelhipError, Person
    from levelhip.service.catalogue import chosen_protocol
    from levelhip.service.dosing import ensure_coached

    try:
        person = Person(
            height_m=given["height"],
            mass_kg=given["mass"],
            sex=given["sex"],
            age_years=given["age"],
        )
        options = _options(given)
        ensure_coached(protocol)
        chosen_protocol(protocol, options.analysis)
    except LevelhipError as fault:
        raise misuse(fault.said) from None
    folder = _run(protocol, person, options)
    _finish(ctx, folder, given)


def _options(given: dict[str, Any]) -> CoachOptions:
    from levelhip.service import AnalysisOptions
    from levelhip.service.session_setup import CoachOptions
    from levelhip.service.tongue import chosen_language

    one_side = given["side"] if given["side"] in ("left", "right") else None
    if not given["speed"] > 0:
        raise misuse("--speed {given}: give a positive number", given=f"{given['speed']:g}")
    return CoachOptions(
        source=given["source"],
        file=given["file"],
        phone=given["phone"],
        camera=given["camera"],
        speed=given["speed"],
        sides=_sides(given["side"]),
        sets=given["sets"],
        reps=given["reps"],
        rest_s=given["rest"],
        minutes=given["minutes"],
        steps=given["steps"],
        voice=given["voice"],
        words_per_minute=given["rate"],
        language=chosen_language(given["lang"]).code,
        out=given["out"],
        analysis=AnalysisOptions(
            model=given["model"],
            variant=given["variant"],
            hold_s=given["hold"],
            location=given["location"],
            side=one_side,
            load_kg=given["load"],
            strap_m=given["strap"],
            dots=not given["no_dots"],
            annotate=False,
        ),
    )


def _sides(given: str | None) -> tuple[Side, ...] | None:
    from levelhip.core import Side

    if given is None:
        return None
    return (Side.LEFT, Side.RIGHT) if given == "both" else (Side(given),)


def _run(protocol: str, person: Person, options: CoachOptions) -> Path:
    import sys

    from levelhip.cli.coach_face import face
    from levelhip.service.session_setup import coached_session

    shown = face(options.language)
    bell = sys.stderr if sys.stderr.isatty() else None
    session = coached_session(protocol, person, options, shown.told, bell)
    for note in session.notes:
        click.echo(note, err=True)
    click.echo(f"Kept in: {session.folder}", err=True)
    try:
        with shown:
            session.run(shown)
    except KeyboardInterrupt:
        click.echo("Stopped. What was measured until then is kept.", err=True)
    return session.folder


def _finish(ctx: click.Context, folder: Path, given: dict[str, Any]) -> None:
    from levelhip import service
    from levelhip.cli.display import print_analysis, progress_bar
    from levelhip.core import BadRecording
    from levelhip.service.kept import keep_nothing, keep_session
    from levelhip.service.session_results import finish_session
    from levelhip.service.tongue import chosen_language

    words = chosen_language(given["lang"])
    text = words.text
    try:
        with progress_bar(folder.name) as advance:
            results = finish_session(folder, advance)
    except BadRecording:
        keep_nothing(folder)
        raise
    if keep_session(folder, results):
        click.echo(text("Kept in your diary."), err=True)
    analysis = results.analysis
    if given["as_json"]:
        click.echo(service.result_json(analysis.result), nl=False)
    else:
        print_analysis(analysis, words)
    click.echo(text("Report: {file}").format(file=analysis.files["report"]), err=True)
    click.echo(text("Transcript: {file}").format(file=results.transcript), err=True)
    if given["open_report"]:
        open_in_browser(analysis.files["report"])
    ctx.exit(REFUSED if analysis.result.quality.state == "refused" else DONE)


def _list_cameras() -> None:
    from levelhip.service.checkup import cameras

    check = cameras()
    click.echo(check.found)
