"""`levelhip simulate`: recordings of a simulated person, with the truth beside them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse
from levelhip.cli.units import height_m, mass_kg, seconds


@click.command()
@click.argument("protocol", metavar="PROTOCOL")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder; default: PROTOCOL-simulated."
)
@click.option(
    "--sensor",
    "sensors",
    multiple=True,
    metavar="NAME",
    help="camera, markers, plates, thigh, sacrum or pocket; may be given again.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="CODE[:REPS][=AMOUNT]",
    help="Something that goes wrong, as toe-up:3,7 or camera-roll=15; may be given again.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of all random numbers.")
@click.option("--reps", type=click.IntRange(min=1), metavar="N", help="Repetitions a side.")
@click.option("--hold", type=seconds, metavar="SECONDS", help="How long each hold lasts.")
@click.option(
    "--side",
    "sides",
    multiple=True,
    type=click.Choice(["left", "right"]),
    help="Which leg works; may be given again, in order.",
)
@click.option("--duration", type=seconds, metavar="SECONDS", help="How long a walk lasts.")
@click.option("--variant", metavar="NAME", help="Form of the test; see `levelhip show PROTOCOL`.")
@click.option(
    "--noise",
    type=click.FloatRange(min=0.0),
    default=1.0,
    show_default=True,
    help="Of the sensors: 1 = usual, 0 = none.",
)
@click.option("--height", type=height_m, metavar="H", help="Body height: 1.78, 178cm or 5ft10.")
@click.option("--mass", type=mass_kg, metavar="M", help="Body mass: 71, 71kg or 156lb.")
@click.option("--sex", type=click.Choice(["female", "male"]), help="For the body's proportions.")
@click.option(
    "--drop",
    type=(float, float),
    metavar="LEFT RIGHT",
    help="Degrees by which the pelvis hangs with the left and with the right foot up.",
)
@click.option("--dots", is_flag=True, help="Bright dots are worn on the front hip bones.")
@click.option("--json", "as_json", is_flag=True, help="Print the files as JSON.")
def simulate(protocol: str, out: Path | None, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Write recordings of a simulated person doing PROTOCOL, and what is true of them.

    A jointed body that keeps its balance is looked at by simulated sensors. Each gives one file
    that `levelhip analyse` reads; truth.json and truth.parquet say what really happened.
    """
    from levelhip import service
    from levelhip.core import LevelhipError

    options = service.SimulationOptions(
        sensors=given["sensors"],
        faults=given["faults"],
        seed=given["seed"],
        reps=given["reps"],
        hold_s=given["hold"],
        sides=given["sides"],
        duration_s=given["duration"],
        variant=given["variant"],
        noise=given["noise"],
        height_m=given["height"],
        mass_kg=given["mass"],
        sex=given["sex"],
        drop_deg=given["drop"],
        dots=given["dots"],
    )
    try:
        made = service.write_simulation(protocol, out or Path(f"{protocol}-simulated"), options)
    except LevelhipError as fault:
        raise misuse(fault.said) from None
    if as_json:
        click.echo(as_text(made))
        return
    for sensor, path in made.recordings.items():
        click.echo(path)
        command = ["levelhip", "analyse", str(path), *made.hints[sensor]]
        click.echo(f"Measure it: {shlex.join(command)}", err=True)
    for path in made.truth.values():
        click.echo(path)
