"""Obey: carry out what the server told this computer, and tell it so."""

from __future__ import annotations

from nurseapp.desktop.sync.planner import Acknowledge, Obey
from nurseapp.desktop.sync.steps.under_way import UnderWay
from nurseapp.desktop.sync.transport import Transport
from nurseapp.wire.messages import CommandKind, CommandsDone


def obey(running: UnderWay, action: Obey) -> None:
    """Carry out an order. Who locks the screen is told first: twice does no harm, never would."""
    order = action.order
    if order.kind is CommandKind.REFILL:
        running.store.orders.refill(order)
    else:
        running.ordered(order)
        running.store.orders.note_done(order)


def acknowledge(running: UnderWay, action: Acknowledge) -> None:
    """Tell the server what was done."""
    tell_done(running.transport, action.orders)
    running.store.orders.note_told(action.orders)


def tell_done(transport: Transport, orders: tuple[str, ...]) -> None:
    """Tell the server what was done, also where nothing is left to note that in."""
    transport.acknowledge(CommandsDone(done=orders))
