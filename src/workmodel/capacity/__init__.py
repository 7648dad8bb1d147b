"""Who and how much: what every resource really has, hour by hour and day by day.

`supply` answers how many hours there are before anybody claims them: *gross*, what calendar and capacity give;
*absence*, what vacation, sickness and the like take away; *availability*, what is left. Amounts are exact: whole
ten-thousandths of a person-minute inside, decimals of a person-minute at the surface, floats nowhere.
"""

from workmodel.capacity.away import Presence, presence
from workmodel.capacity.hours import Hours
from workmodel.capacity.supply import Supply, supply

__all__ = ["Hours", "Presence", "Supply", "presence", "supply"]
