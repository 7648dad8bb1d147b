"""The nouns of work as frozen values, `Plan` that holds them, and the results that rooms hand to each other."""

from workmodel.domain.absence import Absence, absence
from workmodel.domain.assignment import Assignment, assignment
from workmodel.domain.baseline import Baseline, BaselineRow
from workmodel.domain.calendar import BUILT_IN_CALENDARS, Calendar, CalendarRing
from workmodel.domain.changes import Added, Change, Moved, Removed, Renamed, Revised, inverse
from workmodel.domain.completion import Completion
from workmodel.domain.constraints import Constraint, ConstraintKind, constraint
from workmodel.domain.contour import CONTOURS, Contour
from workmodel.domain.dated import CapacityChange, CostRate, capacity_change, cost_rate
from workmodel.domain.dependency import Binding, Dependency, Link, dependency
from workmodel.domain.estimate import Estimate, estimate
from workmodel.domain.explanation import Bound, Driver, Explanation, Step
from workmodel.domain.itemmove import ItemDates, ItemMove
from workmodel.domain.items import Entity, Milestone, Project, Task, WorkItem
from workmodel.domain.leveled import Entries, Leveled
from workmodel.domain.membership import Membership, membership
from workmodel.domain.modes import Mode
from workmodel.domain.moves import Moves
from workmodel.domain.override import Override, override
from workmodel.domain.plan import Plan
from workmodel.domain.progress import ManualDates, Progress, manual_dates, progress
from workmodel.domain.property import Property
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.domain.routinestep import RoutineStep
from workmodel.domain.schedule import Causes, Schedule, ScheduledItem
from workmodel.domain.schedule_dates import DateColumns
from workmodel.domain.settings import Settings
from workmodel.domain.skills import Requirement, Skill, requirement, skill
from workmodel.domain.values import ExternalReference, FrozenMap

__all__ = [
    "Absence", "Added", "Assignment", "BUILT_IN_CALENDARS", "Baseline", "BaselineRow", "Binding", "Bound", "CONTOURS",
    "Calendar", "CalendarRing", "CapacityChange", "Causes", "Change", "Completion", "Constraint", "ConstraintKind",
    "Contour", "CostRate", "DateColumns", "Dependency", "Driver", "Entity", "Entries", "Estimate", "Explanation",
    "ExternalReference", "FrozenMap", "ItemDates", "ItemMove", "Leveled", "Link", "ManualDates", "Membership", "Milestone",
    "Mode", "Moved", "Moves", "Override", "Plan", "Progress", "Project", "Property", "Removed", "Renamed", "Requirement",
    "Resource", "Revised", "Routine", "RoutineStep", "Schedule", "ScheduledItem", "Settings", "Skill", "Step", "Task",
    "WorkItem", "absence", "assignment", "capacity_change", "constraint", "cost_rate", "dependency", "estimate", "inverse",
    "manual_dates", "membership", "override", "progress", "requirement", "skill",
]  # fmt: skip
