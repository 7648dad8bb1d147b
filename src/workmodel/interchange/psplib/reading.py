"""From text to a plan, whichever of the formats it is."""

from __future__ import annotations

from datetime import date
from typing import Final

from workmodel.domain.rings import rings
from workmodel.errors import DocumentFaults, Fault, around
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.given import given_content, given_limit
from workmodel.interchange.imported import Imported
from workmodel.interchange.psplib.instance import Instance
from workmodel.interchange.psplib.planning import ids_of, plan_of, shortcomings
from workmodel.interchange.psplib.several import several
from workmodel.interchange.psplib.single import single
from workmodel.interchange.psplib.skilled import skilled
from workmodel.interchange.psplib.text import MULTI, SINGLE, SKILLED, Faults, decoded
from workmodel.quantities import Moment, moment

__all__ = ["START", "instance_in", "is_instance", "loads"]

START: Final = date(2026, 1, 5)
"""The day on which plans of instances start unless another is given: instances have no dates."""

_BEGINNING: Final = 4_000  # characters that say what a text is


def is_instance(text: str) -> bool:
    r"""Whether a text begins like an instance in one of the formats that are read.

    Examples
    --------
    >>> is_instance("1\n2\n4 4\n"), is_instance("Name,Duration\n")
    (True, False)
    """
    return any(form.match(text, 0, _BEGINNING) for form in (SINGLE, MULTI, SKILLED))


def loads(data: str | bytes, *, start: Moment | str = START, limit: int = MOST_BYTES) -> Imported:
    r"""The plan of an instance of project scheduling research: ``.sm``, ``.mm``, ``.rcmp`` or ``.msrcp``.

    Activities are called ``a1``, ``a2``, as they are numbered, those of several projects ``p1.a1``; resources ``r1``, those
    of which there is so much in all ``n1``, a material. The plan runs around the clock (``calendar="24_hours"``), so
    periods are hours and a makespan the hours from the start of the plan to its finish. An activity that can be done in
    several ways is a task with modes ``m1``, ``m2``, planned in the first; one that needs people with skills asks for them,
    ``requires=["2 s1"]``, and workers are called ``w1``. Releases become the start of their
    project, or, where there is one, a constraint on what waits for nothing.

    Parameters
    ----------
    data
        The whole content.
    start
        When the first period begins.
    limit
        Largest size, which bounds the number of entities and of numbers as well: one for each 256 and 64 bytes of it. [bytes]

    Raises
    ------
    DocumentFaults
        No such instance, cut off, or contradicting itself.
    InvalidText, OutOfRange, WrongType
        A start that is none, or has an offset: instances have no zone.

    Notes
    -----
    Formats of PSPLIB [1]_, of MPLIB [2]_ and of MSLIB [3]_, of which levels that are needed, costs and rework are left out.
    O(numbers).

    References
    ----------
    .. [1] R. Kolisch and A. Sprecher, "PSPLIB – A project scheduling problem library", European Journal of Operational
       Research 96, 1997, p. 205.
    .. [2] R. Van Eynde and M. Vanhoucke, "Resource-constrained multi-project scheduling: benchmark datasets and decoupled
       scheduling", Journal of Scheduling 23, 2020, p. 301.
    .. [3] J. Snauwaert and M. Vanhoucke, "A classification and new benchmark instances for the multi-skilled
       resource-constrained project scheduling problem", European Journal of Operational Research 307, 2023, p. 1.

    Examples
    --------
    Two projects share one resource of which there are three; the second is released after four periods.

    >>> text = "2\n1\n3\n\n1 0\n1\n5 2 1 2:1\n\n1 4\n1\n2 3 0\n"
    >>> plan = loads(text).plan
    >>> plan
    <Plan: 2 tasks, 2 projects, 1 resource, start 2026-01-05>
    >>> plan["p2.a1"].after[0].predecessor, str(plan["p2.a1"].assignments[0]), plan["p2"].start.hour
    ('p1.a1', 'r1 300%', 4)
    """
    begins = moment(start)
    instance = instance_in(given_content(data, "an instance"), given_limit(limit))
    plan = plan_of(instance, begins)
    for ring in rings(plan, 1):
        message = f"activities wait for each other: {around(ring)}; none of them can ever start"
        raise DocumentFaults((Fault("instance", message),))
    return Imported(plan, None, shortcomings(instance, ids_of(instance)))


def instance_in(data: str | bytes, limit: int) -> Instance:
    """What the file of an instance says.

    Raises
    ------
    DocumentFaults
        It cannot be read.
    """
    text = decoded(data, limit)
    faults = Faults(limit)
    if MULTI.match(text):
        return several(text, faults)
    if SINGLE.match(text):
        return single(text, faults)
    if SKILLED.match(text):
        return skilled(text, faults)
    message = "no instance; expected the text of a .sm or .mm file of PSPLIB, a .rcmp file of MPLIB or a .msrcp file of MSLIB"
    raise DocumentFaults((Fault("instance", message),))
