"""Project scheduling under limited resources on plain integer arrays; nothing here knows of plans.

`instance.Instance` says what is to be scheduled, `generation` and `decisions` make schedules, `search` makes them better,
`bounds` says how good they can be at all. `exact` proves a schedule the shortest and `neighbourhoods` make long ones shorter, where
OR-Tools is installed; `solving` has all of it do what it can. The others run on lists as they stand, or compiled, with equal results.
"""
