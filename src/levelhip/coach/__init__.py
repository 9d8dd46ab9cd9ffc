"""Coaching: cues, their order, and the script of a session. Pure: time is passed in."""

from levelhip.coach.orders import Finish, Keep, Measure, Order, Put, Say, Screen, Sound, Tone
from levelhip.coach.plan import SessionPlan, plan_for
from levelhip.coach.session import Session

__all__ = [
    "Finish",
    "Keep",
    "Measure",
    "Order",
    "Put",
    "Say",
    "Screen",
    "Session",
    "SessionPlan",
    "Sound",
    "Tone",
    "plan_for",
]
