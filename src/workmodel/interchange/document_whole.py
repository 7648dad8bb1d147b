"""Putting a document's parts together: what does not fit is told with the places of the parts."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final

from attrs import fields

from workmodel.domain import BUILT_IN_CALENDARS, Entity, Plan, Settings
from workmodel.domain.references import drop_references, needed_by, references_of
from workmodel.errors import DocumentFaults, Fault, PlanFaults, nearest
from workmodel.interchange.document_codec import path_to

__all__ = ["MOST_FAULTS", "MOST_HINTS", "assembled", "place_of", "without_collection"]

MOST_FAULTS: Final = 1000
MOST_HINTS: Final = 10  # looking for the nearest of very many names takes its time
_ABOUT: Final = re.compile(r'(\w+) "([^"]+)": ')


@contextmanager
def without_collection(values: int) -> Iterator[None]:
    """Spare the garbage collector what is about to be made: all of it is going to stay."""
    pause = values > 1000 and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()


def place_of(number: int) -> str:
    """The path of an entity."""
    return path_to("$.entities", number)


def assembled(settings: Settings, entities: Sequence[Entity]) -> Plan:
    """The plan of these settings and entities.

    Raises
    ------
    DocumentFaults
        They do not fit together.
    """
    numbered = list(enumerate(entities))
    loose = list(islice(_loose_references(entities), MOST_FAULTS))
    faults = [fault for fault, _ in loose]
    if len(loose) == MOST_FAULTS:
        raise DocumentFaults((*faults, Fault("$.entities", "reading stopped here, after so many faults")))
    if loose:  # without the references that lead nowhere, whatever else is wrong can be told as well
        unknown = frozenset(target for _, target in loose)
        lost = frozenset(e.id for e in entities if not unknown.isdisjoint(needed_by(e)))
        numbered = [(n, drop_references(e, unknown | lost)) for n, e in numbered if e.id not in lost]
    try:
        plan = Plan(**{a.name: getattr(settings, a.name) for a in fields(Settings)})
        plan = plan.add([entity for _, entity in numbered]) if numbered else plan
        if not faults:
            return plan
    except PlanFaults as problem:
        places = {(e.kind, e.id): place_of(number) for number, e in numbered}
        faults += [_placed(sentence, places) for sentence in problem.faults]
    raise DocumentFaults(tuple(faults))


def _loose_references(entities: Sequence[Entity]) -> Iterator[tuple[Fault, str]]:
    """A fault for each reference that leads nowhere, and what it names."""
    known = {entity.id for entity in entities}
    found = 0
    for number, entity in enumerate(entities):
        for reference in references_of(entity):
            target = reference.target
            if target in known or (target in BUILT_IN_CALENDARS and reference.kinds == ("calendar",)):
                continue
            found += 1
            hint = nearest(target, known) if found <= MOST_HINTS else ""
            message = f'names "{target}", which is not in the plan.{hint}'.rstrip(".")
            yield Fault(f"{place_of(number)}.{reference.attribute}", message), target


def _placed(sentence: str, places: Mapping[tuple[str, str], str]) -> Fault:
    about = _ABOUT.match(sentence)
    if about is not None and about.groups() in places:
        return Fault(places[about.group(1), about.group(2)], sentence[about.end() :])
    return Fault("$.settings" if sentence.startswith("the plan's ") else "$.entities", sentence)
