"""The passes on several workers: parts of a plan that no link and no summary joins are dated apart.

A part's dates follow from its own nodes alone, but for what everything shares: the calendars, and the horizon, which the
run finds between the passes. So each pass is split, not the run: forward on all parts, then whatever the run decides
between passes, then backward on all parts. The arrays of a few parts, renumbered, are all that a worker gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from workmodel.domain.pickling import packed_numbers, unpacked_numbers
from workmodel.graph.parts import network_parts
from workmodel.scheduling.compiled import Kernels, kernels
from workmodel.scheduling.layout import (
    CLOSE,
    D_DRIVER,
    DATE_WIDTH,
    L_PREDECESSOR,
    LINK_WIDTH,
    N_CLOSE,
    N_END,
    N_FIRST,
    N_GATE,
    N_PART,
    NODE_WIDTH,
)
from workmodel.scheduling.workers import at_work, taking_work, workers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.graph.network import Network
    from workmodel.scheduling.problem import Problem

    Ints = NDArray[np.int64]

__all__ = ["spread_over"]

_WORTH_SPREADING: Final = 20_000  # nodes: below, handing them over takes longer than dating them


def spread_over(engine: Kernels, problem: Problem, executor: Executor | None) -> Kernels:
    """Kernels that date the parts of a plan on an executor; the same kernels where that is not worth it.

    It is not for small plans, for those that hang together, and for those that wait for routines: there the forward pass
    stops again and again to ask which occurrence is meant.
    """
    if executor is None or problem.waits or len(problem.network) < _WORTH_SPREADING:
        return engine
    batches = _batches(problem.network, workers_of(executor))
    if len(batches) < 2:
        return engine
    split = _Split(executor, batches)
    return evolve(engine, forward=split.forward, backward=split.backward, floats=split.floats, arrays=True)


@frozen(eq=False)
class _Batch:
    """Some parts together: their nodes and links, and the same renumbered.

    Attributes
    ----------
    nodes, links
        Their numbers in the network, ascending.
    place
        Of every node of the network its number in its batch.
    first
        Where each node's links begin in the batch.
    """

    nodes: Ints
    links: Ints
    place: Ints
    first: Ints

    @property
    def rows(self) -> Any:
        """Its nodes as a stretch where they are one, as where parts stand one behind the other: far faster to copy."""
        low, high = int(self.nodes[0]), int(self.nodes[-1])
        return slice(low, high + 1) if high - low == len(self.nodes) - 1 else self.nodes

    def renumbered(self, numbers: Any) -> Ints:
        """Nodes of the network by their numbers in the batch; -1 stays."""
        import numpy as np

        found: Ints = np.where(numbers >= 0, self.place[numbers], -1)
        return found


def _batches(network: Network, several: int) -> list[_Batch]:
    """The parts in about so many batches of about one size, each in the order of the nodes."""
    import numpy as np

    part = network_parts(network)
    firsts, counts = np.unique(part, return_counts=True)
    behind = np.cumsum(counts)
    which = (2 * behind - counts) * several // (2 * len(part))
    batch_of = which[np.searchsorted(firsts, part)]
    width = np.diff(network.first)
    holder_batch = np.repeat(batch_of, width)
    place = np.empty(len(part), dtype=np.int64)
    found = []
    for number in np.unique(which).tolist():
        nodes = np.flatnonzero(batch_of == number)
        place[nodes] = np.arange(len(nodes))
        first = np.concatenate([[0], np.cumsum(width[nodes])])
        found.append(_Batch(nodes, np.flatnonzero(holder_batch == number), place, first))
    return found


class _Rows:
    """Rows of numbers; on their way to another process in columns of as few bytes as they need."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, tuple(packed_numbers(column) for column in self.rows.T)


def _unpacked(*columns: Any) -> _Rows:
    import numpy as np

    return _Rows(np.stack([unpacked_numbers(one) for one in columns], axis=1))


class _Split:
    """Kernels whose work is split over batches; they change the same arrays in the same way."""

    def __init__(self, executor: Executor, batches: Sequence[_Batch]) -> None:
        self.executor, self.batches = executor, batches
        self.links: list[_Rows] = []

    # The names of the arrays are those of `workmodel.scheduling.passes`.

    def forward(self, T: Any, N: Any, L: Any, R: Any, D: Any, _begin: int, _end: int) -> None:
        """Early dates and drivers of all nodes."""
        self._passed("forward", T, N, L, R, D)

    def backward(self, T: Any, N: Any, L: Any, R: Any, D: Any) -> None:
        """Late dates of all nodes."""
        self._passed("backward", T, N, L, R, D)

    def floats(self, T: Any, N: Any, L: Any, D: Any) -> bool:
        """Floats of all nodes, and whether the stretch was too short for some."""
        return any(self._passed("floats", T, N, L, None, D))

    def _passed(self, what: str, T: Any, N: Any, L: Any, R: Any, D: Any) -> list[bool]:
        """One pass over all batches, and what it says of each."""
        nodes, dates = N.reshape(-1, NODE_WIDTH), D.reshape(-1, DATE_WIDTH)
        if not self.links:  # of all that is handed over they alone never change
            self.links = [_own_links(batch, L.reshape(-1, LINK_WIDTH)[batch.links]) for batch in self.batches]
        jobs = []
        for batch, links in zip(self.batches, self.links, strict=True):
            own, row = nodes[batch.rows].copy(), dates[batch.rows].copy()
            for field in (N_GATE, N_CLOSE):
                own[:, field] = batch.renumbered(own[:, field])
            own[:, N_FIRST], own[:, N_END] = batch.first[:-1], batch.first[1:]
            row[:, D_DRIVER] = 0  # the numbers of links and nodes are others here
            jobs.append((what, T, R, _Rows(own), links, _Rows(row)))
        said = []
        for batch, (found, also) in zip(self.batches, self._done(_pass, jobs), strict=True):
            rows = found.rows
            rows[:, D_DRIVER] = (
                _drivers(batch, nodes[batch.rows, N_PART] == CLOSE, rows[:, D_DRIVER])
                if what == "forward"
                else dates[batch.rows, D_DRIVER]
            )
            dates[batch.rows] = rows
            said.append(also)
        return said

    def _done(self, function: Callable[..., Any], jobs: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What a function says of each job, all run by the executor.

        Raises
        ------
        OutOfRange
            It takes no work, or its workers are gone.
        """
        given: list[Future[Any]] = []
        try:
            with taking_work():
                given.extend(self.executor.submit(function, *job) for job in jobs)
            with at_work():
                return [one.result() for one in given]
        finally:
            for one in given:
                one.cancel()


def _own_links(batch: _Batch, held: Any) -> _Rows:
    """Links of a batch, the nodes waited for by their numbers in it."""
    held[:, L_PREDECESSOR] = batch.renumbered(held[:, L_PREDECESSOR])
    return _Rows(held)


def _drivers(batch: _Batch, close: Any, driver: Any) -> Ints:
    """What held a date by the numbers of the network: links and, for closes, nodes; causes below zero are what they are."""
    import numpy as np

    found: Ints = driver.copy()
    by_link = np.flatnonzero(~close & (driver >= 0))
    found[by_link] = batch.links[driver[by_link]]
    found[close] = batch.nodes[driver[close]]
    return found


# -- what a worker does -----------------------------------------------------------------------------------------------


def _pass(what: str, T: Any, R: Any, N: _Rows, L: _Rows, D: _Rows) -> tuple[_Rows, bool]:
    """One pass over one batch."""
    engine = kernels(len(N.rows))
    dates = _taken(engine, D.rows)
    given = [_taken(engine, one) for one in (T, N.rows, L.rows, R) if one is not None]
    short = False
    if what == "forward":
        engine.forward(*given, dates, 0, len(N.rows))
    elif what == "backward":
        engine.backward(*given, dates)
    else:
        short = bool(engine.floats(*given, dates))
    return _rows(dates, DATE_WIDTH), short


def _taken(engine: Kernels, array: Any) -> Any:
    """An array as the kernels take it, flat; what came from elsewhere may not be written to."""
    if not engine.arrays:
        return array.ravel().tolist()
    return array.ravel() if array.flags.writeable else array.ravel().copy()


def _rows(flat: Any, width: int) -> _Rows:
    import numpy as np

    return _Rows(np.asarray(flat, dtype=np.int64).reshape(-1, width))
