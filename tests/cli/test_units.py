"""Heights, masses and times are read as people write them."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.cli.units import height_m, length_m, mass_kg, seconds


@pytest.mark.parametrize(
    "text", ["1.78", "1,78", "1.78m", "1.78 m", "178", "178cm", "178 cm", " 178 CM "]
)
def test_all_ways_to_write_a_height_give_the_same_metres(text):
    assert height_m(text) == pytest.approx(1.78)


@pytest.mark.parametrize("text", ["5ft10", "5 ft 10 in", "5'10\"", "5'10"])
def test_feet_and_inches_are_understood(text):
    assert height_m(text) == pytest.approx(70 * 0.0254)


def test_feet_alone_are_understood():
    assert height_m("6ft") == pytest.approx(72 * 0.0254)


@given(st.floats(1.0, 2.3))
def test_metres_and_centimetres_say_the_same(height):
    assert height_m(f"{height:.4f}") == pytest.approx(height_m(f"{100 * height:.4f}"), abs=1e-4)


@pytest.mark.parametrize("text", ["", "tall", "-1.78", "1.78kg", "1.7.8", "nan"])
def test_what_is_no_height_is_named_with_the_way_out(text):
    with pytest.raises(click.BadParameter, match=r"give 1\.78, 178cm or 5ft10"):
        height_m(text)


def test_pounds_become_kilograms():
    assert mass_kg("156lb") == pytest.approx(70.76, abs=0.01)
    assert mass_kg("71") == mass_kg("71 kg") == 71.0


@pytest.mark.parametrize("text", ["", "heavy", "-71", "71cm"])
def test_what_is_no_mass_is_named_with_the_way_out(text):
    with pytest.raises(click.BadParameter, match="give 71, 71kg or 156lb"):
        mass_kg(text)


def test_seconds_may_carry_their_unit():
    assert seconds("30") == seconds("30s") == 30.0


@pytest.mark.parametrize("text", ["0", "-5", "soon"])
def test_a_time_that_is_not_above_zero_is_refused(text):
    with pytest.raises(click.BadParameter, match="give seconds, as 30"):
        seconds(text)


@pytest.mark.parametrize("text", ["0.5", "0,5 m", "50cm", "50 CM"])
def test_a_short_length_is_read_in_metres_unless_it_says_centimetres(text):
    assert length_m(text) == pytest.approx(0.5)


def test_what_is_no_length_says_how_to_write_one():
    with pytest.raises(click.BadParameter, match=r"0\.5m or 50cm"):
        length_m("half a metre")
