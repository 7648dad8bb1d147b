"""Who and how much: what every resource really has, and what claims it, hour by hour and day by day.

`supply` answers how many hours there are before anybody claims them: *gross*, what calendar and capacity give;
*absence*, what vacation, sickness and the like take away; *availability*, what is left. `ledger` sets all claims against
them: routines, meetings, tasks, reserve, as far as daily and weekly limits allow. Amounts are exact: whole
ten-thousandths of a person-minute inside, decimals of a person-minute at the surface, floats nowhere.

A ledger answers what a planner asks: `workload`, `utilisation` and `hours_by_category` count; `costs` and `consumption` say
what that takes of money and materials; `service` tells since when a routine falls behind; `overloads`, `bottlenecks`,
`open_demand` and `single_points_of_failure` find what should be decided, each with its reason; `effect` tells what a
change does; `who_what_when` and `persons_day` say who does what. None of them moves anything.
"""

from workmodel.capacity.away import Presence, presence
from workmodel.capacity.booking import ledger
from workmodel.capacity.bottlenecks import Bottleneck, Utilisation, bottlenecks, utilisation
from workmodel.capacity.categories import CATEGORIES, HoursByCategory, hours_by_category
from workmodel.capacity.completeness import Completeness
from workmodel.capacity.consumption import Consumption, Shortage, consumption
from workmodel.capacity.costs import Costs, costs
from workmodel.capacity.coverage import Coverage
from workmodel.capacity.daylist import DayItem, persons_day
from workmodel.capacity.effects import Effect, ItemEffect, ResourceEffect, effect
from workmodel.capacity.hours import Hours
from workmodel.capacity.ledger import Ledger, Open
from workmodel.capacity.limits import Limit
from workmodel.capacity.opendemand import OpenDemand, open_demand
from workmodel.capacity.overloads import Cause, Overload, overloads
from workmodel.capacity.reporting import Period
from workmodel.capacity.service import Breach, Service, service
from workmodel.capacity.singlepoints import SinglePoint, single_points_of_failure
from workmodel.capacity.sources import CLAIM_ORDER, ClaimKind, Source
from workmodel.capacity.standins import Candidate
from workmodel.capacity.stretch import Line, Stretch, Unmet
from workmodel.capacity.supply import Supply, supply
from workmodel.capacity.switching import (
    GeometricLoss,
    SwitchingModel,
    SwitchLoss,
    TableLoss,
    switching_model,
)
from workmodel.capacity.whowhat import who_what_when
from workmodel.capacity.workload import Workload, workload

__all__ = [
    "CATEGORIES",
    "CLAIM_ORDER",
    "Bottleneck",
    "Breach",
    "Candidate",
    "Cause",
    "ClaimKind",
    "Completeness",
    "Consumption",
    "Costs",
    "Coverage",
    "DayItem",
    "Effect",
    "GeometricLoss",
    "Hours",
    "HoursByCategory",
    "ItemEffect",
    "Ledger",
    "Limit",
    "Line",
    "Open",
    "OpenDemand",
    "Overload",
    "Period",
    "Presence",
    "ResourceEffect",
    "Service",
    "Shortage",
    "SinglePoint",
    "Source",
    "Stretch",
    "Supply",
    "SwitchLoss",
    "SwitchingModel",
    "TableLoss",
    "Unmet",
    "Utilisation",
    "Workload",
    "bottlenecks",
    "consumption",
    "costs",
    "effect",
    "hours_by_category",
    "ledger",
    "open_demand",
    "overloads",
    "persons_day",
    "presence",
    "service",
    "single_points_of_failure",
    "supply",
    "switching_model",
    "utilisation",
    "who_what_when",
    "workload",
]
