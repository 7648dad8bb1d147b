"""A second opinion on what engines answer, on the plan and its calendars alone.

Codes of what it finds, all with severity ``"error"``:

======================== ============================================================================
``verify.item``          each item is there once, in the plan's order, with a value in every column
``verify.range``         dates lie in the years 1 to 9999
``verify.order``         start is not after finish
``verify.milestone``     what takes no time has one date
``verify.summary_mark``  summaries are marked, leaves are not
``verify.manual``        dates set by hand are kept
``verify.actual``        what was reported is kept, and what remains follows it
``verify.closed``        work starts and ends where its calendar is open
``verify.work``          the working time between start and finish is what the work takes
``verify.duration``      so is the duration
``verify.placement``     scheduled dates are the early ones, or the late ones where that is asked for
``verify.plan_start``    nothing begins before the plan
``verify.project_start`` nor before its project
``verify.dependency``    dependencies and their lags hold, also those of summaries
``verify.routine``       so does waiting for occurrences of routines
``verify.constraint``    date constraints hold
``verify.status_date``   unfinished work lies after the status date, where the plan says so
``verify.early``         early dates are no later than all bounds together ask
``verify.pinned``        what must start or finish on a date does
``verify.late``          late dates delay nothing that waits, and give no room away
``verify.horizon``       late dates do not pass the end of the project or plan
``verify.deadline``      nor deadlines
``verify.total_float``   total float is what lies between early and late dates
``verify.free_float``    free float is the least gap to what waits
``verify.between``       scheduled dates lie between early and late ones
``verify.critical``      critical is what has no more float than the plan's limit
``verify.summary``       summaries are what is in them
``verify.finding``       missed deadlines and negative float are told
``verify.leveled_plan``  levelling sets delays, and how long work takes where there are hours for it; nothing else
``verify.capacity``      nobody is held by more than there is of them
``verify.delay``         delays are told where there are some, as they are, and nowhere else
``verify.slowed``        so is work that takes longer
``verify.effort``        slowed work finds its hours between its dates, and does not wait for more
``verify.mode``          tasks are done as planned, or in one of their modes
``verify.skill``         whoever is added can do what was asked for, and all that was asked for is done
``verify.stock``         what is used up is there
``verify.ledger``        each day's lines add up to what there is, and tasks have theirs between their dates
``verify.bound``         the bound lies between what logic asks and the finish
======================== ============================================================================
"""

from workmodel.verification.checker import verify

__all__ = ["verify"]
