"""A second opinion: plans drawn as text, schedules verified, and broken on purpose to see that it is noticed."""

from random import Random

import workmodel as wm
from workmodel.errors import InvalidSketch
from workmodel.testing import drawn, sketch, timetable
from workmodel.testing.corruptors import CORRUPTORS
from workmodel.testing.oracle import plain_backward_pass, plain_floats, plain_forward_pass

# -- a plan as a picture, one item a line --------------------------------------------------------------------

plan = sketch(
    """
    plan  start 2026-06-01 08:00
    film  project  deadline 2026-06-19
      script   4d  @rosa
      cast     3d  after script SS+2d
      shoot    5d  after script, cast  SNET 2026-06-08
      cut      4d  after shoot FS-1d
      music    2d  after shoot SS+50%
      premiere 0d  after cut, music
    rosa  resource  capacity 80%
    """
)
schedule = wm.schedule(plan)
for name, when in timetable(schedule, "script", "cast", "shoot", "cut", "music", "premiere").items():
    print(f"{name:9} {when}")
print()
print(drawn(plan.remove("cut", "music", "premiere", cascade=True)))
try:
    sketch("script 4d after")
except InvalidSketch as error:
    print(error)

# -- the schedule keeps its promises: checked by code that shares nothing with the engine --------------------

print()
print("findings of verify:", wm.verify(plan, schedule))
early = plain_forward_pass(plan)
agree = all(plan.axis.time(early[name][1]) == item.early_finish for name, item in schedule.items())
print("early dates, read slowly and plainly, agree:", agree)
total, free = plain_floats(plan, early, plain_backward_pass(plan, early))["music"]
music = schedule["music"]
print(
    f"floats of music: {total} and {free} minutes; by the engine {music.total_float} and {music.free_float}"
)

# -- thirty-two ways to be wrong, each of them noticed -------------------------------------------------------

print()
random = Random(7)  # noqa: S311 - the same choices every time
noticed = 0
for corruptor in CORRUPTORS:
    wrong = corruptor(plan, schedule, random)
    if wrong is None or wrong == schedule:
        continue
    found = wm.verify(plan, wrong)
    assert found, corruptor.__name__
    noticed += 1
    if noticed <= 6:
        print(f"{corruptor.__name__:24} {found[0].code}")
print(f"… {noticed} ways tried, {noticed} noticed")

# -- another plan's schedule is no schedule of this one ------------------------------------------------------

longer = plan.evolve("shoot", duration="6d")
print()
for finding in wm.verify(longer, schedule)[:2]:
    print(finding)
