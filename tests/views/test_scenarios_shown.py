"""Scenarios, variances and changes as people see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from workmodel.domain import Milestone, Plan, Resource, Task
from workmodel.errors import WrongType
from workmodel.scenarios import Known, baseline, compare, variance, what_changed, what_if
from workmodel.scheduling import moves, schedule
from workmodel.storage import Revision
from workmodel.views import changes, comparison
from workmodel.views import moves as moves_view
from workmodel.views import variance as variance_view
from workmodel.views import what_if as what_if_view

NASTY = '<script>alert("x")</script>'


def plan() -> Plan:
    return Plan(title=NASTY, start="2026-03-02").add(
        Resource("ana", title=NASTY, cost_rate="80 EUR"),
        Task("design", title=NASTY, effort="5d", assignments=["ana"]),
        Task("copy", title="Copy", effort="2d", assignments=["ana"], after=["design"]),
        Milestone("live", title="Live", after=["copy"], deadline="2026-03-11"),
    )


def later() -> Plan:
    return plan().evolve("design", effort="8d").add(Task("review", title="Review", duration="1d"))


def ill(before: Plan) -> Plan:
    return before.evolve("ana", absences=["2026-03-02..2026-03-06 ill"])


def many(count: int, length: str) -> Plan:
    return Plan(start="2026-03-02").add(Task(f"t{number}", duration=length) for number in range(count))


def known() -> Known:
    one = Revision("website", 2, datetime(2026, 3, 3, 9), author=NASTY, message="As estimated")
    return Known(one, one, None, later(), what_changed(plan(), later()))


@pytest.mark.parametrize(
    "value",
    [
        lambda: variance(later(), baseline(plan(), "march", title=NASTY, date="2026-02-27")),
        lambda: compare({NASTY: plan(), "later": later()}),
        lambda: compare({"undated": Plan().add(Task("a")), "later": later()}, levelled=True),
        lambda: what_changed(plan(), later()),
        lambda: what_changed(plan(), later().evolve("design", after=["live"])),
        lambda: what_changed(plan(), plan()),
        known,
        lambda: moves(schedule(plan()), schedule(later())),
        lambda: moves(schedule(plan()), schedule(plan())),
        lambda: what_if(plan(), later()),
        lambda: what_if(plan(), ill),
        lambda: what_if(plan(), plan()),
    ],
)
def test_they_show_themselves_and_do_no_harm(value: Callable[[], Any], page: Callable[[str], Any]) -> None:
    found = page(value()._repr_html_())
    found.assert_harmless()
    assert found.elements[0] == ("div", {"class": "wm"})


def test_what_is_no_such_result_is_refused() -> None:
    for view in (variance_view, comparison, changes, moves_view, what_if_view):
        with pytest.raises(WrongType):
            view.rows(plan())  # type: ignore[arg-type]


def test_a_variance_begins_with_milestones_and_ends_with_what_is_gone() -> None:
    found = variance(later().remove("copy", cascade=True), baseline(plan(), "march"))
    assert [row.id for row in variance_view.rows(found)] == ["live", "design", "review", "copy"]
    by_id = {row.id: row for row in variance_view.rows(found)}
    assert (by_id["copy"].notes, by_id["review"].notes) == ("deleted since", "added since")
    assert by_id["design"].notes == "+3d of working time, +3d of effort, +1,920.00 EUR"
    assert by_id["design"].late
    assert not by_id["live"].late


def test_nothing_to_measure_is_said() -> None:
    empty = Plan(start="2026-03-02")
    found = variance(empty, baseline(empty, "march"))
    assert variance_view.text(found) == "Neither the plan nor the baseline holds an item."
    assert "Neither the plan" in variance_view.html(found)


def test_a_variance_fits_a_narrow_terminal_in_ascii() -> None:
    text = variance_view.text(variance(later(), baseline(plan(), "march")), width=76, ascii=True)
    assert text.isascii()
    assert all(len(line) <= 76 for line in text.splitlines())


def test_a_comparison_has_a_column_for_each_scenario_and_says_what_is_worse() -> None:
    found = compare({"as is": plan(), "later": later(), "undated": Plan().add(Task("a"))}, as_of="2026-03-20")
    by_label = {row.label: row for row in comparison.rows(found)}
    finish = by_label["Finish"].cells
    assert [cell.value for cell in finish] == ["Tue 10 Mar 2026", "Fri 13 Mar 2026", ""]
    assert (finish[1].difference, finish[1].worse) == ("+3d", 1)
    assert (by_label["Cost"].cells[1].difference, by_label["Cost"].cells[1].worse) == ("+1,920.00 EUR", 1)
    assert by_label["Deadlines missed"].cells[1].value == "1"
    assert by_label["Overdue items"].cells[0].value == "3"
    assert "start" in by_label["Problem"].cells[2].value


def test_lines_in_which_nobody_has_anything_to_say_are_left_out() -> None:
    bare = Plan(start="2026-03-02").add(Task("a", duration="1d"))
    labels = [row.label for row in comparison.rows(compare({"a": bare}))]
    assert labels == [
        "Finish", "Least float", "Critical items", "Deadlines missed", "Overloaded days", "Hours without room", "Effort",
    ]  # fmt: skip


def test_a_finish_on_the_same_day_is_told_with_its_time() -> None:
    other = plan().evolve("copy", effort="15h")
    cell = comparison.rows(compare({"as is": plan(), "other": other}))[0].cells[1]
    assert (cell.value, cell.difference, cell.worse) == ("Tue 10 Mar 2026 16:00", "−1h", -1)


def test_changes_are_told_in_two_parts() -> None:
    after = later().evolve("design", title="Design")
    text = changes.text(what_changed(plan().evolve("design", title="Design"), after), width=70)
    assert text.splitlines() == [
        "Edited",
        "· Review (1d) was added",
        "· Design needs 8d of effort instead of 5d",
        "Caused",
        "· 3 items come 3d later, because Design needs 8d of effort instead of",
        "  5d: Live 3d later, Fri 2026-03-13",
        "Missed now",
        "· live misses its deadline, Wed 2026-03-11, by 2d",
        "All ends Fri 2026-03-13, 3d later",
    ]


def test_changes_that_change_nothing_are_told_so() -> None:
    assert changes.text(what_changed(plan(), plan())) == "Nothing changed."
    assert changes.text(what_changed(plan(), later()), ascii=True).isascii()


def test_long_tables_are_cut_and_say_so(page: Callable[[str], Any]) -> None:
    many = Plan(start="2026-03-02").add([Task(f"t{n}", after=[f"t{n - 1}"] if n else []) for n in range(600)])
    grown = many.evolve("t0", duration="2d")
    assert "… and 100 more" in page(variance_view.html(variance(grown, baseline(many, "b")))).text
    assert "… and 400 more" in page(changes.html(what_changed(many, grown))).text


def test_moves_are_a_line_each_with_what_drives_the_item_now() -> None:
    lines = {one.id: one for one in moves_view.rows(moves(schedule(plan()), schedule(later())))}
    assert list(lines) == ["design", "copy", "live"]
    assert (lines["live"].before, lines["live"].now) == ("Tue 10 Mar 2026", "Fri 13 Mar 2026")
    assert (lines["live"].moved, lines["live"].because, lines["live"].worse) == ("3d later", "Copy", 1)
    assert lines["live"].float == "0d → −2d"


def test_an_item_that_ends_on_the_same_day_is_told_with_its_time() -> None:
    before = many(1, "4h")
    [line] = moves_view.rows(moves(schedule(before), schedule(many(1, "6h"))))
    assert (line.before, line.now) == ("Mon 2 Mar 2026 12:00", "Mon 2 Mar 2026 15:00")


def test_what_was_added_and_removed_stands_below_what_moved() -> None:
    text = moves_view.text(moves(schedule(plan().remove("copy", cascade=True)), schedule(later())))
    assert "Added: copy, review" in text.splitlines()
    assert moves_view.text(moves(schedule(plan()), schedule(plan()))).splitlines() == [
        "Nothing moved.",
        "All ends as before, Tue 2026-03-10",
    ]


def test_of_many_moves_the_first_are_shown_and_the_rest_counted() -> None:
    found = moves(schedule(many(300, "1d")), schedule(many(300, "2d")))
    lines = moves_view.text(found).splitlines()
    assert lines[41] == "… and 260 more"
    assert len(lines) == 43
    assert "… and 100 more" in found._repr_html_()
    assert len(moves_view.rows(found, most=5)) == 5


def test_moves_fit_a_narrow_terminal_in_ascii() -> None:
    text = moves_view.text(moves(schedule(plan()), schedule(later())), width=60, ascii=True)
    assert text.isascii()
    assert all(len(line) <= 60 for line in text.splitlines())


def test_what_if_tells_part_by_part_what_gets_worse_and_what_better() -> None:
    parts = [(one.part, one.items, one.worse) for one in what_if_view.rows(what_if(plan(), later()))]
    assert parts[:4] == [
        ("ends", (), 1),
        ("added", ("review",), 0),
        ("milestone", ("live",), 1),
        ("moved", ("design",), 1),
    ]
    assert ("missed", ("live",), 1) in parts
    back = [(one.part, one.worse) for one in what_if_view.rows(what_if(later(), plan()))]
    assert {worse for part, worse in back if part != "removed"} == {-1}


def test_a_promise_that_breaks_is_told_once() -> None:
    lines = what_if_view.rows(what_if(plan(), later()))
    assert not [one for one in lines if one.part == "finding" and "deadline.missed" in one.words]


def test_what_if_calls_people_by_their_names() -> None:
    [line] = [one for one in what_if_view.rows(what_if(plan(), ill)) if one.part == "overload"]
    assert line.words == f"{NASTY}, 2026-W10: 40h over, 0h before"


def test_of_many_lines_of_what_if_the_first_are_shown_and_the_rest_counted() -> None:
    found = what_if(many(300, "1d"), many(300, "2d"))
    assert "… and 288 more" in what_if_view.text(found).splitlines()
    assert found._repr_html_().count("<tr>") == 201
    narrow = what_if_view.text(what_if(plan(), later()), width=48, ascii=True)
    assert narrow.isascii()
    assert all(len(line) <= 48 for line in narrow.splitlines())


def test_what_if_shows_what_came_and_what_went():
    base = Plan(start="2026-03-02").add(Task("a", duration="2d"))
    found = what_if(base, lambda plan: plan.add(Task("z", duration="1d")).remove("a"))
    assert what_if_view.text(found).splitlines()[1:5] == ["Added", "· z", "Removed", "· a"]
    assert all(word in what_if_view.html(found) for word in ("Added", "Removed"))
