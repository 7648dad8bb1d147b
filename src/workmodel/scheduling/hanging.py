"""What hangs together in a network, as lists of numbers that can be taken apart: see `workmodel.scheduling.near`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.graph.network import CLOSE
from workmodel.scheduling.near import (
    A_CHILD,
    A_NEXT,
    A_OTHER,
    A_OUT,
    A_PREVIOUS,
    A_PROJECT,
    A_RANK,
    E_HOLDER,
    E_NEXT,
    E_PREVIOUS,
    NEAR_WIDTH,
    OUT_WIDTH,
)  # fmt: skip

if TYPE_CHECKING:
    from workmodel.scheduling.problem import Problem

__all__ = ["APART", "lists_of", "near_of", "out_of"]

APART: Final = 2**14
"""Between ranks at first, so that new nodes find one between others."""


def near_of(problem: Problem) -> Any:
    """What hangs together at first, a row of `NEAR_FIELDS` per node."""
    import numpy as np

    network = problem.network
    count = len(network)
    near = np.zeros((count, NEAR_WIDTH), dtype=np.int64)
    near[:, [A_CHILD, A_NEXT, A_PREVIOUS, A_OTHER]] = -1
    near[:, A_RANK] = APART * np.arange(1, count + 1)
    near[:, A_OUT] = lists_of(network.predecessor, count)[0]
    closes = np.flatnonzero(network.part == CLOSE)
    gates = network.own_gate[closes]
    near[closes, A_OTHER], near[gates, A_OTHER] = gates, closes
    near[gates, A_PROJECT] = problem.project[network.slot[gates]] == network.slot[gates]
    inside = np.flatnonzero((network.gate >= 0) & (network.part != CLOSE))
    first, following, previous = lists_of(network.gate[inside], count)
    near[:, A_CHILD] = np.where(first >= 0, inside[first], -1) if len(inside) else -1
    near[inside, A_NEXT] = np.where(following >= 0, inside[following], -1)
    near[inside, A_PREVIOUS] = np.where(previous >= 0, inside[previous], -1)
    return near


def out_of(network: Any) -> Any:
    """Who holds each link, and which others wait for the same node, a row of `OUT_FIELDS` per link."""
    import numpy as np

    out = np.empty((len(network.predecessor), OUT_WIDTH), dtype=np.int64)
    out[:, E_HOLDER] = np.repeat(np.arange(len(network)), np.diff(network.first))
    _, out[:, E_NEXT], out[:, E_PREVIOUS] = lists_of(network.predecessor, len(network))
    return out


def lists_of(owners: Any, count: int) -> tuple[Any, Any, Any]:
    """Lists by owner: the first of each owner, then the next and the one before of each member; -1 for none."""
    import numpy as np

    order = np.argsort(owners, kind="stable")
    mine = owners[order]
    same = mine[1:] == mine[:-1]
    following = np.full(len(owners), -1, dtype=np.int64)
    previous = np.full(len(owners), -1, dtype=np.int64)
    following[order[:-1][same]] = order[1:][same]
    previous[order[1:][same]] = order[:-1][same]
    first = np.full(count, -1, dtype=np.int64)
    first[mine[::-1]] = order[::-1]
    return first, following, previous
