"""Between entities and JSON objects: cattrs walks the classes, hooks of ours keep it strict.

cattrs by itself takes 1.7 for 1 and passes over unknown keys. Here every attribute is read by the form of its type
and then by the attribute's own converter, and whatever fails is gathered with its path, all of it at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs

from workmodel.calendars import CalendarException
from workmodel.domain import (
    Absence,
    Assignment,
    CapacityChange,
    CostRate,
    Dependency,
    Entity,
    Estimate,
    ExternalReference,
    FrozenMap,
    Membership,
    Override,
    Progress,
    Requirement,
    Skill,
    absence,
    assignment,
    capacity_change,
    cost_rate,
    dependency,
    estimate,
    membership,
    override,
    progress,
    requirement,
    skill,
)
from workmodel.domain.values import externals
from workmodel.errors import Fault, InvalidValue, nearest
from workmodel.interchange.document_text import Repeated
from workmodel.interchange.document_values import (
    FORMS,
    Form,
    lag_form,
    moment_form,
    refused,
    text,
    text_of_moment,
)
from workmodel.quantities import Percent, Rate, Reservation, Span, rate, reservation

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["NOTATIONS", "caught", "codec", "faults_of", "form_of", "path_to", "read_object", "write_object"]

_MOST_PROBLEMS: Final = 100  # of one list or object: whoever has so many mends them before reading on
_FIRST: Final = ("kind", "id", "title", "parent")
_LAST: Final = ("tags", "properties", "external", "notes")


def _external(value: str) -> ExternalReference:
    return externals(value)[0]


def _share_done(value: Progress) -> str:
    return f"{value.percent}%"


def _away(value: Absence) -> str:
    """Its notation; none where that would lose the name of a zone, or which of two repeated hours is meant."""
    ends = (value.start, value.start if value.finish is None else value.finish)
    return "" if any("[" in text_of_moment(end) for end in ends) else str(value)


NOTATIONS: Final[Mapping[type, tuple[Callable[[str], Any], Callable[[Any], str], str]]] = {
    Dependency: (dependency, str, "design FS+2d"),
    Assignment: (assignment, str, "ben 50%"),
    Estimate: (estimate, str, "2d / 5d / 14d"),
    Absence: (absence, _away, "2026-07-01..2026-07-14 vacation"),
    CapacityChange: (capacity_change, str, "2026-03-01 0.6"),
    CostRate: (cost_rate, str, "2027-01-01 90 EUR"),
    Membership: (membership, str, "ben from 2026-03-01 to 2026-06-30"),
    Requirement: (requirement, str, "2 python 4"),
    Skill: (skill, str, "python 4"),
    ExternalReference: (_external, lambda value: f"{value.system}:{value.id}", "jira:WEB-12"),
    Progress: (progress, _share_done, "40%"),
    Override: (override, str, "2026-06-30 cancelled"),
    Rate: (rate, str, "12 per day"),
    Reservation: (reservation, str, "4h per week"),
}
"""Classes that stand as one text where that says it all: how to read it, how to write it, and an example."""


class _Misplaced(InvalidValue):
    """A key that is unknown, missing or repeated."""


# -- faults -------------------------------------------------------------------------------------------------------------


def path_to(path: str, key: str | int) -> str:
    """The path of a member.

    Examples
    --------
    >>> path_to(path_to("$.entities", 3), "due date")
    '$.entities[3]["due date"]'
    """
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if key.isidentifier() and key.isascii() else f"{path}[{json.dumps(key[:60])}]"


def faults_of(problem: BaseException, path: str) -> Iterator[Fault]:
    """The faults behind an error of `read_object`, each with its path; any other error is raised again."""
    from cattrs.errors import AttributeValidationNote, BaseValidationError, IterableValidationNote

    if isinstance(problem, BaseValidationError):
        for inner in problem.exceptions:
            place = path
            for note in getattr(inner, "__notes__", ()):
                if isinstance(note, AttributeValidationNote):
                    place = path_to(path, note.name)
                elif isinstance(note, IterableValidationNote):
                    place = path_to(path, note.index)
            yield from faults_of(inner, place)
    elif isinstance(problem, InvalidValue):
        yield Fault(path, str(problem))
    elif isinstance(problem, KeyError):
        yield Fault(path, "is missing")
    else:
        raise problem


def _at(problem: Exception, key: str, owner: type) -> Exception:
    from cattrs.errors import AttributeValidationNote

    problem.add_note(AttributeValidationNote(f"at {key}", key, owner))
    return problem


# -- reading and writing objects ---------------------------------------------------------------------------------------


def read_object(cls: type, value: Any) -> Any:
    """An instance of an attrs class from a JSON value.

    Raises
    ------
    InvalidValue, cattrs.errors.BaseValidationError
        What `faults_of` tells apart.
    """
    return codec().structure(value, cls)


def caught(cls: type, value: Any, path: str, faults: list[Fault]) -> Any:
    """An instance of an attrs class from a JSON value, or ``None`` where its faults were noted."""
    from cattrs.errors import BaseValidationError

    try:
        return read_object(cls, value)
    except (InvalidValue, BaseValidationError) as problem:
        faults.extend(faults_of(problem, path))
        return None


def write_object(value: Any) -> Any:
    """The JSON value of an instance: its notation, or an object with the attributes that differ from their defaults."""
    return codec().unstructure(value)


@lru_cache(maxsize=1)
def codec() -> Converter:
    """The converter with all hooks; made once."""
    from cattrs import Converter

    made = Converter(detailed_validation=True, omit_if_default=True)
    made.register_structure_hook_factory(attrs.has, lambda cls: _reader_of_class(made, cls))
    made.register_unstructure_hook_factory(attrs.has, lambda cls: _writer_of_class(made, cls))
    made.register_structure_hook_factory(_is_list, lambda cls: _reader_of_list(made, cls))
    for kind, form in FORMS.items():
        if isinstance(kind, type):
            made.register_structure_hook(kind, _strict(form))
            made.register_unstructure_hook(kind, form.write)
        else:
            _register(made, _is_exactly(kind), form)
    _register(made, _is_moment, moment_form)
    _register(made, _is_lag, lag_form)
    for kind in (date, datetime):
        made.register_unstructure_hook(kind, moment_form.write)
    made.register_unstructure_hook(Percent, lag_form.write)
    made.register_structure_hook_func(_is_chosen, lambda value, _: text(value))
    made.register_structure_hook_func(lambda cls: cls is Any, lambda value, _: value)
    made.register_structure_hook_func(lambda cls: cls is FrozenMap, lambda value, _: _properties(value))
    made.register_unstructure_hook_func(lambda cls: cls is FrozenMap, dict)
    return made


def _register(made: Converter, applies: Callable[[Any], bool], form: Form) -> None:
    made.register_structure_hook_func(applies, _strict(form))
    made.register_unstructure_hook_func(applies, form.write)


def _strict(form: Form) -> Callable[[Any, Any], Any]:
    return lambda value, _: form.read(value)


def form_of(cls: Any) -> Form | None:
    """The form of a type, if it has one."""
    if _is_moment(cls):
        return moment_form
    return lag_form if _is_lag(cls) else FORMS.get(cls)


def _is_exactly(kind: Any) -> Callable[[Any], bool]:
    return lambda cls: bool(cls == kind)


def _is_moment(cls: Any) -> bool:
    return set(get_args(cls)) - {type(None)} == {date, datetime}


def _is_lag(cls: Any) -> bool:
    return set(get_args(cls)) == {Span, Percent}


def _is_list(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_chosen(cls: Any) -> bool:
    return get_origin(cls) is Literal or (isinstance(cls, type) and issubclass(cls, Enum))


def _properties(value: Any) -> FrozenMap:
    """Custom properties as they stand; what they mean is said by their declarations, see `document_properties`."""
    if not isinstance(value, dict):
        refused("custom properties", value, 'an object such as {"risk": 3}')
    _refuse_repeated(value, FrozenMap)
    return FrozenMap(value)


def _refuse_repeated(value: dict[str, Any], owner: type) -> None:
    from cattrs.errors import ClassValidationError

    if isinstance(value, Repeated):
        raise ClassValidationError("repeated keys", list(_repeated(value, owner)), owner)


def _repeated(value: dict[str, Any], owner: type) -> Iterator[Exception]:
    if isinstance(value, Repeated):
        for key in value.keys_again:
            yield _at(_Misplaced("is given more than once; keep one"), key, owner)


def _reader_of_list(made: Converter, cls: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
    part = get_args(cls)[0]
    read = made.get_structure_hook(part)

    def listed(value: Any, _: Any) -> tuple[Any, ...]:
        from cattrs.errors import BaseValidationError, IterableValidationError, IterableValidationNote

        if not isinstance(value, list):
            refused("a list", value, "a list in square brackets")
        found: list[Any] = []
        problems: list[Exception] = []
        for number, member in enumerate(value):
            if len(problems) >= _MOST_PROBLEMS:
                break
            try:
                found.append(read(member, part))
            except (InvalidValue, BaseValidationError) as problem:
                problem.add_note(IterableValidationNote(f"at {number}", number, part))
                problems.append(problem)
        if problems:
            raise IterableValidationError("members of a list", problems, cls)
        return tuple(found)

    return listed


def _reader_of_class(made: Converter, cls: type) -> Callable[[Any, Any], Any]:
    from cattrs.errors import ClassValidationError
    from cattrs.gen import make_dict_structure_fn, override

    hints = get_type_hints(cls)
    hooks: dict[str, Any] = {
        a.name: override(struct_hook=_attribute_reader(made, a, hints[a.name]))
        for a in attrs.fields(cls)
        if a.init
    }
    build: Any = make_dict_structure_fn(cls, made, _cattrs_detailed_validation=True, **hooks)
    parse = NOTATIONS[cls][0] if cls in NOTATIONS else None
    allowed = {*hooks, "kind"} if issubclass(cls, Entity) else set(hooks)
    expected = f'text such as "{NOTATIONS[cls][2]}", or an object' if parse else "an object in braces"

    def built(value: Any, _: Any) -> Any:
        if parse is not None and isinstance(value, str):
            return parse(text(value))
        if not isinstance(value, dict):
            refused(_name(cls), value, expected)
        problems: list[Exception] = [
            _at(_Misplaced(f"is not known here.{nearest(key, allowed)}".rstrip(".")), key, cls)
            for key in islice((key for key in value if key not in allowed), _MOST_PROBLEMS)
        ]
        problems += islice(_repeated(value, cls), _MOST_PROBLEMS)
        try:
            found = build(value, cls)
            if not problems:
                return found
        except ClassValidationError as group:
            problems += group.exceptions
        raise ClassValidationError(_name(cls), problems, cls)

    return built


def _attribute_reader(
    made: Converter, attribute: attrs.Attribute[Any], hint: Any
) -> Callable[[Any, Any], Any]:
    read = made.get_structure_hook(hint)
    convert: Any = attribute.converter
    if convert is None:
        return lambda value, _: read(value, hint)
    return lambda value, _: convert(read(value, hint))


def _name(cls: type) -> str:
    return f"{'an' if cls.__name__[0] in 'AEIOU' else 'a'} {cls.__name__.lower()}"


def _writer_of_class(made: Converter, cls: type) -> Callable[[Any], Any]:
    from cattrs.gen import make_dict_unstructure_fn, override

    hints = get_type_hints(cls)
    hooks: dict[str, Any] = {
        a.name: override(unstruct_hook=made.get_unstructure_hook(hints[a.name]))
        for a in attrs.fields(cls)
        if a.init and hints[a.name] is not Any
    }
    spell: Any = make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True, **hooks)
    order = _order(cls)

    def spelled(value: Any) -> Any:
        if cls in NOTATIONS:
            parse, show, _ = NOTATIONS[cls]
            written = show(value)
            if _reads_as(parse, written, value):
                return written
        found = spell(value)
        if cls is CalendarException and value.recurrence is None and value.finish == value.start:
            found.pop("finish")
        return {name: found[name] for name in order if name in found} if order else found

    return spelled


def _reads_as(parse: Callable[[str], Any], written: str, value: Any) -> bool:
    try:
        return bool(parse(written) == value)
    except InvalidValue:
        return False


def _order(cls: type) -> tuple[str, ...]:
    """Attributes of an entity as people look for them: what it is first, long texts last; empty for other classes."""
    if not issubclass(cls, Entity):
        return ()
    names = [a.name for a in attrs.fields(cls)]
    middle = [name for name in names if name not in _FIRST and name not in _LAST]
    return (*_FIRST, *middle, *_LAST)
