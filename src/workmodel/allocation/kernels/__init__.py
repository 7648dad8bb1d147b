"""Project scheduling under limited resources on plain integer arrays; nothing here knows of plans.

`instance.Instance` says what is to be scheduled, `generation` and `decisions` make schedules, `search` makes them better,
`bounds` says how good they can be at all. All of these run on lists as they stand, or compiled, with equal results.
Where OR-Tools is installed, `exact` proves a schedule the shortest and `neighbourhoods` make long ones shorter. `solving` has
all of it do what it can.

Where activities can be done in several modes, and some resources are used up, the same is `moded.ModedInstance`, `choosing`,
`moded_search`, `moded_bounds`, `moded_exact`, `moded_neighbourhoods` and `moded_solving`.
"""
