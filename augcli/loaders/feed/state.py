"""Where a flow is, as plain values: after which batch of which epoch, and of which flow."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from augcli.loaders.feed.order import Order
from augcli.loaders.feed.settings import FlowSettings
from augcli.loaders.options import whole


class State(NamedTuple):
    """A place: ``batch`` batches of an epoch are done. ``pictures`` tells flows apart."""

    epoch: int
    batch: int
    pictures: str

    @classmethod
    def of(cls, state: Mapping[str, Any], pictures: str, batches: int) -> State:
        """Return a state that was kept, of a flow of these pictures and this many batches.

        Raises:
            ValueError: it is none, or that of another flow.
        """
        if not isinstance(state, Mapping) or set(state) != set(cls._fields):
            raise ValueError(f"state must be what state_dict returns, not {state!r:.60}")
        if state["pictures"] != pictures:
            raise ValueError(
                "state is that of a flow with other pictures, order, seed or batch_size"
            )
        found = cls(whole("epoch", state["epoch"], 0), whole("batch", state["batch"], 0), pictures)
        if found.batch >= max(1, batches):
            raise ValueError(f"state has batch {found.batch}, and an epoch has {batches}")
        return found


def fingerprint(order: Order, seed: int, settings: FlowSettings) -> str:
    """Return a digest of all that decides which pictures are in which batch."""
    decides = (seed, settings.batch_size, settings.drop_last, order.shuffle, order.balance)
    text = repr((decides, list(order.keys)))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
