"""What stands before every session: what the diary says is shut, and what is answered now."""

from __future__ import annotations

from collections.abc import Sequence

from levelhip.coach.orders import Keep, Order
from levelhip.program.sentence import Sentence
from levelhip.protocols import Protocol, protocol, safety
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.service.daily import Locked
from levelhip.service.dosing import ensure_borne
from levelhip.store.database import store_exists

NOBODY = Sentence(
    "There is a store but nobody's diary in it, so that no safety answers are known. Begin with: "
    "levelhip begin; then levelhip screen"
)
"""Somebody was here before: a session without a diary is for those who never began one."""


def refusals(forms: Sequence[tuple[str, str | None]]) -> tuple[Sentence | None, ...]:
    """Why sessions cannot begin now, before anybody has set up a camera or a phone for them.

    Parameters
    ----------
    forms : sequence of tuple
        Protocols, each with the form that is asked for; None = the one of the plan.

    Returns
    -------
    tuple of Sentence or None
        The reason with which each would be refused; None when it can begin.
    """
    from levelhip.program.plan import plan
    from levelhip.program.prescription import PLAN_DAYS, Wish, prescription

    if not store_exists():
        return (None,) * len(forms)
    moment = now()
    with daily.diary() as diary:
        if diary.profile() is None:
            return (NOBODY,) * len(forms)
        history = diary.history()
        made = plan(history, moment, days=PLAN_DAYS)

        def refused(name: str, variant: str | None) -> Sentence | None:
            told = prescription(history, moment, name, Wish(variant), made=made)
            if told.refusal is not None:
                return told.refusal
            form = protocol(name).chosen(variant=told.wish.variant)
            try:
                daily.ensure_open(diary, form.counts_as, open_to=made.clearance)
            except Locked as shut:
                return shut.sentences[0]
            wish = Wish(form.variant or None)
            return prescription(history, moment, name, wish, made=made).refusal

        return tuple(refused(name, variant) for name, variant in forms)


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
        When the diary's answers, its pain light or a gate shut what the protocol counts as; nothing
        goes round it, also not a session that was cut off and goes on.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._said: dict[str, str] = {}
        self._asked = [step.id for step in safety().questions]
        self._begun = False
        if store_exists():
            with daily.diary() as diary:
                self._begun = diary.profile() is not None
                if not self._begun:
                    # Also after a wipe, and where the person was taken out of the store by hand.
                    raise Locked(NOBODY)
                daily.ensure_open(diary, protocol.counts_as)
                ensure_borne(diary, protocol)

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
