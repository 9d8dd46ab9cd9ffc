"""A first week behind somebody who did its tests: from the tenth day on an exercise is planned."""

from levelhip.service import analyse, daily
from levelhip.service.clock import standing_at
from levelhip.service.kept import keep_analysis
from tools import diaries

RATE_HZ = 50


def lifted_in_turn(*, left_share=0.5):
    """Forces of somebody of 700 N: quiet, then each foot lifted three times for some seconds."""
    lines = ["time (s),left (N),right (N)"]
    for i in range((4 + 36) * RATE_HZ):
        t, share = i / RATE_HZ, left_share
        for lift in range(6):
            start = 4 + 6 * lift
            rise = max(min((t - start) / 0.6, (start + 4.2 - t) / 0.6, 1.0), 0.0)
            share += ((lift % 2) - left_share) * rise
        lines.append(f"{t:.2f},{700 * share:.2f},{700 * (1 - share):.2f}")
    return "\n".join(lines).encode()


def first_week(folder):
    """Days 0 to 7 of a diary, with all that was said and tested; files go into the folder."""
    file = folder / "lifted.csv"
    file.write_bytes(lifted_in_turn())
    with standing_at(diaries.moment(0)), daily.held_open():
        diaries.begin()
        for test in ("equal-weight", "one-leg-stand"):
            assert keep_analysis(analyse(file, test, out=folder / test)) == "kept"
        for test in diaries.ANSWERED:
            diaries.answered(test, 2)
    with daily.diary() as diary:
        for day in range(8):
            with standing_at(diaries.moment(day)):
                daily.say(diary, diaries.moment(day).date(), usual=2)
