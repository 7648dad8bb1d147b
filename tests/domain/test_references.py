import attrs
from attrs import frozen

from workmodel.domain import Assignment, Dependency, Settings, Task
from workmodel.domain.references import (
    Reference,
    drop_references,
    holds,
    reference,
    references_of,
    rename_references,
)


@frozen
class Booking:
    """A kind of entity that nobody has thought of yet: one reference, one value that refers, a tuple of ids."""

    room: str | None = reference("room", default=None)
    guest: Assignment | None = holds(Assignment, default=None)  # noqa: RUF009  -- an attrs field, made once for the class
    hosts: tuple[str, ...] = reference("resource", default=())


BOOKING = Booking("blue", Assignment("ana", "0.5"), ("ben", "cyn"))


def test_references_are_found_from_declarations_alone():
    assert list(references_of(BOOKING)) == [
        Reference("room", "blue", ("room",)),
        Reference("guest", "ana", ("resource",)),
        Reference("hosts", "ben", ("resource",)),
        Reference("hosts", "cyn", ("resource",)),
    ]
    assert list(references_of(Booking())) == []
    assert [r.target for r in references_of(Settings(calendar="office"))] == ["office"]


def test_references_follow_new_names():
    assert rename_references(BOOKING, {"ana": "eve", "cyn": "dan"}) == Booking(
        "blue", Assignment("eve", "0.5"), ("ben", "dan")
    )
    assert rename_references(BOOKING, {"nobody": "x"}) is BOOKING


def test_references_are_dropped_with_what_they_are_part_of():
    assert drop_references(BOOKING, frozenset({"blue", "ana", "ben"})) == Booking(None, None, ("cyn",))
    assert drop_references(BOOKING, frozenset()) is BOOKING
    task = Task("x", after=["a SS", "b"], properties={"risk": 3, "cost": 4})
    kept = drop_references(task, frozenset({"a", "risk"}))
    assert kept.after == (Dependency("b"),)
    assert dict(kept.properties) == {"cost": 4}
    assert attrs.evolve(task, after=kept.after, properties=kept.properties) == kept
