"""Results for people: timetable, Gantt chart, critical path, findings, explanation, and a report in one HTML file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import workmodel as wm
from workmodel.capacity import ledger
from workmodel.views import (
    critical_path,
    explanation,
    findings,
    gantt,
    heatmap,
    notebook,
    overload,
    report,
    timetable,
    unserved,
)

plan = wm.Plan(title="Product launch", start="2026-03-02", status_date="2026-03-11").add(
    wm.Resource("dana", title="Dana"),
    wm.Project("launch", title="Product launch", deadline="2026-04-02"),
    wm.Task("design", title="Design", parent="launch", duration="6d", assignments=["dana"], progress="100%"),
    wm.Task("beta", title="Beta tests", parent="launch", duration="10d", after=["design"], progress="20%"),
    wm.Task("pages", title="Product pages", parent="launch", duration="4d", after=["design SS+3d"]),
    wm.Task(
        "press", title="Press kit", parent="launch", duration="3d", after=["pages"], deadline="2026-03-12"
    ),
    wm.Milestone("event", title="Launch event", parent="launch", after=["beta FS+2d", "press"]),
)
schedule = wm.schedule(plan)

# -- as text -------------------------------------------------------------------------------------------------

print(timetable.text(schedule, width=110))
print()
print(gantt.text(schedule, width=78))
print()
print(critical_path.text(schedule))
print()
print(findings.text(schedule, width=110))
print()
print(explanation.text(schedule.explain("press"), width=100))

# -- as rows: what each view shows, for a user interface of your own -----------------------------------------

row: timetable.TimetableRow = timetable.rows(schedule)[3]
print()
print(row.wbs, row.name, row.duration, row.total_float, "late" if row.late else "in time")
chart: gantt.Chart = gantt.rows(schedule)
bar: gantt.Bar = chart.bars[3]
link: gantt.LinkLine = chart.links[0]
scale: gantt.Scale = chart.scale
shade: gantt.Shade = chart.shades[0]
print(f"chart: {len(chart.bars)} bars, {len(chart.links)} links, {len(chart.shades)} shaded stretches")
print(f"bar of {chart.rows[bar.row].name}: {bar.left:.2f} to {bar.right:.2f} {scale.unit}s")
print(f"first weekend: {shade.left} to {shade.right}")
print(f"{link.label} holds {chart.rows[link.after].name}: {link.driving}")
print([one.name for one in critical_path.rows(schedule)])
told: findings.FindingRow = findings.rows(schedule)[0]
print(told.severity, told.code, told.name)

# -- hours: how full everybody is, the fullest day, and what finds no room ------------------------------------

hours = ledger(
    plan.add(
        wm.Resource("ravi", title="Ravi", capacity="0.5", absences=["2026-03-16..2026-03-18 vacation"]),
        wm.Routine("weekly", title="Weekly", recurrence="FREQ=WEEKLY;BYDAY=MO", at="10:00", effort="1h",
                   split="each", assignments=["dana", "ravi"]),
        wm.Task("film", title="Film", duration="10d", effort="50h", assignments=["ravi"]),
        wm.Task("texts", title="Texts", duration="2d", effort="10h"),
    ),
    "2026-03-02",
    "2026-03-23",
)  # fmt: skip
print()
print(heatmap.text(hours, width=80))
print()
print(overload.text(hours, width=100))
print()
print(unserved.text(hours, width=100))
heat: heatmap.HeatMap = heatmap.rows(hours)
ravi: heatmap.HeatRow = heat.rows[1]
column: heatmap.HeatColumn = heat.columns[0]
cell: heatmap.HeatCell = ravi.cells[0]
claim: heatmap.Claim = cell.claims[0]
short: heatmap.Short = cell.short[0]
print()
print(
    f"{ravi.name}, week of {column.first}: {cell.wanted} of {cell.availability} min wanted, over-full: {cell.over}"
)
print(f"served first: {claim.name}, {claim.minutes} min; short: {short.name}, {short.minutes} min")
fullest: overload.Overload | None = overload.rows(hours)
if fullest is not None:
    last: overload.OverloadLine = fullest.lines[-1]
    print(f"{fullest.who}, {fullest.day}: {last.name} {last.outcome}")
missing: unserved.Unserved = unserved.rows(hours)[0]
print(f"most short: {missing.name}, {missing.minutes} min of {missing.who}, {missing.when}")

# -- as SVG and HTML: self-contained, every name escaped, no request to anywhere -----------------------------

pieces = {
    "gantt.svg": gantt.svg(schedule),
    "gantt.html": gantt.html(schedule),
    "timetable.html": timetable.html(schedule),
    "critical_path.html": critical_path.html(schedule),
    "findings.html": findings.html(schedule),
    "heatmap.svg": heatmap.svg(hours),
    "heatmap.html": heatmap.html(hours),
    "overload.html": overload.html(hours),
    "unserved.html": unserved.html(hours),
    "explanation.html": explanation.html(schedule.explain("event")),
    "plan in a notebook": notebook.plan_html(plan),
    "schedule in a notebook": notebook.schedule_html(schedule),
    "explanation in a notebook": notebook.explanation_html(schedule.explain("event")),
}
print()
for name, piece in pieces.items():
    print(f"{name:26} begins with {piece[:4]!r}, names no other host: {'src=' not in piece}")

with TemporaryDirectory() as folder:
    page = Path(folder, "launch.html")
    page.write_text(report.html(schedule, as_of="2026-03-11"), encoding="utf-8")
    print(f"report: {page.read_text(encoding='utf-8')[:15]}, more than 10 kB: {page.stat().st_size > 10_000}")
