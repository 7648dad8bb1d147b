"""How far a schedule is: told between its passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from attrs import evolve, fields

from workmodel.domain.telling import OnProgress, Teller
from workmodel.scheduling.compiled import Kernels

__all__ = ["Steps"]

_T = TypeVar("_T")
_USUAL: Final = 5  # the plan as a problem, three passes, and what is made of them


class Steps:
    """Steps of one `schedule` call: passes that were made, of those that there will be as far as is known."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self.teller = Teller("scheduling the plan", on_progress)
        self.done = 0

    def step(self) -> None:
        """One more was made, and more are to come.

        Raises
        ------
        Stopped
            Whoever is told wants no more.
        """
        self.done += 1
        self.teller.tell(self.done, max(_USUAL, self.done + 1))

    def end(self) -> None:
        """All were made."""
        most = max(_USUAL, self.done + 1)
        self.teller.tell(most, most)

    def between(self, engine: Kernels) -> Kernels:
        """The same kernels, of which each run is a step."""
        if self.teller.on_progress is None:
            return engine
        runs = {one.name: getattr(engine, one.name) for one in fields(Kernels)}
        told: dict[str, Any] = {name: self._told(run) for name, run in runs.items() if callable(run)}
        return evolve(engine, **told)

    def _told(self, run: Callable[..., _T]) -> Callable[..., _T]:
        def one(*arrays: Any) -> _T:
            said = run(*arrays)
            self.step()
            return said

        return one
