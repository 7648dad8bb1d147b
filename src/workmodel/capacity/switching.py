"""What working on several things in one day costs: models of the loss, off unless asked for.

Each turns the number of contexts (projects, routines) that claim somebody's day into hours that nobody gets. Models
are parameters: figures in the literature are rules of thumb, and each says whose.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from attrs import field, frozen

from workmodel.domain.values import share, whole
from workmodel.errors import InvalidText, WrongType, nearest
from workmodel.quantities import span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["GeometricLoss", "SwitchLoss", "SwitchingModel", "TableLoss", "switching_model"]

WHOLE: Final = 10_000  # ten-thousandths


@runtime_checkable
class SwitchingModel(Protocol):
    """How much of a day is lost, by the number of contexts that claim it."""

    def lost(self, contexts: Ints, available: Ints) -> Ints:
        """What is lost of each day: from its own two figures, whatever those of other days are.

        Parameters
        ----------
        contexts : int array
            Number of contexts that claim the day.
        available : int array of the same shape
            Availability. [1/10 000 person-minute]

        Returns
        -------
        int array of the same shape
            Never more than is available. [1/10 000 person-minute]
        """


def _shares(value: Any) -> tuple[Decimal, ...]:
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise WrongType(
            "a table of losses", value, "shares lost with 1, 2, 3 … contexts, such as (0, 0.2, 0.4)"
        )
    found = tuple(share("a share lost", one, most=1) for one in value)
    return found or (Decimal(0),)


def _share_left(value: Any) -> Decimal:
    return share("a share left", value, most=1)


def _minutes(value: Any) -> int:
    return whole("minutes lost with a switch", value, 0, 1440)


@frozen
class TableLoss:
    """A share lost per number of contexts; more contexts than the table has lose its last share.

    The default is the rule of thumb of G. M. Weinberg, *Quality Software Management*, vol. 1, 1992: with one to five
    projects at a time 0, 20, 40, 60 and 75 % are lost.

    Attributes
    ----------
    shares
        Lost with 1, 2, 3 … contexts. [0–1]

    Examples
    --------
    >>> import numpy as np
    >>> TableLoss().lost(np.array([0, 1, 3, 9]), np.array([600, 600, 600, 600])).tolist()
    [0, 0, 240, 450]
    """

    shares: tuple[Decimal, ...] = field(
        default=(Decimal(0), Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.75")),
        converter=_shares,
    )

    def lost(self, contexts: Ints, available: Ints) -> Ints:
        """See `SwitchingModel.lost`."""
        import numpy as np

        table = np.array([0, *(int(one * WHOLE) for one in self.shares)], dtype=np.int64)
        return available * table[np.minimum(contexts, len(table) - 1)] // WHOLE


@frozen
class GeometricLoss:
    """Each further context leaves a share of what the one before left.

    With 0.8, of n contexts 0.8ⁿ⁻¹ of the day is left: a variant of Weinberg's table without a break.

    Attributes
    ----------
    left
        Left with each context after the first. [0–1]

    Examples
    --------
    >>> import numpy as np
    >>> GeometricLoss().lost(np.array([1, 2, 3]), np.array([600, 600, 600])).tolist()
    [0, 120, 216]
    """

    left: Decimal = field(default=Decimal("0.8"), converter=_share_left)

    def lost(self, contexts: Ints, available: Ints) -> Ints:
        """See `SwitchingModel.lost`."""
        import numpy as np

        most = int(contexts.max(initial=0))
        table = np.array([0, *(int((1 - self.left**n) * WHOLE) for n in range(max(most, 1)))], dtype=np.int64)
        return available * table[contexts] // WHOLE


@frozen
class SwitchLoss:
    """Minutes lost with every switch; with n contexts in a day there are n − 1 of them at least.

    How many minutes is a matter of the work: the American Psychological Association's summary of studies of task switching
    (Rubinstein, Meyer and Evans, 2001) puts the cost at tenths of seconds a switch in the laboratory, and at up to 40 % of
    productive time where people switch all day.

    Attributes
    ----------
    minutes
        Lost with each. [min]

    Examples
    --------
    >>> import numpy as np
    >>> day = np.array([480 * 10_000])
    >>> SwitchLoss(15).lost(np.array([3]), day).tolist()
    [300000]
    """

    minutes: int = field(converter=_minutes)

    def lost(self, contexts: Ints, available: Ints) -> Ints:
        """See `SwitchingModel.lost`."""
        import numpy as np

        found: Ints = np.minimum(np.maximum(contexts - 1, 0) * self.minutes * WHOLE, available)
        return found


_NAMED: Final[dict[str, Callable[[], SwitchingModel]]] = {"weinberg": TableLoss, "geometric": GeometricLoss}
_PER_SWITCH: Final = " per switch"


def switching_model(value: object) -> SwitchingModel | None:
    """A model from its name, ``"weinberg"``, ``"geometric"`` or ``"15min per switch"``; ``None`` for none.

    Raises
    ------
    InvalidText
        No such name.
    WrongType
        Neither a name nor a `SwitchingModel`.

    Examples
    --------
    >>> switching_model("15min per switch")
    SwitchLoss(minutes=15)
    """
    if value is None or (not isinstance(value, str) and isinstance(value, SwitchingModel)):
        return value
    if not isinstance(value, str):
        raise WrongType("a model of switching", value, 'a SwitchingModel, or its name such as "weinberg"')
    if value in _NAMED:
        return _NAMED[value]()
    if value.endswith(_PER_SWITCH):
        return SwitchLoss(span(value.removesuffix(_PER_SWITCH)).minutes())
    expected = '"weinberg", "geometric" or a time, "15min per switch"'
    raise InvalidText("a model of switching", value, f"{expected}.{nearest(value, _NAMED)}".rstrip("."))
