"""Skills: what a resource can do and how well, and what work asks for before anybody is named."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.values import readable_id, several, whole
from workmodel.errors import InvalidText, InvalidValue, WrongType

__all__ = ["Requirement", "Skill", "requirement", "skill"]

_SKILL: Final = 'a word and a level from 1 to 5, such as "python" or "python 4"'
_REQUIREMENT: Final = (
    'how many, a skill and its least level, such as "python", "python 4" or "2 python 4"; one of any level '
    "where only the skill is given"
)


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


@frozen
class Requirement:
    """What work asks for before anybody is named: so many who can do it, and how well at least.

    Attributes
    ----------
    skill
        The skill, one word.
    level
        The least proficiency, from 1 (anybody who has the skill) to 5 (experts only).
    count
        How many are needed.

    Examples
    --------
    >>> two = requirement("2 python 4")
    >>> two.count, two.skill, two.level, str(two)
    (2, 'python', 4, '2 python 4')
    >>> two.met_by(Skill("python", 5)), two.met_by(Skill("python", 3))
    (True, False)
    """

    skill: str = field(converter=readable_id)
    level: int = field(default=1, converter=_level)
    count: int = field(default=1, converter=_count)

    def __str__(self) -> str:
        number = f"{self.count} " if self.count > 1 else ""
        return f"{number}{self.skill}" + (f" {self.level}" if self.level > 1 else "")

    def met_by(self, skill: Skill) -> bool:
        """Whether somebody with that skill is one of those asked for."""
        if not isinstance(skill, Skill):
            raise WrongType("a skill", skill, 'a Skill, such as skill("python 4")')
        return skill.name == self.skill and skill.level >= self.level


def requirement(value: object) -> Requirement:
    """A requirement from its notation, ``[COUNT] SKILL [LEVEL]``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `Requirement`.

    Examples
    --------
    >>> requirement("python")
    Requirement(skill='python', level=1, count=1)
    """
    if isinstance(value, Requirement):
        return value
    if not isinstance(value, str):
        raise WrongType("a requirement", value, _REQUIREMENT)
    return _requirement_of(value)


@lru_cache(maxsize=1024)
def _requirement_of(text: str) -> Requirement:
    words = text.split()
    try:
        count = int(words.pop(0)) if len(words) > 1 and words[0].isdecimal() and len(words[0]) < 9 else 1
        if len(words) == 1:
            return Requirement(words[0], count=count)
        if len(words) == 2 and _is_level(words[1]):
            return Requirement(words[0], int(words[1]), count)
    except InvalidValue as problem:
        raise InvalidText("a requirement", text, f"{_REQUIREMENT} ({problem})") from None
    raise InvalidText("a requirement", text, _REQUIREMENT)


requirements = several("a list of requirements", requirement)
