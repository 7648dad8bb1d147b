"""What a store asks of its tables and writes to them, on a connection whose transaction somebody else begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from attrs import frozen
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from workmodel.domain import Plan
from workmodel.errors import DamagedStore, PlanArchived, UnknownPlan, UnknownRevision
from workmodel.storage.asked import instant
from workmodel.storage.interface import Revision
from workmodel.storage.sql_places import STEP, placed
from workmodel.storage.sql_rows import Delta, assigned
from workmodel.storage.sql_tables import assignees, changes, entities, plans, revisions

__all__ = [
    "Head",
    "Written",
    "changes_between",
    "documents",
    "has_revision",
    "head",
    "known_names",
    "last_before",
    "locked",
    "revision",
    "revisions_of",
    "write_first",
    "write_next",
]

_T = TypeVar("_T")
_MANY: Final = 500  # ids in one statement: older SQLite takes 999 values

_HEAD: Final = select(plans.c.id, plans.c.revision, plans.c.archived, plans.c.settings).where(
    plans.c.name == bindparam("name")
)
_LOCKED: Final = _HEAD.with_for_update()
_REVISIONS: Final = select(
    revisions.c.number,
    revisions.c.at,
    revisions.c.author,
    revisions.c.message,
    revisions.c.event,
    revisions.c.origin_name,
    revisions.c.origin_number,
    revisions.c.id,
).where(revisions.c.plan == bindparam("plan"))
_ONE_REVISION: Final = _REVISIONS.where(revisions.c.number == bindparam("number"))
_DOCUMENTS: Final = (
    select(entities.c.document)
    .where(entities.c.plan == bindparam("plan"))
    .order_by(entities.c.position, entities.c.id)
)
_CHANGES: Final = (
    select(changes.c.document)
    .where(changes.c.plan == bindparam("plan"))
    .where(changes.c.revision > bindparam("after"), changes.c.revision <= bindparam("until"))
    .order_by(changes.c.revision, changes.c.step)
)
_TOUCHED: Final = ("revision", "kind", "parent", "start", "finish", "deadline", "status", "document")
_REVISE: Final = (
    update(entities)
    .where(entities.c.plan == bindparam("of_plan"), entities.c.id == bindparam("of_id"))
    .values({name: bindparam(name) for name in _TOUCHED})
)
_MOVE: Final = (
    update(entities)
    .where(entities.c.plan == bindparam("of_plan"), entities.c.id == bindparam("of_id"))
    .values(position=bindparam("position"), revision=bindparam("revision"))
)
_UNASSIGN: Final = delete(assignees).where(
    assignees.c.plan == bindparam("of_plan"),
    assignees.c.resource == bindparam("of_resource"),
    assignees.c.entity == bindparam("of_entity"),
)


@frozen
class Head:
    """A plan of the store as it stands.

    Attributes
    ----------
    key
        Its number in the tables.
    current
        Its last revision.
    archived
        Whether it was put away.
    settings
        The document of its settings.
    """

    key: int
    current: Revision
    archived: bool
    settings: str


@frozen
class Written:
    """What is to be written of a plan, made ready before anybody is kept waiting.

    Attributes
    ----------
    plan
        The plan as it will be.
    settings
        The document of its settings.
    rows
        The rows of what is new, renamed or revised, by id.
    delta
        What becomes of them; ``None``: all of the plan is new.
    changes
        The rows of the changes that lead there.
    """

    plan: Plan
    settings: str
    rows: Mapping[str, dict[str, Any]]
    delta: Delta | None = None
    changes: Sequence[dict[str, Any]] = ()


# -- reading ------------------------------------------------------------------------------------------------------------


def head(connection: Connection, name: str) -> Head:
    """A plan as it stands.

    Raises
    ------
    UnknownPlan
        There is none of this name.
    """
    return _head(connection, name, connection.execute(_HEAD, {"name": name}).first())


def locked(connection: Connection, name: str) -> Head:
    """A plan as it stands, and as it stays until the transaction ends.

    Raises
    ------
    PlanArchived
        It takes no more revisions.
    UnknownPlan
        There is none of this name.
    """
    found = _head(connection, name, connection.execute(_LOCKED, {"name": name}).first())
    if found.archived:
        raise PlanArchived(name)
    return found


def _head(connection: Connection, name: str, row: Any) -> Head:
    if row is None:
        raise UnknownPlan(name, known_names(connection))
    return Head(row.id, revision(connection, row.id, name, row.revision), row.archived, row.settings)


def known_names(connection: Connection, *, archived: bool | None = None) -> tuple[str, ...]:
    """Names of plans, all or some; every database sorts texts in its own way, so that is done here."""
    wanted = select(plans.c.name)
    found = connection.scalars(wanted if archived is None else wanted.where(plans.c.archived == archived))
    return tuple(sorted(found))


def revision(connection: Connection, plan: int, name: str, number: int) -> Revision:
    """One revision of a plan, which is known to have it."""
    row = connection.execute(_ONE_REVISION, {"plan": plan, "number": number}).first()
    if row is None:
        raise DamagedStore(f"plan {name!r}", f"its revision {number} is missing")
    return _revision(name, row)


def _revision(name: str, row: Any) -> Revision:
    origin = None if row.origin_name is None else (row.origin_name, row.origin_number)
    return Revision(name, row.number, row.at, row.author, row.message, row.event, origin, row.id)


def has_revision(connection: Connection, new: str) -> bool:
    """Whether a revision of this id was kept."""
    return connection.execute(select(revisions.c.number).where(revisions.c.id == new)).first() is not None


def revisions_of(connection: Connection, plan: int, name: str) -> tuple[Revision, ...]:
    """All revisions of a plan, oldest first."""
    rows = connection.execute(_REVISIONS.order_by(revisions.c.number), {"plan": plan})
    return tuple(_revision(name, row) for row in rows)


def last_before(connection: Connection, found: Head, at: datetime) -> Revision:
    """The last revision of a plan that is not later than an instant.

    Raises
    ------
    UnknownRevision
        There was none yet.
    """
    wanted = _REVISIONS.where(revisions.c.at <= instant(at)).order_by(revisions.c.number.desc()).limit(1)
    row = connection.execute(wanted, {"plan": found.key}).first()
    if row is None:
        raise UnknownRevision(found.current.name, at, 1, found.current.number)
    return _revision(found.current.name, row)


def documents(connection: Connection, plan: int) -> Sequence[str]:
    """The documents of a plan's entities as it stands, in order."""
    return connection.scalars(_DOCUMENTS, {"plan": plan}).all()


def changes_between(connection: Connection, plan: int, after: int, until: int) -> Sequence[str]:
    """The documents of the changes from one revision to a later one, in order."""
    return connection.scalars(_CHANGES, {"plan": plan, "after": after, "until": until}).all()


# -- writing ------------------------------------------------------------------------------------------------------------


def write_first(connection: Connection, first: Revision, written: Written) -> None:
    """The first revision of a plan, and all of its entities."""
    made = connection.execute(
        insert(plans).values(
            name=first.name, revision=first.number, archived=False, settings=written.settings
        )
    )
    assert made.inserted_primary_key is not None
    plan = made.inserted_primary_key[0]
    _write_revision(connection, plan, first)
    rows = [
        {**row, "plan": plan, "revision": first.number, "position": STEP * i}
        for i, row in enumerate(written.rows.values())
    ]
    _insert(connection, entities, rows)
    _assign(connection, plan, assigned(written.plan))


def write_next(connection: Connection, found: Head, following: Revision, written: Written | None) -> None:
    """A further revision of a plan; nothing of it changes where nothing is written.

    Raises
    ------
    DamagedStore
        The tables are not those of the plan that the changes were made for.
    """
    plan, number = found.key, following.number
    values: dict[str, Any] = {"revision": number, "archived": following.event == "archived"}
    if written is not None:
        values["settings"] = written.settings
    guarded = plans.c.id == plan, plans.c.revision == found.current.number
    _all_there(connection.execute(update(plans).where(*guarded).values(values)).rowcount, 1, following.name)
    _write_revision(connection, plan, following)
    if written is not None and written.delta is not None:
        _write_delta(connection, plan, following, written, written.delta)
        _insert(connection, changes, [{**row, "plan": plan, "revision": number} for row in written.changes])


def _write_revision(connection: Connection, plan: int, one: Revision) -> None:
    name, number = one.origin or (None, None)
    connection.execute(
        insert(revisions).values(
            plan=plan, number=one.number, id=one.id, at=one.at, author=one.author, message=one.message,
            event=one.event, origin_name=name, origin_number=number,
        )
    )  # fmt: skip


def _write_delta(
    connection: Connection, plan: int, following: Revision, written: Written, delta: Delta
) -> None:
    number = following.number
    former = {**_places(connection, plan, delta.was.values(), following.name)}

    def where(names: Iterable[str]) -> dict[str, int]:
        asked = {delta.was.get(name, name): name for name in names}
        return {asked[was]: place for was, place in _places(connection, plan, asked, following.name).items()}

    places = placed(written.plan, delta.loose, where) if delta.loose else {}
    _remove(connection, plan, delta.gone, following.name)
    fresh = [
        {**written.rows[e.id], "plan": plan, "revision": number,
         "position": places.pop(e.id, former.get(delta.was.get(e.id, ""), 0))}
        for e in (*delta.renamed, *delta.new)
    ]  # fmt: skip
    _insert(connection, entities, fresh)
    revised = [
        {**{name: value for name, value in written.rows[e.id].items() if name != "id"},
         "of_plan": plan, "of_id": e.id, "revision": number}
        for e in delta.revised
    ]  # fmt: skip
    _execute_all(connection, _REVISE, revised, following.name)
    moved = [
        {"of_plan": plan, "of_id": name, "position": place, "revision": number}
        for name, place in places.items()
    ]
    _execute_all(connection, _MOVE, moved, following.name)
    unassigned = [{"of_plan": plan, "of_resource": who, "of_entity": what} for who, what in delta.unassigned]
    _execute_all(connection, _UNASSIGN, unassigned, following.name)
    _assign(connection, plan, delta.assigned)


def _places(connection: Connection, plan: int, ids: Iterable[str], name: str) -> dict[str, int]:
    """The places of entities that are there."""
    asked = list(ids)
    found: dict[str, int] = {}
    for portion in _portions(asked):
        wanted = select(entities.c.id, entities.c.position)
        rows = connection.execute(wanted.where(entities.c.plan == plan, entities.c.id.in_(portion)))
        found.update((row.id, row.position) for row in rows)
    _all_there(len(found), len(asked), name)
    return found


def _remove(connection: Connection, plan: int, ids: Sequence[str], name: str) -> None:
    count = 0
    for portion in _portions(ids):
        gone = connection.execute(delete(entities).where(entities.c.plan == plan, entities.c.id.in_(portion)))
        count += gone.rowcount
    _all_there(count, len(ids), name)


def _assign(connection: Connection, plan: int, pairs: Iterable[tuple[str, str]]) -> None:
    rows = [{"plan": plan, "resource": resource, "entity": entity} for resource, entity in pairs]
    _insert(connection, assignees, rows)


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows whose values the driver takes as they are: half the time goes if nothing looks at each of them."""
    if not rows:
        return
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = statement.positiontup
    values = rows if names is None else [tuple([row[name] for name in names]) for row in rows]
    connection.exec_driver_sql(str(statement), list(values))


def _execute_all(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]], name: str) -> None:
    if rows:
        _all_there(connection.execute(statement, rows).rowcount, len(rows), name)


def _all_there(found: int, wanted: int, name: str) -> None:
    if found != wanted:
        raise DamagedStore(
            f"plan {name!r}", f"of {wanted} rows that belong to its current revision {found} are there"
        )


def _portions(many: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(many), _MANY):
        yield many[begin : begin + _MANY]
