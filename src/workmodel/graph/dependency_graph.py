"""`DependencyGraph`: questions about the logic of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from workmodel.domain import Entity, Plan, Routine, WorkItem
from workmodel.domain.chunks import MASK, SHIFT, Row
from workmodel.domain.rings import rings, waits
from workmodel.domain.rows import KIND_CODES
from workmodel.errors import DependencyCycle, UnknownId, WrongType, named, nearest, tuple_of, whole_number
from workmodel.graph import ends, openends, readiness
from workmodel.graph.export import multigraph
from workmodel.graph.parts import linked_parts
from workmodel.graph.redundancy import redundant
from workmodel.graph.relations import Relation, incoming
from workmodel.quantities import Moment, moment

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["DependencyGraph"]

_T = TypeVar("_T")
_ROUTINE: Final = KIND_CODES["routine"]


class DependencyGraph:
    """The tasks, milestones, projects and routines of a plan, and what each waits for.

    Two kinds of question are told apart. About links *as declared*: what an item names in its ``after``, and
    what follows from that link by link. And *through summaries*: a link of a summary holds for everything
    below it, waiting for a summary is waiting for everything in it, and a summary's dates follow from what is
    in it. Where both make sense the parameter ``through_summaries`` says which is meant, and the default is
    links as declared.

    A plan with a ring may be looked at (`cycle` names the ring); what needs an order refuses it with
    `DependencyCycle`. All answers are in the plan's order unless said otherwise. The graph is built once,
    O(items + links), when it is first asked, and then walked; it does not change, as its plan does not.

    Parameters
    ----------
    plan
        The plan.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Project, Task
    >>> graph = DependencyGraph(
    ...     Plan().add(
    ...         Task("design"),
    ...         Project("site", after=["design"]),
    ...         Task("build", parent="site"),
    ...         Milestone("live", after=["site", "design FS+2d"]),
    ...     )
    ... )
    >>> graph.descendants("design"), graph.descendants("design", through_summaries=True)
    (('site', 'live'), ('site', 'build', 'live'))
    >>> [str(relation) for relation in graph.successors("design")]
    ['site after design', 'live after design FS+2d']
    """

    __slots__ = ("_memo", "plan")

    def __init__(self, plan: Plan) -> None:
        if not isinstance(plan, Plan):
            raise WrongType("the plan of a dependency graph", plan, "a Plan")
        self.plan = plan
        self._memo: dict[str, Any] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return DependencyGraph, (self.plan,)

    # -- the graph itself ---------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[str]:
        return (e.id for e in self.plan if isinstance(e, (WorkItem, Routine)))

    def __contains__(self, name: object) -> bool:
        return isinstance(self.plan.get(name) if isinstance(name, str) else None, (WorkItem, Routine))

    def __repr__(self) -> str:
        links = sum(len(row.links) for chunk in self.plan._spine for row in chunk.rows)
        return f"<DependencyGraph: {len(self)} items, {links} links>"

    @property
    def networkx(self) -> nx.MultiDiGraph[str]:
        """The links as declared as a frozen `networkx.MultiDiGraph`, for networkx's own algorithms.

        Edges run from predecessor to successor and carry ``link`` and ``lag``; parallel links are parallel
        edges. Nodes carry ``kind`` and ``parent``. ``networkx.MultiDiGraph(graph.networkx)`` is a copy that
        may be changed. Built when first asked for, O(items + links).
        """
        return self._once("networkx", lambda: multigraph(self.plan))

    def _once(self, what: str, make: Callable[[], _T]) -> _T:
        known = self._memo.get(what)
        if known is None:
            known = self._memo[what] = make()
        return cast("_T", known)

    # -- neighbours ---------------------------------------------------------------------------------------------

    def predecessors(self, name: str, *, through_summaries: bool = False) -> tuple[Relation, ...]:
        """The links by which an item waits for others, in the order in which they are declared. O(links given).

        Parameters
        ----------
        name
            The item.
        through_summaries
            Whether the links of the summaries that it is in are given as well, the nearest summary's first;
            their ``successor`` is the summary.

        Raises
        ------
        UnknownId
            No such item.
        """
        holders = [self._slot(name)]
        if through_summaries:
            holders.extend(self._above(holders[0]))
        items = [self._item(slot) for slot in holders]
        return tuple(Relation(d.predecessor, item.id, d) for item in items for d in item.after)

    def successors(self, name: str, *, through_summaries: bool = False) -> tuple[Relation, ...]:
        """The links by which others wait for an item. O(links given).

        Parameters
        ----------
        name
            The item.
        through_summaries
            Whether the links that wait for the summaries that it is in are given as well, the nearest
            summary's first; their ``predecessor`` is the summary.

        Raises
        ------
        UnknownId
            No such item.
        """
        waited_for = [self._slot(name)]
        if through_summaries:
            waited_for.extend(self._above(waited_for[0]))
        found = []
        for slot in waited_for:
            for holder, place in self._once("incoming", lambda: incoming(self._rows()))[slot]:
                item = self._item(holder)
                found.append(Relation(self._item(slot).id, item.id, item.after[place]))
        return tuple(found)

    # -- reach --------------------------------------------------------------------------------------------------

    def ancestors(self, name: str, *, through_summaries: bool = False) -> tuple[str, ...]:
        """Ids of everything that an item waits for, directly or not.

        Through summaries these are the items that have to finish before the item as a whole may start, with
        what is in them; a summary counts only when all of it is waited for. It mirrors `descendants`: one
        item is an ancestor of another exactly if the other is its descendant. O(what is reached).

        Raises
        ------
        UnknownId
            No such item.
        """
        slot = self._slot(name)
        if not through_summaries:
            return self._ids(ends.reached(self._back(), slot) - {slot})
        found = ends.reached(self._held(), 2 * slot)
        return self._ids({end >> 1 for end in found if end & 1} - {slot})

    def descendants(self, name: str, *, through_summaries: bool = False) -> tuple[str, ...]:
        """Ids of everything that waits for an item, directly or not.

        Through summaries these are the items that may not start before the item has finished, with everything
        in them. O(what is reached).

        Raises
        ------
        UnknownId
            No such item.
        """
        slot = self._slot(name)
        if not through_summaries:
            return self._ids(ends.reached(self._forward(), slot) - {slot})
        found = ends.reached(self._followers(), 2 * slot + 1)
        return self._ids({end >> 1 for end in found if not end & 1} - {slot})

    def affected_by(self, name: str) -> tuple[str, ...]:
        """Ids of everything whose dates may move if an item slips, always through summaries.

        That is what waits for it, everything in the summaries that wait for it, the summaries that it and
        those are in (their dates roll up), what waits for these, and for a summary its own content. O(what is
        reached).

        Raises
        ------
        UnknownId
            No such item.
        """
        slot = self._slot(name)
        return self._ids({end >> 1 for end in ends.reached(self._followers(), 2 * slot)} - {slot})

    def paths(
        self, start: str, goal: str, *, limit: int | None = 100, through_summaries: bool = False
    ) -> Iterator[tuple[str, ...]]:
        """The chains of items that lead from one to another, found one at a time, both ends included.

        Parameters
        ----------
        start, goal
            Where they begin and end; none leads from an item to itself.
        limit
            At most so many, because there may be exponentially many; ``None``: no limit.
        through_summaries
            Whether chains may run from a summary to what is in it, and from what is in it to the summary. A chain that
            enters a summary and leaves it again names it twice.

        Raises
        ------
        UnknownId
            No such item; raised at the call, not at the first path.

        Notes
        -----
        O(items + links between the two), then O(length) per path; without rings no step leads nowhere.
        """
        a, b = self._slot(start), self._slot(goal)
        most = None if limit is None else max(whole_number("a limit of paths", limit), 0)
        if through_summaries:
            found = ends.paths_between(self._followers(), self._held(), 2 * a + 1, 2 * b)
            chains = (
                tuple(self._name(slot) for slot, _ in groupby(end >> 1 for end in path)) for path in found
            )
        else:
            found = ends.paths_between(self._forward(), self._back(), a, b)
            chains = (tuple(map(self._name, path)) for path in found)
        return islice(chains, most)

    # -- order --------------------------------------------------------------------------------------------------

    def cycle(self) -> tuple[str, ...] | None:
        """Ids of a ring of items that wait for each other, also through summaries; ``None`` where there is none.

        Each waits for the one before it, the first for the last. Of several rings the one found first;
        `Plan.check` lists one of each knot. O(items + links).
        """
        found = self._once("rings", lambda: (rings(self.plan, 1),))[0]
        return found[0] if found else None

    def in_order(self) -> tuple[Any, ...]:
        """The items themselves, each after everything that it waits for, through summaries; a summary after its content.

        Of those that may come next, the one that stands first in the plan. O((items + links) log items),
        once.

        Raises
        ------
        DependencyCycle
            Items wait for each other.
        """
        return tuple(self._item(end >> 1) for end in self._order() if end & 1)

    def generations(self) -> tuple[tuple[str, ...], ...]:
        """Ids in topological generations: each item in the first that comes after all that it waits for.

        Always through summaries; a summary comes after its content. No two items of one generation wait for
        each other. O((items + links) log items), once.

        Raises
        ------
        DependencyCycle
            Items wait for each other.
        """
        order = self._order()
        level = ends.levels(order, self._held(), [end & 1 for end in range(2 * self.plan._end)])
        found: list[list[int]] = [[] for _ in range(max(level, default=0))]
        for end in order:
            if end & 1:
                found[level[end] - 1].append(end >> 1)
        return tuple(self._ids(slots) for slots in found)

    def redundant_links(self, *, through_summaries: bool = False) -> tuple[Relation, ...]:
        """The links that a longer chain implies, so that dropping them all changes no date.

        Only a finish-to-start link without lag or lead is ever redundant, beside a chain of two or more
        finish-to-start links without a lead. Links of other kinds, links with a lag and parallel links never
        are, and no chain runs through an item with manual dates or one that has started: see
        `workmodel.graph.redundancy`.

        Parameters
        ----------
        through_summaries
            Whether chains may run through the hierarchy: a task's link is redundant where its summary has the
            same.

        Raises
        ------
        DependencyCycle
            Items wait for each other.
        """
        found = redundant(self.plan, self._order(), through_summaries)
        items = ((self._item(slot), place) for slot, place in found)
        return tuple(
            Relation(item.after[place].predecessor, item.id, item.after[place]) for item, place in items
        )

    def connected_components(self) -> tuple[tuple[str, ...], ...]:
        """The parts that no link and no summary holds together; `independent_parts` looks at people as well."""
        return linked_parts(self.plan)

    def _order(self) -> list[int]:
        """Ends of the items, in order."""
        known = self._memo.get("order")
        if known is None:
            known = ends.ordered(self._held(), self._followers())
            if len(known) < 2 * self.plan._end:
                ring = self.cycle()
                assert ring is not None
                raise DependencyCycle(ring, tuple(name for name in ring if self.plan.children(name)))
            kinds = [row.kind <= _ROUTINE for row in self._rows()]
            known = self._memo["order"] = [end for end in known if kinds[end >> 1]]
        return cast("list[int]", known)

    # -- hierarchy ----------------------------------------------------------------------------------------------

    def roots(self) -> tuple[str, ...]:
        """Ids of the items that are part of no other."""
        return self._ids(s for s, row in enumerate(self._rows()) if row.kind <= _ROUTINE and row.parent < 0)

    def parent(self, name: str) -> str | None:
        """Id of the task or project that an item is part of."""
        above = next(self._above(self._slot(name)), None)
        return None if above is None else self._name(above)

    def children(self, name: str) -> tuple[str, ...]:
        """Ids of what is directly part of an item."""
        self._slot(name)
        return self.plan.children(name)

    def leaves(self, name: str | None = None) -> tuple[str, ...]:
        """Ids of the tasks and milestones without children, of the whole plan or below an item."""
        if name is not None:
            self._slot(name)
        return self.plan.leaves(name)

    def depth(self, name: str) -> int:
        """How many summaries an item is in, one within the other; 0 at the top. O(depth)."""
        return sum(1 for _ in self._above(self._slot(name)))

    # -- open ends and what comes next --------------------------------------------------------------------------

    def open_starts(self) -> tuple[str, ...]:
        """Ids of the tasks and milestones whose start no link bounds, neither one of their own nor of a summary above.

        One with FF or SF predecessors only counts: it dangles. O(items + links).
        """
        return self._ids(openends.open_starts(self._rows()))

    def open_finishes(self) -> tuple[str, ...]:
        """Ids of the tasks and milestones whose finish no link waits for, neither directly nor through a summary above.

        One with SS or SF successors only counts: it dangles. A plan normally has one: its end. O(items +
        links).
        """
        return self._ids(openends.open_finishes(self._rows()))

    def ready(
        self, *, done: Iterable[str] = (), started: Iterable[str] = (), as_of: Moment | str | None = None
    ) -> tuple[str, ...]:
        """Ids of the tasks and milestones that may start now: not started, held back by no link. O(items + links).

        An FS link holds until its predecessor is complete, an SS link until it has started; FF and SF bound
        the finish and do not hold. Links of the summaries above count; a summary is complete when everything
        in it is, and has started when anything in it has. Waiting for a routine does not hold, as its
        occurrences are not in the plan.

        Parameters
        ----------
        done, started
            Ids that count as complete or started beside what their progress says; a summary's stands for all
            in it.
        as_of
            Progress reported for later does not count, and a lag has to have passed since the reported date,
            on the calendar of the item, its nearest summary or the plan. A day counts to its end. ``None``:
            everything reported counts and lags do not hold. A lead is taken as none.

        Raises
        ------
        UnknownId
            No such item.

        Examples
        --------
        >>> from workmodel.domain import Plan, Task
        >>> graph = DependencyGraph(
        ...     Plan().add(Task("a", progress="100%"), Task("b", after=["a"]), Task("c", after=["b"]))
        ... )
        >>> graph.ready(), graph.ready(done=["b"])
        (('b',), ('c',))
        """
        ids = (tuple_of("ids", names, "a list of ids") for names in (done, started))
        complete, begun = ([self._slot(name) for name in names] for names in ids)
        minute = None if as_of is None else self.plan.axis.minute(moment(as_of), end=True)
        return self._ids(readiness.ready(self.plan, complete, begun, minute))

    # -- inside -------------------------------------------------------------------------------------------------

    def _slot(self, name: str) -> int:
        entity = self.plan.get(name) if isinstance(name, str) else None
        if isinstance(entity, (WorkItem, Routine)):
            return cast("int", self.plan._slot(name))
        hint = f" It is a {entity.kind}, which waits for nothing." if entity is not None else ""
        raise UnknownId(named(name), hint or nearest(named(name), self), "item of the graph")

    def _rows(self) -> list[Row]:
        return self._once("rows", lambda: [row for chunk in self.plan._spine for row in chunk.rows])

    def _held(self) -> list[list[int]]:
        return self._once("held", lambda: waits(self.plan))

    def _followers(self) -> list[list[int]]:
        return self._once("followers", lambda: ends.reversed_edges(self._held()))

    def _back(self) -> list[list[int]]:
        """Slots that each slot waits for by links as declared, each once."""
        return self._once(
            "back", lambda: [list(dict.fromkeys(link[0] for link in row.links)) for row in self._rows()]
        )

    def _forward(self) -> list[list[int]]:
        return self._once("forward", lambda: ends.reversed_edges(self._back()))

    def _above(self, slot: int) -> Iterator[int]:
        while (slot := self.plan._spine[slot >> SHIFT].rows[slot & MASK].parent) >= 0:
            yield slot

    def _item(self, slot: int) -> Any:
        return self.plan._at(slot)

    def _name(self, slot: int) -> str:
        return cast("Entity", self.plan._at(slot)).id

    def _ids(self, slots: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._name(slot) for slot in sorted(slots))
