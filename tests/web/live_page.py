"""A page that speaks the protocol of docs/page-protocol.md, over any socket with text and bytes."""

import json

from tests.service.paged import RATE_HZ, Camera


class LivePage:
    """One person before one session: answers, goes on, and sends frames while it listens.

    Parameters
    ----------
    answers : what is said to a question, by its step; else "no"
    camera : frames that are sent, or None
    """

    def __init__(self, *, camera=None, answers=None):
        self.camera, self.answers = camera, answers or {}
        self.last, self.k = 0, 0
        self.orders, self.screens, self.states = [], [], []
        self.welcome = None
        self._asked = None
        self._safe = 0

    def hello(self):
        return json.dumps({"kind": "hello", "last": self.last})

    def takes(self, text):
        """Take a message; what is to be sent because of it."""
        told = json.loads(text)
        if "n" in told:
            assert told["n"] > self.last, "an order came twice or late"
            self.last = told["n"]
            self.orders.append(told)
            if told["kind"] == "say":
                return [json.dumps({"kind": "spoken", "n": told["n"]})]
            return []
        if told["kind"] == "welcome":
            self.welcome, self._asked = told, None
            return self.camera.after(told["sequence"]) if self.camera else []
        if told["kind"] == "have" and self.camera:
            assert told["sequence"] >= self._safe
            self._safe = told["sequence"]
            self.camera.forget(self._safe)
        if told["kind"] == "screen":
            self.screens.append(told)
            return self._sees(told)
        self.states.append(told)
        return []

    def _sees(self, screen):
        if self.camera:
            if screen["state"] == "running" and screen["target"] is not None:
                self.camera.start()
            elif screen["state"] == "paused":
                self.camera.waits = True
        key = (screen["step"], screen["state"])
        if key == self._asked:
            return []
        self._asked = key
        if screen["state"] == "asking":
            return [self.said(self.answers.get(screen["step"], "no"))]
        if screen["state"] == "paused":
            return [self.said("go")]
        return []

    def said(self, word):
        self.k += 1
        return json.dumps({"kind": "said", "id": self.k, "word": word})

    @property
    def finish(self):
        return next((o for o in self.orders if o["kind"] == "finish"), None)

    def events(self, kind="rep"):
        return [
            o["event"] for o in self.orders if o["kind"] == "event" and o["event"]["kind"] == kind
        ]


__all__ = ["RATE_HZ", "Camera", "LivePage"]
