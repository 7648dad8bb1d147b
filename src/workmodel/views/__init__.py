"""Results as plain rows, then as text, SVG and HTML: what people look at.

Each module is one view. ``rows`` gives what it shows as frozen values; ``text``, ``svg`` and ``html`` draw it and return
text. Nothing is read or written, no clock is asked (``as_of=``), every name is escaped, and what is returned makes no
request to anywhere.

============================================ ==========================================================
`timetable`                                  items with dates, duration and float
`gantt`                                      the same with bars, links and a time scale
`critical_path`                              the driving chain to the latest finish
`findings`                                   what a planner should weigh
`explanation`                                why a date is what it is
`heatmap`                                    how full everybody is, by day, week or month
`overload`                                   the fullest day: who, which claims, what won
`unserved`                                   what found no room, and what nobody takes
`variance`                                   a plan beside what was agreed
`comparison`                                 several plans side by side
`changes`                                    what was edited, and what that caused
`leveling`                                   dates within everybody's hours beside those of logic, and why
`moves`                                      what moved between two schedules, by how much, and why
`what_if`                                    what a change would do to dates, floats, promises and hours
`merged`                                     what two edits of one plan contradict each other in
`report`                                     all of it in one HTML file
`notebook`                                   what a notebook shows for plans, schedules, allocations and more
============================================ ==========================================================
"""

from workmodel.views import (
    changes,
    comparison,
    critical_path,
    explanation,
    findings,
    gantt,
    heatmap,
    leveling,
    merged,
    moves,
    notebook,
    overload,
    report,
    timetable,
    unserved,
    variance,
    what_if,
)

__all__ = [
    "changes",
    "comparison",
    "critical_path",
    "explanation",
    "findings",
    "gantt",
    "heatmap",
    "leveling",
    "merged",
    "moves",
    "notebook",
    "overload",
    "report",
    "timetable",
    "unserved",
    "variance",
    "what_if",
]
