"""Small recordings that the tests make themselves."""

import numpy as np
import pytest

WEIGHT_N = 700.0
RATE_HZ = 50.0


def one_leg_forces(path, *, left_share=0.5, lifts=3, seed=1):
    """A force table: quiet stance, then each foot lifted in turn for three seconds."""
    time_s = np.arange(0, 4 + 6 * lifts * 2, 1 / RATE_HZ)
    share = np.full(time_s.size, left_share)
    for i in range(2 * lifts):
        start = 4 + 6 * i
        goal = (0.0, 1.0)[i % 2]
        rise = np.clip((time_s - start) / 0.6, 0, 1) * np.clip((start + 4.2 - time_s) / 0.6, 0, 1)
        share += (goal - left_share) * rise
    noise = np.random.default_rng(seed).normal(0, 1.0, (time_s.size, 2))
    left, right = WEIGHT_N * share + noise[:, 0], WEIGHT_N * (1 - share) + noise[:, 1]
    rows = [f"{t:.3f},{a:.2f},{b:.2f}" for t, a, b in zip(time_s, left, right, strict=True)]
    path.write_text("\n".join(["time (s),left (N),right (N)", *rows]) + "\n")
    return path


@pytest.fixture(scope="session")
def forces(tmp_path_factory):
    return one_leg_forces(tmp_path_factory.mktemp("forces") / "monday.csv")


@pytest.fixture(scope="session")
def write_forces():
    return one_leg_forces


@pytest.fixture(scope="session")
def folder_of():
    """Writes four recordings, one of them in a folder below and one broken, and a note."""

    def write(given):
        (given / "second").mkdir(parents=True)
        one_leg_forces(given / "a.csv", lifts=1, seed=1)
        one_leg_forces(given / "b.csv", lifts=1, left_share=0.6, seed=2)
        one_leg_forces(given / "second" / "a.csv", lifts=1, seed=3)
        (given / "broken.mp4").write_text("this is no video\n")
        (given / "notes.txt").write_text("the chair squeaked\n")
        return given

    return write
