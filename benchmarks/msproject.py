"""How many of Microsoft Project's own dates `workmodel.schedule` arrives at.

Usage: ``python benchmarks/msproject.py FOLDER`` with a folder of Microsoft Project XML files (``-q`` leaves the
explanations out). Each file is read, scheduled anew from its plan alone, and compared with the dates it carries:
nine fields for every leaf task. The status is 0 whatever comes out; a file that cannot be read or scheduled is said
to be so.

Two counts are given: every task of every file, and every task of every distinct plan (files with the same UIDs,
durations and links are one plan; its task matches where it does in all of them). Left out of both, and counted: tasks
with dates set by hand (they are inputs), tasks shaped by gaps or contours that only timephased data tells, occurrences
of recurring tasks, tasks that stand for or wait for tasks of other files, all tasks of a file with several critical
paths, and stale ones, whose stored values contradict each other. Inactive tasks and blank rows never enter a plan.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import field, frozen

from workmodel import Plan, Schedule, WorkModelError, schedule
from workmodel.calendars import ALWAYS
from workmodel.domain import Task
from workmodel.interchange import Imported, msproject
from workmodel.interchange.msproject.nodes import Node, parsed

FIELDS = {
    "start": "Start", "finish": "Finish", "early_start": "EarlyStart", "early_finish": "EarlyFinish",
    "late_start": "LateStart", "late_finish": "LateFinish", "total_float": "TotalSlack", "free_float": "FreeSlack",
    "critical": "Critical",
}  # fmt: skip
HEADS = (
    "start",
    "finish",
    "e.start",
    "e.finish",
    "l.start",
    "l.finish",
    "t.float",
    "f.float",
    "critical",
    "all nine",
)
OMITTED_IF_ZERO = ("total_float", "free_float", "critical")
REASONS = {
    "split": "shaped by timephased data",
    "external_link": "waits for another file", "external_task": "stands for a task of another file",
    "subproject": "stands for another file",
}  # fmt: skip


@frozen
class Outcome:
    """One task of one file: which fields were compared, and which differ."""

    file: str
    id: str
    compared: tuple[str, ...]
    wrong: dict[str, tuple[Any, Any]]


@frozen
class Stale:
    """Two stored values of one task that contradict each other."""

    file: str
    id: str
    rule: int
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.file} UID {self.id[1:]}: {self.first} against {self.second} (rule {self.rule})"


@frozen(eq=False)
class Result:
    """What one file showed."""

    file: str
    key: Any = None
    outcomes: tuple[Outcome, ...] = ()
    left_out: dict[str, str] = field(factory=dict)
    stale: tuple[Stale, ...] = ()
    blank: int = 0
    inactive: int = 0
    schedule: Schedule | None = None
    failure: str = ""


def examined(path: Path) -> Result:
    """One file, read, scheduled and compared."""
    try:
        data = path.read_bytes()
        imported = msproject.loads(data)
        root = parsed(data)[0]
        nodes = {f"t{node.values.get('UID', '').strip()}": node for node in root.inside("Tasks", "Task")}
        blank = sum(node.values.get("IsNull", "").strip() == "1" for node in nodes.values())
        inactive = sum(found.code == "msproject.inactive" for found in imported.findings)
        if imported.schedule is None:
            return Result(
                path.name, failure="it carries no dates to compare with", blank=blank, inactive=inactive
            )
        computed = schedule(imported.plan)
        stale = tuple(contradictions(path.name, imported, nodes))
        left_out = reasons(imported, nodes, {one.id for one in stale})
        outcomes = tuple(outcomes_of(path.name, imported, computed, nodes, left_out))
    except (
        WorkModelError,
        OSError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as problem:
        return Result(path.name, failure=f"{type(problem).__name__}: {problem}")
    key = plan_key(imported.plan)
    return Result(path.name, key, outcomes, left_out, stale, blank, inactive, computed)


def plan_key(plan: Plan) -> Any:
    """What makes two files one plan: UIDs, durations and links."""
    return tuple(
        (
            item.id,
            plan.minutes(item.duration) if isinstance(item, Task) and item.duration else 0,
            tuple(sorted(map(str, item.after))),
        )
        for item in plan.items.values()
    )


def leaves(imported: Imported) -> Iterator[tuple[int, str]]:
    """Row and id of every task without tasks below it."""
    assert imported.schedule is not None
    for row, name in enumerate(imported.schedule.ids):
        if not imported.schedule.dates.summary[row]:
            yield row, name


def reasons(imported: Imported, nodes: dict[str, Node], stale: set[str]) -> dict[str, str]:
    """Why tasks are left out of the comparison, by id."""
    found: dict[str, str] = {}
    codes = defaultdict(set)
    for finding in imported.findings:
        codes[finding.subject].add(finding.code.removeprefix("msproject."))
    several = any(finding.code == "msproject.multiple_critical_paths" for finding in imported.findings)
    for _, name in leaves(imported):
        item = imported.plan[name]
        told = [REASONS[code] for code in sorted(codes[name]) if REASONS.get(code)]
        if several:
            found[name] = "file with several critical paths"
        elif told:
            found[name] = told[0]
        elif item.manual is not None:
            found[name] = "dates set by hand"
        elif is_occurrence(imported.plan, item, nodes):
            found[name] = "occurrence of a recurring task"
        elif name in stale:
            found[name] = "stale"
    return found


def is_occurrence(plan: Plan, item: Any, nodes: dict[str, Node]) -> bool:
    """Whether a task is one of "Meeting 1", "Meeting 2" … below the recurring task "Meeting".

    The flag alone does not tell: converters set it on ordinary tasks.
    """
    parent = plan.get(item.parent) if item.parent else None
    if (
        parent is None
        or parent.id not in nodes
        or nodes[parent.id].values.get("Recurring", "").strip() != "1"
    ):
        return False
    return re.fullmatch(re.escape(parent.title) + r" \d+", item.title) is not None


def contradictions(file: str, imported: Imported, nodes: dict[str, Node]) -> Iterator[Stale]:
    """Stored values of one task that break rule 12 (total float), 14 (free float) or 15 (critical)."""
    plan, stored = imported.plan, imported.schedule
    assert stored is not None
    limit = plan.minutes(plan.settings.critical_float)
    waited_for = {d.predecessor for item in plan.items.values() for d in item.after}
    for row, name in leaves(imported):
        item, d = plan[name], stored.dates
        if (
            item.manual is not None
            or name not in nodes
            or not all(FIELDS[f] in nodes[name].values for f in list(FIELDS)[:6])
        ):
            continue
        total, free, critical = int(d.total_float[row]), int(d.free_float[row]), bool(d.critical[row])
        complete = item.progress is not None and item.progress.complete
        elapsed = isinstance(item, Task) and item.duration is not None and item.duration.elapsed
        calendar = ALWAYS if elapsed else plan.work_calendar(item.calendar)
        starts = calendar.between(int(d.early_start[row]), int(d.late_start[row]))
        ends = calendar.between(int(d.early_finish[row]), int(d.late_finish[row]))
        started = item.progress is not None and item.progress.started
        expected = 0 if complete else ends if started else min(starts, ends)
        if expected != total:
            yield Stale(file, name, 12, f"{expected} min between its dates", f"total slack of {total} min")
        elif free < 0 < total or (not complete and free > max(total, 0)):
            yield Stale(file, name, 14, f"free slack of {free} min", f"total slack of {total} min")
        elif free != total and not complete and not has_successor(plan, item, waited_for):
            yield Stale(
                file, name, 14, f"free slack of {free} min without successors", f"total slack of {total} min"
            )
        elif critical is not (not complete and total <= limit):
            yield Stale(
                file, name, 15, f"critical {'yes' if critical else 'no'}", f"total slack of {total} min"
            )


def has_successor(plan: Plan, item: Any, waited_for: set[str]) -> bool:
    """Whether anything waits for a task or for a summary above it."""
    while item is not None:
        if item.id in waited_for:
            return True
        item = plan.get(item.parent) if item.parent else None
    return False


def outcomes_of(
    file: str, imported: Imported, computed: Schedule, nodes: dict[str, Node], left_out: dict[str, str]
) -> Iterator[Outcome]:
    """Every compared task with the fields that differ."""
    stored = imported.schedule
    assert stored is not None
    rows = {name: row for row, name in enumerate(computed.ids)}
    for row, name in leaves(imported):
        if name in left_out:
            continue
        given = nodes[name].values if name in nodes else {}
        compared = tuple(
            f for f, element in FIELDS.items() if f in OMITTED_IF_ZERO or given.get(element, "").strip()
        )
        wrong = {}
        for f in compared:
            ours, theirs = getattr(computed.dates, f)[rows[name]], getattr(stored.dates, f)[row]
            if ours != theirs:
                wrong[f] = (shown(computed, f, ours), shown(stored, f, theirs))
        yield Outcome(file, name, compared, wrong)


def shown(dates: Schedule, name: str, value: Any) -> str:
    """A value of a field for people."""
    if name == "critical":
        return "yes" if value else "no"
    if name.endswith("float"):
        return f"{int(value)} min"
    return f"{dates.plan.axis.time(int(value)):%a %Y-%m-%d %H:%M}"


def scores(outcomes: list[Outcome]) -> list[str]:
    """Matched and compared for each field, and for all nine together."""
    cells = []
    for f in FIELDS:
        compared = [one for one in outcomes if f in one.compared]
        cells.append(f"{sum(f not in one.wrong for one in compared)}/{len(compared)}")
    return [*cells, f"{sum(not one.wrong for one in outcomes)}/{len(outcomes)}"]


def per_plan(results: list[Result]) -> list[Outcome]:
    """One outcome for each task of each distinct plan."""
    groups: dict[Any, dict[str, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for one in result.outcomes:
            groups[result.key][one.id].append(one)
    merged = []
    for tasks in groups.values():
        for name, several in tasks.items():
            compared = tuple(f for f in FIELDS if any(f in one.compared for one in several))
            wrong = {f: pair for one in several for f, pair in one.wrong.items()}
            merged.append(Outcome(several[0].file, name, compared, wrong))
    return merged


def table(rows: list[list[str]]) -> str:
    """Rows in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        first, *rest = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *rest]).rstrip())
    return "\n".join(lines)


def percent(cell: str) -> str:
    """``matched/compared`` with its percentage."""
    matched, compared = map(int, cell.split("/"))
    return f"{100 * matched / compared:.2f} %" if compared else "-"


def report(results: list[Result], *, explain: bool = True) -> str:
    """All there is to say, as text."""
    good = [result for result in results if not result.failure]
    everything = [one for result in good for one in result.outcomes]
    plans = per_plan(good)
    distinct = len({id_ for result in good if result.outcomes for id_ in [repr(result.key)]})
    by_task, by_plan = scores(everything), scores(plans)
    rows = [["file", *HEADS]]
    rows += [[result.file, *scores(list(result.outcomes))] for result in good]
    rows += [["", *("" for _ in HEADS)], ["per task", *by_task], ["", *map(percent, by_task)]]
    rows += [[f"per distinct plan ({distinct})", *by_plan], ["", *map(percent, by_plan)]]
    parts = [
        table(rows),
        "",
        *left_out_lines(results, len(everything)),
        "",
        *stale_lines(good, len(everything)),
    ]
    parts += ["", f"mismatches: {sum(bool(one.wrong) for one in everything)}"]
    for result in good:
        for one in result.outcomes:
            if one.wrong:
                parts += mismatch_lines(result, one, explain=explain)
    failures = [f"  {result.file}: {result.failure}" for result in results if result.failure]
    parts += ["", f"files that could not be compared: {len(failures)}", *failures]
    return "\n".join(parts)


def left_out_lines(results: list[Result], compared: int) -> list[str]:
    """What was not compared, and why."""
    counts = Counter(reason for result in results for reason in result.left_out.values())
    lines = [f"compared: {compared} leaf tasks; left out: {sum(counts.values())}"]
    lines += [f"  {number:4} {reason}" for reason, number in counts.most_common()]
    for what in ("inactive", "blank"):
        number = sum(getattr(result, what) for result in results)
        lines.append(f"  {number:4} {what} rows, which are not in the plans")
    return lines


def stale_lines(results: list[Result], compared: int) -> list[str]:
    """The tasks whose stored values contradict each other."""
    stale = [one for result in results for one in result.stale]
    share = 100 * len(stale) / (compared + len(stale)) if stale else 0
    return [f"stale: {len(stale)} ({share:.1f} %)", *(f"  {one}" for one in stale)]


def mismatch_lines(result: Result, one: Outcome, *, explain: bool) -> list[str]:
    """One task that differs, with the reason for our date."""
    assert result.schedule is not None
    lines = [f"  {one.file} UID {one.id[1:]} {result.schedule.plan[one.id].title!r}"]
    lines += [f"    {f}: computed {ours}, stored {theirs}" for f, (ours, theirs) in one.wrong.items()]
    if explain:
        try:
            text = str(result.schedule.explain(one.id))
        except WorkModelError as problem:
            text = f"no explanation: {problem}"
        lines += [f"    | {line}" for line in text.splitlines()[:12]]
    return lines


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the files are (*.xml)")
    parser.add_argument("-q", "--quiet", action="store_true", help="no explanations of mismatches")
    options = parser.parse_args(arguments)
    paths = sorted(path for path in options.folder.glob("*.xml") if path.is_file())
    if not paths:
        print(f"there are no .xml files in {options.folder}", file=sys.stderr)
        return 0
    print(report([examined(path) for path in paths], explain=not options.quiet))
    return 0


if __name__ == "__main__":
    sys.exit(main())
