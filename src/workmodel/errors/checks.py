"""What functions ask of their arguments before they use them, so that a wrong one is named where it was given."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import signature
from operator import index
from typing import Any, TypeVar

from workmodel.errors.base import WrongType

__all__ = ["instance_of", "takes", "tuple_of", "whole_number"]

_T = TypeVar("_T")


def instance_of(kind: type[_T], what: str, value: object, expected: str) -> _T:
    """The value, checked to be of that class.

    Raises
    ------
    WrongType
        It is not.

    Examples
    --------
    >>> instance_of(int, "a number of items", 3, "a whole number")
    3
    """
    if not isinstance(value, kind):
        raise WrongType(what, value, expected)
    return value


def takes(count: int, function: object) -> bool:
    """Whether something can be called with so many values; what does not say so is believed.

    Examples
    --------
    >>> takes(2, max), takes(2, lambda done: None), takes(2, "print")
    (True, False, False)
    """
    if not callable(function):
        return False
    try:
        signature(function).bind(*(None for _ in range(count)))
    except TypeError:
        return False
    except ValueError:  # nothing is known of it
        return True
    return True


def tuple_of(what: str, value: Iterable[_T], expected: str) -> tuple[_T, ...]:
    """Several values as a tuple; a text is not taken for its letters.

    Raises
    ------
    WrongType
        They are not several, or a text.

    Examples
    --------
    >>> tuple_of("years", [2026, 2027], "whole numbers")
    (2026, 2027)
    """
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise WrongType(what, value, expected)
    return tuple(value)


def whole_number(what: str, value: Any) -> int:
    """A whole number as an int; numpy's are taken as well.

    Raises
    ------
    WrongType
        It is not.

    Examples
    --------
    >>> whole_number("a minute", 3)
    3
    """
    try:
        return index(value)
    except TypeError:
        raise WrongType(what, value, "a whole number") from None
