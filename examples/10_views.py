"""Results for people: timetable, Gantt chart, critical path, findings, explanation, and a report in one HTML file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import workmodel as wm
from workmodel.views import critical_path, explanation, findings, gantt, notebook, report, timetable

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

# -- as SVG and HTML: self-contained, every name escaped, no request to anywhere -----------------------------

pieces = {
    "gantt.svg": gantt.svg(schedule),
    "gantt.html": gantt.html(schedule),
    "timetable.html": timetable.html(schedule),
    "critical_path.html": critical_path.html(schedule),
    "findings.html": findings.html(schedule),
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
