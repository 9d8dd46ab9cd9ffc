"""Every scenario file comes out as it says."""

from __future__ import annotations

from importlib.resources import files

import pytest

from levelhip.core import LevelhipError
from levelhip.program.scenario import FIRST, findings, history_of, parsed_scenario

FOLDER = files("levelhip.program").joinpath("library", "scenarios")
FILES = sorted((each for each in FOLDER.iterdir() if each.name.endswith(".toml")), key=str)


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name.removesuffix(".toml"))
def test_the_scenario_comes_out_as_it_says(file):
    told = parsed_scenario(file.read_text("utf-8"), name=file.name)
    missed = [each for each in findings(told) if not each.met]
    assert not missed


def test_days_are_read_as_single_ranges_and_steps():
    text = """
title = "t"
story = "s"
[[say]]
days = "1, 3-5, 10-14/2"
usual = 1
[[expect]]
day = 1
"""
    days = history_of(parsed_scenario(text, name="x.toml")).days
    assert [(day.on - FIRST).days + 1 for day in days] == [1, 3, 4, 5, 10, 12, 14]


def test_an_expectation_that_is_not_met_is_found_with_both_values():
    text = 'title = "t"\nstory = "s"\n[[expect]]\nday = 1\nlight = "green"\n'
    (found,) = findings(parsed_scenario(text, name="x.toml"))
    assert not found.met
    assert (found.wanted, found.found) == ("green", "amber")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("title = ", "x.toml"),
        ('title = "t"\nstory = "s"\n', "expect"),
        ('title = "t"\nstory = "s"\nwhat = 1\n[[expect]]\nday = 1\n', "what"),
        ('title = "t"\nstory = "s"\n[[say]]\ndays = "x"\n[[expect]]\nday = 1\n', "days"),
        ('title="t"\nstory="s"\n[[screen]]\nday=1\nyes=["teeth"]\n[[expect]]\nday=1\n', "teeth"),
    ],
)
def test_a_faulty_file_names_its_fault(text, named):
    with pytest.raises(LevelhipError, match=named):
        parsed_scenario(text, name="x.toml")
