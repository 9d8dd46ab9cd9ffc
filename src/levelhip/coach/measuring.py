"""When the source runs, and the mark of each set."""

from __future__ import annotations

from levelhip.coach.orders import Measure, Order, Put
from levelhip.core import Mark, Side


class Measuring:
    """Whether the source is to run.

    Attributes
    ----------
    on : whether it runs
    side : the side whose set was begun last; None before the first
    """

    def __init__(self) -> None:
        self.on = False
        self.side: Side | None = None

    def start(self, now_s: float, side: Side) -> list[Order]:
        """Let it run; on another side than before a set begins.

        Parameters
        ----------
        now_s : s
        side : Side
            The one that works.

        Returns
        -------
        list of Order
        """
        orders: list[Order] = [] if self.on else [Measure(on=True)]
        self.on = True
        if side is not self.side:
            self.side = side
            orders.append(Put(Mark(now_s, "set", side)))
        return orders

    def wait(self) -> list[Order]:
        """Let it wait.

        Returns
        -------
        list of Order
        """
        orders: list[Order] = [Measure(on=False)] if self.on else []
        self.on = False
        return orders
