"""Rules of a verdict on exercises and times: how many repetitions were full, and age bands."""

from __future__ import annotations

from levelhip.core import MDC95_FACTOR, Sentence, Side, phrase
from levelhip.engine.part import CERTAIN, Part, said, said_error
from levelhip.engine.reading import Reading
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary, compared, side_readings
from levelhip.engine.wall_measures import SHORT_OF, unclear_drives, unclear_drops
from levelhip.protocols import Protocol, VerdictRule


def drops(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """How many repetitions of the wall drop were full, and left against right in degrees.

    Texts: full, part ({full} of {count}, {listed} made of shallow, seeming, untouched, doubtful,
    unclear and undriven with {n}, or close with {n} and {more} for the last two), unsure (nothing
    but unclear), counted (nothing saw how deep), both (without a side), within (the error), uneven,
    none.
    """
    lines, names = [], set()
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        reps = [t.event for t in scene.trials if t.event.kind == "rep" and t.side is side]
        if not reps:
            continue
        unclear = [trial.event for trial in unclear_drops(scene, side)]
        shallow = [rep for rep in reps if "shallow" in rep.faults]
        seeming = [rep for rep in shallow if rep in unclear]
        unclear = [rep for rep in unclear if not SHORT_OF & set(rep.faults)]
        undriven = [trial.event for trial in unclear_drives(scene, side)]
        missed = [rep for rep in reps if "no-touch" in rep.faults]
        doubtful = [rep for rep in missed if rep in undriven]
        undriven = [
            rep for rep in undriven if rep not in unclear and not SHORT_OF & set(rep.faults)
        ]
        short = {
            "shallow": len(shallow) - len(seeming),
            "seeming": len(seeming),
            "untouched": len(missed) - len(doubtful),
            "doubtful": len(doubtful),
            "unclear": len(unclear),
            "undriven": len(undriven),
        }
        full = sum(not SHORT_OF & set(rep.faults) for rep in reps) - len(unclear) - len(undriven)
        name = "full" if full == len(reps) else "part"
        if len(unclear) + len(undriven) == len(reps):
            name = "unsure"
        if ("shallow_count", side) not in told.sides:
            name = "counted"
        if side is Side.BOTH:
            name = "both"
        names.add(name)
        if short["unclear"] and short["undriven"]:
            both = {"n": short.pop("unclear"), "more": short.pop("undriven")}
            close = [phrase(rule.texts["close"], **both)]
        else:
            close = []
        listed = [phrase(rule.texts[code], n=n) for code, n in short.items() if n] + close
        text = rule.texts[name]
        lines.append(phrase(text, side=side, count=len(reps), full=full, listed=listed))
    if not lines:
        if scene.source == "self":
            return None  # nobody counted
        return Part("unsure", (Sentence(rule.texts["none"]),), (rule.metric,))
    state = "unsure" if names == {"unsure"} else "measured"
    metrics = [rule.metric]
    found = compared(told, rule.beside)
    if found is not None:
        mdc = CERTAIN * found.total_sd
        uneven = abs(found.value) > mdc
        more = Side.LEFT if found.value > 0 else Side.RIGHT
        state = "uneven" if uneven else "within"
        sizes = {"difference": said(abs(found.value), "deg", mdc), "mdc": said_error(mdc, "deg")}
        lines.append(phrase(rule.texts[state], side=more, **sizes))
        metrics.append(rule.beside)
    return Part(state, tuple(lines), tuple(metrics))


def norm(rule: VerdictRule, protocol: Protocol, scene: Scene, told: Summary) -> Part | None:
    """The best time of each side against the average of the person's age.

    Limits: `cap` = s, the end of the test, `slack` = s, how much earlier counts as the end, and the
    average by the age from which it holds. Texts: ceiling, and beyond once after it, about, above,
    below, ageless, and unasked once after it, and fewer where not all trials were done.
    """
    cap_s = rule.limits["cap"]
    bands = sorted((int(age), value) for age, value in rule.limits.items() if age.isdigit())
    lines, capped, ageless = [], False, False
    for side, reading in side_readings(told, rule.metric):
        value = f"{reading.value:.1f} s"
        if reading.value >= cap_s - rule.limits["slack"]:
            lines.append(phrase(rule.texts["ceiling"], side=side, cap=f"{cap_s:.0f} s"))
            capped = True
            continue
        name, norm_s, band = _band(reading, bands, scene.person.age_years)
        ageless = ageless or name == "ageless"
        norm_text = f"{norm_s:.0f} s"
        lines.append(phrase(rule.texts[name], side=side, value=value, norm=norm_text, band=band))
        done = sum(t.event.kind == "hold" and t.side is side for t in scene.trials)
        if name in ("about", "above", "below") and done < protocol.trials.per_side:
            count = protocol.trials.per_side - done
            lines.append(phrase(rule.texts["fewer"], side=side, count=count))
    if capped:
        lines.append(Sentence(rule.texts["beyond"]))
    if ageless:
        lines.append(Sentence(rule.texts["unasked"]))
    return Part("measured", tuple(lines), (rule.metric,)) if lines else None


def _band(
    reading: Reading, bands: list[tuple[int, float]], age_years: float | None
) -> tuple[str, float, str | Sentence]:
    """Which text, the average of the age band, and the band in words."""
    if age_years is None:
        return "ageless", 0.0, ""
    reached = [i for i, (age, _) in enumerate(bands) if age <= age_years]
    if not reached:
        return "ageless", 0.0, ""
    at = reached[-1]
    first, norm_s = bands[at]
    is_last = at + 1 == len(bands)
    if is_last:
        band = phrase("{age} and over", age=first)
    else:
        band = phrase("{first} to {last}", first=first, last=bands[at + 1][0] - 1)
    # The measuring error of one best time; how a person's own best differs from day to day is not
    # known, so nothing smaller than a second counts either.
    margin = max(float(MDC95_FACTOR) * reading.total_sd, LEAST_MARGIN_S)
    if abs(reading.value - norm_s) <= margin:
        return "about", norm_s, band
    return ("above" if reading.value > norm_s else "below"), norm_s, band


LEAST_MARGIN_S = 2.0
"""A best time so near to an average is about that; chosen by us: the averages of the agreeing
second-hand quotations differ by up to a second, and a foot wavers at its end."""
