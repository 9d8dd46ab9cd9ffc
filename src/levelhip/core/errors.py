"""What can go wrong, said so that a person can act on it."""


class LevelhipError(Exception):
    """A fault whose message names the thing, the place, the value and the way out."""


class BadRecording(LevelhipError):
    """A recording that cannot be read or trusted."""


class BadProtocol(LevelhipError):
    """A protocol file that does not say what it must."""


class NotEnoughData(LevelhipError):
    """A question that the recording is too short or too empty to answer."""
