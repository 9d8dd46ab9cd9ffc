"""What to do next: screening, the pain light, dose, plan. Pure: history and dates are passed in."""

from levelhip.program.light import Day, Dose, Light, Reading, State, light, next_state, readings
from levelhip.program.screening import (
    ACTIVITIES,
    Clearance,
    Question,
    Questions,
    Screening,
    Tier,
    clearance,
    questions,
)

__all__ = [
    "ACTIVITIES",
    "Clearance",
    "Day",
    "Dose",
    "Light",
    "Question",
    "Questions",
    "Reading",
    "Screening",
    "State",
    "Tier",
    "clearance",
    "light",
    "next_state",
    "questions",
    "readings",
]
