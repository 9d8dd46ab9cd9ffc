import numpy as np
import pytest

from accuracy import forces


@pytest.fixture
def data(tmp_path):
    """A folder as the real recordings lie, with one file of two plates: 60 % on the left."""
    folder = tmp_path / "pds_two_plates" / "data"
    folder.mkdir(parents=True)
    names = "Time\tRGRF_X\tRGRF_Y\tRGRF_Z\tLGRF_X\tLGRF_Y\tLGRF_Z"
    rows = [f"{i / 100:.2f}\t1\t280.123456\t-11\t2\t420.185184\t11" for i in range(400)]
    (folder / "one.txt").write_text("\n".join([names, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_a_file_read_as_it_stands_shows_no_difference(data):
    table = forces._shares(list(forces._files(data)))
    (row,) = table.rows
    name, samples, side, share, _, _, newton, part, engine = row
    assert (name, samples, side, share) == ("one", 400, "right", "40.00")
    assert newton == 0
    assert part == 0
    assert abs(float(engine)) < 1e-3
    assert all("(met)" in goal for goal in table.goals[:2])


def test_a_wrong_column_would_be_seen(data):
    (plates,) = forces._files(data)
    swapped = forces.Plates(
        plates.name, plates.path, plates.right, plates.left, plates.figure, plates.side
    )
    table = forces._shares([swapped])
    assert table.rows[0][6] == pytest.approx(140.061728)
    assert "(not met)" in table.goals[0]
    np.testing.assert_allclose(table.rows[0][7], 0.2)
