"""What stands before every session: what the diary says is shut, and what is answered now."""

from __future__ import annotations

from levelhip.coach.orders import Keep, Order
from levelhip.protocols import Protocol, safety
from levelhip.service import daily
from levelhip.store.database import store_exists


class Gate:
    """Lets a session begin, and keeps what its safety questions were answered with.

    A yes is in the diary before anything else happens, also for somebody who never began one: the
    next session then finds everything shut. Three times no is kept only where a diary was begun.

    Parameters
    ----------
    protocol : Protocol
        With its variant chosen.

    Raises
    ------
    Locked
        When the diary's answers shut what the protocol counts as; nothing goes round it.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._said: dict[str, str] = {}
        self._asked = [step.id for step in safety().questions]
        self._begun = False
        if store_exists():
            with daily.diary() as diary:
                self._begun = diary.profile() is not None
                if self._begun:
                    daily.ensure_open(diary, protocol.counts_as)

    def told(self, order: Order) -> None:
        """Take note of an order; an answer to a safety question is kept.

        Parameters
        ----------
        order : Order
        """
        if not isinstance(order, Keep) or order.answer.name not in self._asked:
            return
        self._said[order.answer.name] = "yes" if order.answer.value else "no"
        is_sign = bool(order.answer.value)
        if is_sign or (self._begun and len(self._said) == len(self._asked)):
            with daily.diary() as diary:
                if diary.profile() is None:
                    daily.begin(diary)
                daily.screen(diary, dict(self._said))  # type: ignore[arg-type]
