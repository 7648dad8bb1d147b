"""Causes, constraints and dependencies in words, with items called by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workmodel.domain import Constraint, Dependency, Driver, constraint
from workmodel.errors import InvalidValue
from workmodel.views.characters import clean
from workmodel.views.wording import moment_words

__all__ = ["cause", "constraint_words", "dependency_words"]

# Their detail is a date, which every view shows beside them anyway.
_DATED: Final = {
    "plan_start": "the plan's start",
    "plan_finish": "the plan's finish",
    "project_start": "its project's start",
    "deadline": "its deadline",
}


def cause(driver: Driver | None, names: Mapping[str, str]) -> str:
    """What held a date, in words.

    Parameters
    ----------
    driver
        What it was; ``None`` gives no words.
    names
        What items are called, by id; an id without a name stands for itself.

    Examples
    --------
    >>> (
    ...     cause(Driver("dependency", "t1", "t1 SS+2d"), {"t1": "Design"}),
    ...     cause(Driver("constraint", "", "SNET 2026-03-02"), {}),
    ... )
    ('Design SS+2d', 'start no earlier than Mon 2 Mar 2026')
    """
    if driver is None:
        return ""
    if driver.kind in _DATED:
        return _DATED[driver.kind]
    if driver.kind == "constraint":
        try:
            return constraint_words(constraint(driver.detail))
        except InvalidValue:  # from a file that says it in its own way
            return clean(driver.detail, driver.kind)
    return clean(_named(str(driver), driver.subject, names), driver.kind)


def _named(text: str, subject: str, names: Mapping[str, str]) -> str:
    name = names.get(subject, subject)
    if not subject or name == subject:
        return text
    return " ".join(name if word == subject else word for word in text.replace("(", "( ").split(" ")).replace(
        "( ", "("
    )


def dependency_words(dependency: Dependency, names: Mapping[str, str]) -> str:
    """What is waited for, by its name, with link and lag as written.

    Examples
    --------
    >>> from workmodel.domain import dependency
    >>> dependency_words(dependency("t1 FS+2d"), {"t1": "Design"})
    'Design FS+2d'
    """
    return clean(_named(str(dependency), dependency.predecessor, names))


def constraint_words(value: Constraint) -> str:
    """A constraint in full.

    Examples
    --------
    >>> constraint_words(constraint("FNLT 2026-03-06 17:00")), constraint_words(constraint("ALAP"))
    ('finish no later than Fri 6 Mar 2026 17:00', 'as late as possible')
    """
    return value.name if value.date is None else f"{value.name} {moment_words(value.date)}"
