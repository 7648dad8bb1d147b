"""What an allocation tells, in words that name items and people by their titles; short whatever the chain behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.views.characters import clean, fit
from workmodel.views.wording import Wording, amount, brief, count, percent, point

if TYPE_CHECKING:
    from workmodel.allocation import Allocation, Chosen, Delay, Slowed
    from workmodel.quantities import Span
    from workmodel.views.leveled import LeveledRow

__all__ = ["Reasons", "headline", "hints", "shift_words"]

_MOST_NAMES: Final = 3
_NONE: Final = timedelta(0)
_LONGEST_NAME: Final = 60  # characters
_WORDS: Final = {"absence": "an absence", "limit": "a limit of hours", "capacity": "too little capacity"}


@frozen
class Reasons:
    """Why items stand where they do.

    Each is told once and from near by: an item that waits for a late one names it, and the first wait behind it, not
    all that lies between.

    Attributes
    ----------
    allocation
        Whose dates.
    names
        What items and people are called, by id.
    """

    allocation: Allocation
    names: Mapping[str, str]
    _roots: dict[str, str] = field(init=False, factory=dict, repr=False)
    _ids: frozenset[str] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_ids", frozenset(self.allocation.schedule.ids))

    def of(self, item: str) -> tuple[str, ...]:
        """What holds an item back and what makes it take longer; a summary has nothing of its own."""
        if self.allocation.schedule[item].summary:
            return ()
        found = list(self._own(item))
        waits = self._waits_for(item)
        held = self.allocation.delays.get(item)
        if waits and (held is None or waits not in held.by):
            found.append(self._waiting(waits))
        chosen = self.allocation.chosen.get(item)
        if chosen is not None:
            found.append(self._choice(chosen))
        return tuple(found)

    def _own(self, item: str) -> list[str]:
        held, slowed = self.allocation.delays.get(item), self.allocation.slowed.get(item)
        return [
            *([] if held is None else [self._delay(held)]),
            *([] if slowed is None else [self._slower(slowed)]),
        ]

    def _delay(self, held: Delay) -> str:
        if not held.resource:
            return "waits because that is better for what was asked for"
        who = self._name(held.resource)
        return f"{who} has {self._several(held.by)} until then" if held.by else f"{who} has no time"

    def _slower(self, slowed: Slowed) -> str:
        conventions = self.allocation.plan.conventions
        takes, planned = (amount(one.minutes, conventions) for one in (slowed.takes, slowed.planned))
        claims = [f"{self._name(who)} has {self._several(what)}" for who, what in slowed.by[:_MOST_NAMES]]
        rest = len(slowed.by) - len(claims)
        more = [f"and {count(rest, 'other')} so too"] if rest > 0 else []
        return f"takes {takes} instead of {planned}: {'; '.join([*claims, *more])}"

    def _choice(self, chosen: Chosen) -> str:
        mode = f" in mode {self._short(chosen.mode)}" if chosen.mode else ""
        who = f" by {self._several(chosen.people)}" if chosen.people else ""
        return f"is done{mode}{who}, of {count(chosen.of, 'way')}"

    def _waits_for(self, item: str) -> str:
        """The item whose later date made this one later; empty where there is none."""
        dates, logic = self.allocation.schedule, self.allocation.logic
        here = dates[item]
        driver = here.driver
        if driver is None or driver.subject not in self._ids or here.start <= logic[item].start:
            return ""
        waits = driver.subject
        later = dates[waits].start > logic[waits].start or dates[waits].finish > logic[waits].finish
        return waits if later else ""

    def _waiting(self, waits: str) -> str:
        root = self._root(waits)
        told = f"waits for {self._name(waits)}"
        if not root:
            return told
        because = self._own(root)[0]
        return (
            f"{told}: {because}"
            if root == waits
            else f"{told}, which waits for {self._name(root)}: {because}"
        )

    def _root(self, item: str) -> str:
        """The nearest item back along what is waited for that is itself held back or slowed; empty where there is none."""
        path: list[str] = []
        on_path: set[str] = set()
        root = ""
        while item and item not in on_path:
            known = self._roots.get(item)
            if known is not None:
                root = known
                break
            path.append(item)
            on_path.add(item)
            if item in self.allocation.delays or item in self.allocation.slowed:
                root = item
                break
            item = self._waits_for(item)
        self._roots.update(dict.fromkeys(path, root))
        return root

    def _several(self, ids: Sequence[str]) -> str:
        found = [_WORDS[one] if one in _WORDS and one not in self.names else self._name(one) for one in ids]
        shown, rest = found[:_MOST_NAMES], len(found) - _MOST_NAMES
        if rest > 0:
            return f"{', '.join(shown)} and {rest} more"
        return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else "nothing"

    def _name(self, name: str) -> str:
        return self._short(self.names.get(name, name))

    def _short(self, text: str) -> str:
        return fit(clean(text, "?"), _LONGEST_NAME).rstrip()


def headline(allocation: Allocation, rows: Sequence[LeveledRow]) -> str:
    """What levelling did to the plan as a whole, in a sentence or two.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> from workmodel.views.leveled import leveled_rows
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"), *(Task(name, duration="2d", assignments=["ben"]) for name in ("a", "b"))
    ... )
    >>> found = allocate(plan)
    >>> print(headline(found, leveled_rows(found)))
    1 of 2 items is later than by logic. All ends Thu 5 Mar 2026 17:00, 2d later; nothing could end before that.
    """
    leaves = [row for row in rows if not row.summary]
    finish, asked = allocation.finish, allocation.logic.finish
    if finish is None or asked is None:
        return "Nothing to do: the plan has no tasks, milestones or projects."
    later = sum(row.delay > _NONE or row.slip > _NONE for row in leaves)
    plan, axis = allocation.plan, allocation.plan.axis
    lo, hi = sorted((axis.minute(asked), axis.minute(finish)))
    apart = brief(amount(plan.work_calendar().between(lo, hi), plan.conventions))
    when = "as by logic" if finish == asked else f"{apart} {'later' if finish > asked else 'earlier'}"
    are = f"{later} of {count(len(leaves), 'item')} {'is' if later == 1 else 'are'} later than by logic"
    bound = allocation.bound
    least = (
        ""
        if bound is None
        else "; nothing could end before that"
        if bound >= finish
        else f"; nothing could end before {point(bound)}"
    )
    return f"{are if later else 'Nothing is later than by logic'}. All ends {point(finish)}, {when}{least}."


def hints(row: LeveledRow, words: Wording, complete: float = 0) -> list[str]:
    """What an item says when pointed at, line by line; how far it is where that is said."""
    if row.moved:
        dates = [
            f"by logic: {words.span(row.logic_start, row.logic_finish)}",
            f"levelled: {words.span(row.start, row.finish)}",
            _shifts(row),
        ]
    else:
        dates = [f"{words.span(row.start, row.finish)}, as by logic"]
    done = f"{percent(complete)} done" if complete else ""
    people = f"done by {', '.join(map(clean, row.people))}" if row.people else ""
    return [line for line in (f"{row.wbs} {row.name}", *dates, done, *row.why, people) if line]


def _shifts(row: LeveledRow) -> str:
    """By how much its ends moved; once where that is the same."""
    start, finish = _shift(row.delay_work), _shift(row.slip_work)
    if row.milestone or start == finish:
        return finish
    both = [f"starts {start}" if start else "", f"ends {finish}" if finish else ""]
    return ", ".join(filter(None, both))


def _shift(value: Span) -> str:
    if not value:
        return ""
    return f"{str(value).removeprefix('-')} {'earlier' if value.negative else 'later'}"


def shift_words(value: Span) -> str:
    """A shift for a column that says later: two units, nothing where there is none.

    Examples
    --------
    >>> shift_words(amount(485)), shift_words(amount(-60)), shift_words(amount(0))
    ('1d 5min', '-1h', '')
    """
    return str(brief(value)) if value else ""
