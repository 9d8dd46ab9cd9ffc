"""What is said of a phone on the thigh: why nothing can be measured, and what was assumed."""

from __future__ import annotations

FAULTS = {
    "not-on-thigh": "The phone was worn at: {location}. This needs it strapped to the side or "
    "front of the upper thigh; when it was, say so: --location thigh.",
    "no-side-said": "A phone on the thigh does not tell which leg it is on; say it: --side left or "
    "--side right.",
    "no-line-pose": "The leg was never still for two seconds, so that nothing says when it was in "
    "line with the body. Lie still for three seconds first, the leg in line.",
    "line-late": "The leg was lifted again and again before it first lay still, so that nothing "
    "says when it was in line with the body. Lie still for three seconds first, the leg in line.",
    "worn-crosswise": "Neither the phone's long edge nor a lift tells which way the thigh points: "
    "strap the phone on along the thigh, its top towards the hip, and lift the leg.",
}
"""By the code of a refusal."""

NOTES = {
    "line-assumed": "No pose was named, so that the first still stretch was taken for the leg in "
    "line with the body; all angles count from there.",
    "worn-otherwise": "The lifts show that the phone was not worn with its top towards the hip; "
    "that was taken into account.",
    "side-in-doubt": "In the pose with the leg back the thigh turned the other way: look whether "
    "the {side} leg was the upper one, or whether the hip bent.",
    "not-back-in-pose": "In the pose with the leg back the thigh hardly moved, so that the pose "
    "does not confirm which way is back.",
    "no-gyroscope": "The recording has no gyroscope, so that extension was not measured, and the "
    "other angles are less sure while the leg moves.",
}
"""By the code of what was assumed or looks odd; nothing is refused for it."""

SLIPPED = (
    "The phone lay otherwise in a rest than before: it slipped, or the leg rested elsewhere. What "
    "came shortly before is less sure; tighten the strap."
)
