"""Within everybody's hours: project scheduling under limited resources, on plain integer arrays.

So far the room holds what is beneath: `Instance` says what is to be scheduled, `generation` and `decisions` make
schedules, `search` makes them better, `bounds` says how good they can be at all.
"""

__all__: list[str] = []
