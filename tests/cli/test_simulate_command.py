"""`levelhip simulate` writes recordings, names them, and says how to measure them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip


def run(*arguments):
    return CliRunner().invoke(levelhip, ["simulate", *(str(each) for each in arguments)])


def test_it_names_its_files_and_says_how_to_measure_them(tmp_path):
    done = run("equal-weight", "-o", tmp_path, "--sensor", "plates", "--reps", 1)
    assert done.exit_code == 0
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        "plates.csv",
        "truth.json",
        "truth.parquet",
    ]
    assert "levelhip analyse" in done.stderr
    assert (tmp_path / "plates.csv").read_text().startswith("time_s,left_n,right_n\n")


def test_the_same_words_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        assert run("walk", "-o", tmp_path / name, "--duration", 8, "--seed", 3).exit_code == 0
    for file in ("camera.parquet", "truth.json"):
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert one == two


def test_files_are_told_as_json(tmp_path):
    done = run("wall-hip-drop", "-o", tmp_path, "--sensor", "sacrum", "--reps", 2, "--json")
    told = json.loads(done.stdout)
    assert Path(told["recordings"]["sacrum"]).exists()
    assert "--side" in told["hints"]["sacrum"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hopping"], "give one of equal-weight"),
        (["walk", "--sensor", "plates"], "sensor plates: not for walk"),
        (["walk", "--fault", "toe-up"], "fault toe-up: not for walk"),
        (["walk", "--fault", "toe up"], "give CODE"),
        (["walk", "--height", "3m"], "height"),
    ],
)
def test_misuse_ends_with_status_2_and_names_the_way_out(arguments, said, tmp_path):
    done = run(*arguments, "-o", tmp_path)
    assert done.exit_code == 2
    assert said in done.stderr
