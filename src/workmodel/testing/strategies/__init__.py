"""Hypothesis strategies: any valid plan and its parts, small, close together in time, and readable when they shrink.

Needs the extra ``testing``. Dates gather around a Monday, weekends and changes of clocks, so that calendars, lags and
constraints meet.
"""

from importlib.util import find_spec

from workmodel.errors import MissingExtra

if find_spec("hypothesis") is None:
    raise MissingExtra("testing", "making plans up")

# below what tells of a missing library in our own words
from workmodel.testing.strategies.calendars import calendars, exceptions, weeks, work_calendars
from workmodel.testing.strategies.edits import edited
from workmodel.testing.strategies.entities import entities
from workmodel.testing.strategies.ongoing import CLAIMING
from workmodel.testing.strategies.plans import FEATURES, plans
from workmodel.testing.strategies.values import estimates, lags, moments, names, spans, texts

__all__ = [
    "CLAIMING",
    "FEATURES",
    "calendars",
    "edited",
    "entities",
    "estimates",
    "exceptions",
    "lags",
    "moments",
    "names",
    "plans",
    "spans",
    "texts",
    "weeks",
    "work_calendars",
]
