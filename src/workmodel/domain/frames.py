"""Dataframes in and out, of any library that narwhals knows; the only module that imports it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workmodel.errors import MissingExtra, WrongType, shown

__all__ = ["columns_of_frame", "frame_of"]

_COLUMNS: Final = 'columns by name, such as {"id": ["a", "b"], "duration": [480, 960]}, or a dataframe'


def columns_of_frame(what: str, given: Any) -> Mapping[str, Any]:
    """The columns of a mapping, as they are, or of a dataframe.

    Raises
    ------
    MissingExtra
        It is no mapping, and narwhals is not installed.
    WrongType
        Neither a mapping nor a dataframe, or one that has not been computed yet.
    """
    if isinstance(given, Mapping):
        return given
    if given is None or isinstance(given, (str, bytes, int, float, list, tuple, set, frozenset)):
        raise WrongType(what, given, _COLUMNS)
    nw = _narwhals("reading a dataframe")
    try:
        frame = nw.from_native(given, eager_only=True)
    except TypeError:
        lazy = " that is collected" if hasattr(given, "collect") else ""
        raise WrongType(what, given, _COLUMNS + lazy) from None
    except nw.exceptions.NarwhalsError as problem:
        raise WrongType(what, given, f"{_COLUMNS} ({problem})") from None
    return {series.name: _cells(series) for series in frame.iter_columns()}


def _cells(series: Any) -> Any:
    """Numbers and spans of time as an array, all else as a list."""
    nw = _narwhals("reading a dataframe")
    simple = series.dtype.is_numeric() and not series.dtype.is_decimal()
    if (simple or isinstance(series.dtype, (nw.Duration, nw.Boolean))) and not series.is_null().any():
        return series.to_numpy()
    return series.to_list()


def frame_of(columns: Mapping[str, Any], library: str, zone: str | None) -> Any:
    """Columns as a dataframe of some library, its moments on the clock of a zone where there is one.

    Raises
    ------
    MissingExtra
        narwhals is not installed.
    WrongType
        There is no such library, or it is not installed.
    """
    import numpy as np

    nw = _narwhals("a schedule as a dataframe")
    libraries = ("pandas", "polars", "pyarrow", "modin", "cudf")
    if library not in libraries:
        raise WrongType("a library of dataframes", library, "one of " + ", ".join(libraries))
    moments = [name for name, column in columns.items() if column.dtype.kind == "M"]
    # microseconds: the one unit of moments that all of these libraries have
    given = {
        name: column.astype("datetime64[us]") if name in moments else column
        for name, column in columns.items()
    }
    try:
        if library == "polars":
            given["id"] = np.array(given["id"], dtype=object).tolist()
        frame = nw.from_dict(given, backend=library)
    except ModuleNotFoundError:
        raise WrongType(
            "a library of dataframes", library, f"one that is installed; {shown(library)} is not"
        ) from None
    if zone is not None:
        in_zone = [nw.col(name).dt.replace_time_zone("UTC").dt.convert_time_zone(zone) for name in moments]
        frame = frame.with_columns(*in_zone)
    return frame.to_native()


def _narwhals(purpose: str) -> Any:
    try:
        import narwhals
    except ImportError:
        raise MissingExtra("frames", purpose) from None
    return narwhals
