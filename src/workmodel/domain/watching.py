"""How far a long load is, counted in rows, and whether somebody wants it to go on."""

from __future__ import annotations

from workmodel.domain.telling import OnProgress, Teller

__all__ = ["Watch"]


class Watch:
    """Tells whoever watches each time that more is done."""

    def __init__(self, told: OnProgress | None, total: int) -> None:
        self.total = total
        self._teller = Teller("loading a plan from columns", told)
        self._done = 0

    def more(self, rows: int) -> None:
        """Note that so many rows more are done.

        Raises
        ------
        Stopped
            Whoever watches wants no more.
        """
        if rows:
            self._done += rows
            self._teller.tell(self._done, self.total)
