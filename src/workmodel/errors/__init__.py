"""What goes wrong, told with the facts and the cure.

Every error of the library hangs under `WorkModelError`. Each is a frozen value whose fields hold the facts that
its message tells, so that nobody has to parse text; fields are positional, so that errors survive pickling.

::

    WorkModelError
    ├── InvalidValue (ValueError)        one value is not what it has to be
    │   ├── InvalidText                  a text that does not follow its notation
    │   ├── WrongType (TypeError)        a value of a type that means nothing here
    │   ├── OutOfRange                   a number or moment beyond its limits
    │   ├── InvalidSketch                a line of a sketched plan that does not follow the notation
    │   ├── ZoneMismatch                 a time with a zone where there is none
    │   ├── MixedZones                   calendars with a zone combined with some that have none
    │   ├── SpansDoNotMix (TypeError)    spans that only conventions or a calendar could add or compare
    │   ├── HorizonExceeded              time beyond the years 1 to 9999
    │   └── UnknownCountry               a country (or part of one) whose holidays nobody knows
    ├── NoWorkingTime (ValueError)       calendars that are never open, or never at once
    ├── MissingExtra (ImportError)       an optional package that is not installed
    ├── LoadStopped (RuntimeError)       a load of columns that somebody stopped
    ├── BrokenPromise (RuntimeError)     an answer that its second opinion does not believe
    ├── InvalidDocument (ValueError)     a file or text that cannot be read
    │   ├── DocumentFaults               all that is wrong with a document, each with its place
    │   ├── MsProjectError               a file that is not readable as Microsoft Project's XML
    │   ├── NewerFormat                  written by a later release
    │   └── UnknownFormat                content of no format that can be read
    ├── UnknownConflict (LookupError)    a conflict that a merge does not have
    ├── NoStep (LookupError)             a step that a history of edits does not have
    ├── StoreError                       a store cannot do what was asked
    │   ├── UnknownPlan (KeyError)       no plan of this name
    │   ├── UnknownRevision (LookupError)  a plan without such a revision
    │   ├── NameTaken (ValueError)       a name that another plan has
    │   ├── PlanArchived (ValueError)    a plan that takes no more revisions
    │   ├── RevisionConflict (RuntimeError)  somebody else has saved since
    │   ├── ReadOnlyStore (PermissionError)  a store open for reading only
    │   ├── StoreBusy (TimeoutError)     others held the store for too long
    │   ├── StoreUnavailable (OSError)   what it stands on refuses
    │   ├── UnknownOutcome (OSError)     the answer to a save was lost
    │   ├── UnusableStore (ValueError)   nothing that plans can be kept in
    │   ├── DamagedStore (ValueError)    not what was once written
    │   └── NewerStore (ValueError)      made by a later release
    └── InvalidPlan (ValueError)         entities that do not fit together
        ├── PlanFaults                   all faults of one edit, at once
        ├── UnknownId (KeyError)         no entity has this id
        ├── UnknownMode (KeyError)       a task cannot be done in this way
        ├── StillReferred                removal of something that others refer to
        ├── ChangeDoesNotApply           a change made for another state of the plan
        ├── DependencyCycle              items that wait for each other
        ├── NoOccurrences                a routine whose occurrences cannot be told
        ├── HandoverRefused              routines that nobody answers for, or nobody does
        ├── NoCompletion                 a question for the completion of a routine
        ├── NoPlanDate                   a plan without a start (or finish) has no dates
        └── PlanTooLong                  dates more than a hundred years apart

Things that a planner should weigh are not errors: they come back as `workmodel.findings.Finding` values.
"""

from __future__ import annotations

from workmodel.errors.base import (
    InvalidSketch,
    InvalidText,
    InvalidValue,
    OutOfRange,
    WorkModelError,
    WrongType,
    around,
    named,
    nearest,
    shown,
)
from workmodel.errors.checks import instance_of, tuple_of, whole_number
from workmodel.errors.documents import (
    DocumentFaults,
    Fault,
    InvalidDocument,
    MsProjectError,
    NewerFormat,
    UnknownFormat,
)
from workmodel.errors.merging import NoStep, UnknownConflict
from workmodel.errors.plans import (
    ChangeDoesNotApply,
    DependencyCycle,
    HandoverRefused,
    InvalidPlan,
    LoadStopped,
    NoCompletion,
    NoOccurrences,
    NoPlanDate,
    PlanFaults,
    PlanTooLong,
    StillReferred,
    UnknownId,
    UnknownMode,
)
from workmodel.errors.promises import BrokenPromise
from workmodel.errors.storage import (
    DamagedStore,
    NameTaken,
    NewerStore,
    PlanArchived,
    ReadOnlyStore,
    RevisionConflict,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    UnknownOutcome,
    UnknownPlan,
    UnknownRevision,
    UnusableStore,
)
from workmodel.errors.times import (
    HorizonExceeded,
    MissingExtra,
    MixedZones,
    NoWorkingTime,
    SpansDoNotMix,
    UnknownCountry,
    ZoneMismatch,
)

__all__ = [
    "BrokenPromise",
    "ChangeDoesNotApply",
    "DamagedStore",
    "DependencyCycle",
    "DocumentFaults",
    "Fault",
    "HandoverRefused",
    "LoadStopped",
    "HorizonExceeded",
    "InvalidDocument",
    "InvalidPlan",
    "InvalidSketch",
    "InvalidText",
    "InvalidValue",
    "MissingExtra",
    "MixedZones",
    "MsProjectError",
    "NameTaken",
    "NewerFormat",
    "NewerStore",
    "NoCompletion",
    "NoOccurrences",
    "NoPlanDate",
    "NoStep",
    "NoWorkingTime",
    "OutOfRange",
    "PlanArchived",
    "PlanFaults",
    "PlanTooLong",
    "ReadOnlyStore",
    "RevisionConflict",
    "SpansDoNotMix",
    "StillReferred",
    "StoreBusy",
    "StoreError",
    "StoreUnavailable",
    "UnknownConflict",
    "UnknownCountry",
    "UnknownFormat",
    "UnknownId",
    "UnknownMode",
    "UnknownOutcome",
    "UnknownPlan",
    "UnknownRevision",
    "UnusableStore",
    "WorkModelError",
    "WrongType",
    "ZoneMismatch",
    "around",
    "instance_of",
    "named",
    "nearest",
    "shown",
    "tuple_of",
    "whole_number",
]
