"""Coaching: cues, their order, and the script of a session. Pure: time is passed in."""

from levelhip.coach.orders import Finish, Keep, Measure, Order, Put, Say, Screen, Sound, Tone

__all__ = ["Finish", "Keep", "Measure", "Order", "Put", "Say", "Screen", "Sound", "Tone"]
