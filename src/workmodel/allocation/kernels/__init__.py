"""Project scheduling under limited resources on plain integer arrays; nothing here knows of plans.

`instance.Instance` says what is to be scheduled, `generation` and `decisions` make schedules, `search` makes them better,
`bounds` says how good they can be at all. All run on lists as they stand, or compiled, with equal results.
"""
