"""A website launch in ten lines: when is it live, and what holds that date?"""

import workmodel as wm
from workmodel.views import timetable

plan = wm.Plan(title="Website launch", start="2026-03-02").add(
    wm.Resource("ana"),
    wm.Resource("ben", capacity=0.8),
    wm.Task("texts", duration="4d"),
    wm.Task("design", duration="5d", assignments=["ana"]),
    wm.Task("build", effort="8d", after=["design"], assignments=["ben"]),
    wm.Task("review", duration="1d", after=["build", "texts"]),
    wm.Milestone("live", after=["review FS+1d"], deadline="2026-03-27"),
)
schedule = wm.schedule(plan)

print(timetable.text(schedule))
print()
print(f"live:     {schedule['live'].finish:%A %d %B %Y, %H:%M}")
print(f"held by:  {schedule['live'].driver}")
print(f"path:     {' > '.join(schedule.critical_path)}")
print(f"findings: {len(schedule.findings)}")
