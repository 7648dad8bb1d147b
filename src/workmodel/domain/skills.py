"""Skills: what a resource can do and how well, and what work asks for before anybody is named."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar, Final

from attrs import field, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import decimals, optional, readable_id, several, share, whole
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType

__all__ = ["Requirement", "Skill", "requirement", "skill"]

_SKILL: Final = 'a word and a level from 1 to 5, such as "python" or "python 4"'
_REQUIREMENT: Final = (
    'how many, a skill and its least level, what share each gives, and whom to take from, such as "python", "2 python 4", '
    '"python 50%", "from ana|ben" or "2 python from dev"; one of any level and with all they have where only the skill is '
    "given"
)
_FROM: Final = "from"
_BAR: Final = "|"


def _level(value: Any) -> int:
    return whole("a level of skill", value, 1, 5)


def _count(value: Any) -> int:
    return whole("how many are needed", value, 1, 10_000)


@frozen
class Skill:
    """What a resource can do, and how well.

    Attributes
    ----------
    name
        The skill, one word (``"python"``).
    level
        Proficiency from 1 (beginner) to 5 (expert).

    Examples
    --------
    >>> skill("python 4").level
    4
    """

    name: str = field(converter=readable_id)
    level: int = field(default=3, converter=_level)

    def __str__(self) -> str:
        return self.name if self.level == 3 else f"{self.name} {self.level}"


def skill(value: object) -> Skill:
    """A skill from text, ``"python"`` or ``"python 4"``."""
    if isinstance(value, Skill):
        return value
    if not isinstance(value, str):
        raise WrongType("a skill", value, 'text such as "python" or "python 4"')
    return _skill_of(value)


@lru_cache(maxsize=1024)
def _skill_of(text: str) -> Skill:
    words = text.split()
    if len(words) == 1:
        return Skill(words[0])
    if len(words) == 2 and _is_level(words[1]):
        return Skill(words[0], int(words[1]))
    raise InvalidText("a skill", text, _SKILL)


def _is_level(word: str) -> bool:
    return word in ("1", "2", "3", "4", "5")


def _asked_skill(value: Any) -> str:
    return "" if value == "" else readable_id(value)


def _given(value: Any) -> Decimal:
    found = share("what each gives", value, most=10_000)
    if not found:
        raise OutOfRange("what each gives", value, "above 0; whoever gives nothing is not needed")
    return found


def _pool(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(several("whom to take from", readable_id)(value)))


@frozen
class Requirement:
    """What work asks for before anybody is named: so many who can do it, how well at least, and from among whom.

    Attributes
    ----------
    skill
        The skill, one word; empty, where `among` says whom to take from: any skill will do.
    level
        The least proficiency, from 1 (anybody who has the skill) to 5 (experts only).
    count
        How many are needed.
    units
        What share of a full-time person or machine each of them gives; ``None``: all they have. [1 = full time, above 0, at
        most 10,000]
    among
        Ids of the resources to take from, of which a team stands for its members; empty: anybody with hours. Where all of
        them are removed from the plan, whoever has the skill may do it; without a skill, the requirement goes with them.

    Raises
    ------
    OutOfRange
        Neither a skill nor whom to take from, a level without a skill, or a number beyond its limits.
    InvalidText, WrongType
        A part is of no use here.

    Examples
    --------
    >>> two = requirement("2 python 4")
    >>> two.count, two.skill, two.level, str(two)
    (2, 'python', 4, '2 python 4')
    >>> two.met_by(Skill("python", 5)), two.met_by(Skill("python", 3))
    (True, False)
    >>> half = requirement("python 4 50% from dev")
    >>> half.units, half.among, str(half)
    (Decimal('0.5'), ('dev',), 'python 4 50% from dev')
    >>> requirement("from ana|ben").among
    ('ana', 'ben')
    """

    says_one_of: ClassVar[tuple[str, ...]] = ("skill", "among")

    skill: str = field(default="", converter=_asked_skill)
    level: int = field(default=1, converter=_level)
    count: int = field(default=1, converter=_count)
    units: Decimal | None = field(default=None, converter=optional(_given))
    among: tuple[str, ...] = reference("resource", default=(), converter=_pool)

    def __attrs_post_init__(self) -> None:
        if not self.skill and not self.among:
            raise OutOfRange(
                "a requirement", "without a skill", "given a skill, or whom to take from (among)"
            )
        if not self.skill and self.level > 1:
            raise OutOfRange("a level of skill", self.level, "given with the skill that it is a level of")

    def __str__(self) -> str:
        words = [self.skill] if self.skill else []
        words += [str(self.level)] if self.level > 1 else []
        words += [f"{decimals(int(Fraction(self.units) * 1_000_000)):f}%"] if self.units is not None else []
        words += [_FROM, _BAR.join(self.among)] if self.among else []
        if self.count > 1 or (
            self.skill.isdecimal() and len(words) > 1
        ):  # else that skill would read as the count
            words.insert(0, str(self.count))
        return " ".join(words)

    def met_by(self, skill: Skill) -> bool:
        """Whether that skill is one that is asked for; every skill is, where only whom to take from is said."""
        if not isinstance(skill, Skill):
            raise WrongType("a skill", skill, 'a Skill, such as skill("python 4")')
        return not self.skill or (skill.name == self.skill and skill.level >= self.level)


def requirement(value: object) -> Requirement:
    """A requirement from its notation, ``[COUNT] [SKILL [LEVEL]] [UNITS%] [from ID|ID...]``.

    A skill or, if none is named, whom to take from has to be said. The notation cannot say a skill that ends
    with a percent sign or is ``"from"``, nor an id with a bar in it; a `Requirement` can.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `Requirement`.

    Examples
    --------
    >>> str(requirement("1 python 1 100%"))
    'python 100%'
    """
    if isinstance(value, Requirement):
        return value
    if not isinstance(value, str):
        raise WrongType("a requirement", value, _REQUIREMENT)
    return _requirement_of(value)


@lru_cache(maxsize=1024)
def _requirement_of(text: str) -> Requirement:
    words = text.split()
    said: dict[str, Any] = {}
    if len(words) > 1 and words[0].isdecimal() and len(words[0]) < 9:
        said["count"] = int(words.pop(0))
    if len(words) > 1 and words[-2] == _FROM:
        said["among"] = words.pop().split(_BAR)
        words.pop()
    if words and words[-1].endswith("%"):
        said["units"] = words.pop()
    if len(words) == 2 and _is_level(words[1]):
        said["level"] = int(words.pop())
    if len(words) == 1 and words[0] != _FROM and not words[0].endswith("%"):
        said["skill"] = words.pop()
    try:
        if not words:
            return Requirement(**said)
    except InvalidValue as problem:
        raise InvalidText("a requirement", text, f"{_REQUIREMENT} ({str(problem).rstrip('.')})") from None
    raise InvalidText("a requirement", text, _REQUIREMENT)


requirements = several("a list of requirements", requirement)
