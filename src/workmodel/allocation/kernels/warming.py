"""Compiled kernels in time: compiling them for the first time on a machine takes longer than many a limit."""

from __future__ import annotations

from threading import Lock, Thread

from workmodel.allocation.kernels.bounds import lower_bound
from workmodel.allocation.kernels.compiled import Kernels, compiled, plain
from workmodel.allocation.kernels.instance import instance
from workmodel.allocation.kernels.moded import ModeOf, moded_instance
from workmodel.allocation.kernels.moded_search import ModedSearch
from workmodel.allocation.kernels.search import Search

__all__ = ["compiled_within"]

_SCHEDULES = 60  # that let every kernel of a search be called

_lock = Lock()
_threads: dict[bool, Thread] = {}


def compiled_within(seconds: float, *, moded: bool) -> Kernels:
    """The compiled kernels if they are there after so many seconds, else those as they stand.

    A thread of its own goes on compiling for those who ask later; results are equal either way.

    Parameters
    ----------
    moded
        Whether those for activities with modes are meant.
    """
    with _lock:
        if moded not in _threads:
            work = _moded if moded else _plainly
            _threads[moded] = Thread(target=work, name="workmodel-compiling")
            _threads[moded].start()
        thread = _threads[moded]
    thread.join(max(seconds, 0.0))
    return plain() if thread.is_alive() else compiled() or plain()


def _plainly() -> None:
    using = compiled()
    if using is None:
        return
    made = instance(
        [5, 4, 3, 6, 5],
        [(0, 2, 5)],
        capacities=[3, 2],
        requirements=[{0: 2}, {0: 2, 1: 1}, {0: 1, 1: 1}, {0: 2}, {0: 2, 1: 2}],
    )
    search = Search(made, planned=_SCHEDULES, seed=0, using=using)
    search.advance(_SCHEDULES)
    search.starts()
    lower_bound(made, below=2 * search.makespan, using=using)  # so far away that something has to be refuted


def _moded() -> None:
    using = compiled()
    if using is None:
        return
    quick, slow = ModeOf(2, {0: 2}, {0: 3}), ModeOf(5, {0: 1}, {0: 1})
    made = moded_instance([[quick, slow]] * 4, [(0, 1, 0, True, False)], capacities=[3], stocks=[8])
    search = ModedSearch(made, planned=_SCHEDULES, seed=0, using=using)
    search.advance(_SCHEDULES)
    search.starts()
    _plainly()
