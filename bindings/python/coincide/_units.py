"""Lengths and spans of time as people write them, as the numbers that the core reads."""

from __future__ import annotations

import datetime
import math
import numbers
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

_METRES = {
    "mm": Fraction(1, 1000),
    "cm": Fraction(1, 100),
    "m": Fraction(1),
    "km": Fraction(1000),
    "nmi": Fraction(1852),
}
_DAY = 86_400 * 10**9
_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "min": 60 * 10**9,
    "h": 3600 * 10**9,
    "D": _DAY,
    "d": _DAY,
    "W": 7 * _DAY,
}
# NumPy's units; "m" is a minute there.
_NUMPY_NANOSECONDS: Mapping[str, Fraction | int] = {
    **{unit: _NANOSECONDS[unit] for unit in ("W", "D", "h", "s", "ms", "us", "ns")},
    "m": _NANOSECONDS["min"],
    "ps": Fraction(1, 10**3),
    "fs": Fraction(1, 10**6),
    "as": Fraction(1, 10**9),
}
_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([^\W\d_]*)\s*")


def _read(text: str, name: str, units: Mapping[str, Fraction | int], example: str) -> Fraction:
    found = _QUANTITY.fullmatch(text)
    if found is None or found[2] not in units:
        raise ValueError(
            f"{name} is {text!r}: a number and a unit is wanted, such as {example!r}; "
            f"units are {', '.join(units)}"
        )
    return Fraction(found[1]) * units[found[2]]


def to_metres(value: Any, name: str) -> float:
    """Metres of a number, or of text such as "500 m", "2 km" or "1.5nmi"."""
    if isinstance(value, str):
        metres = _read(value, name, _METRES, "500 m")
        try:
            return float(metres)
        except OverflowError:
            return math.inf if metres > 0 else -math.inf
    if isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_ | np.timedelta64):
        return float(value)
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    kind = "None" if value is None else f"{article} {type(value).__name__}"
    raise TypeError(f"{name} is {kind}: metres or text such as '500 m' is wanted")


def to_metres_each(values: Any, name: str) -> Any:
    """As `to_metres`, of one or of a sequence; None, alone or in a row, stays."""
    if values is None:
        return None
    if isinstance(values, str) or np.ndim(values) == 0:
        return to_metres(values, name)
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        return values
    return [
        None if value is None else to_metres(value, f"{name}[{row}]")
        for row, value in enumerate(values)
    ]


def to_number(value: Any, name: str) -> float:
    """A float of a number that is no truth value."""
    if isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_ | np.timedelta64):
        return float(value)
    raise TypeError(f"{name} is {value!r}: a number is wanted")


def to_nanoseconds(value: Any, name: str) -> int:
    """Nanoseconds of a timedelta64, a timedelta, or text such as "30D", "12 h" or "1.5s"."""
    if isinstance(value, str):
        span = _read(value, name, _NANOSECONDS, "30D")
    elif isinstance(value, datetime.timedelta):
        microseconds = (value.days * 86_400 + value.seconds) * 10**6 + value.microseconds
        # pandas has nanoseconds too.
        span = Fraction(microseconds * 1000 + int(getattr(value, "nanoseconds", 0)))
    elif isinstance(value, np.timedelta64):
        unit, step = np.datetime_data(value.dtype)
        if np.isnat(value):
            raise ValueError(f"{name} is NaT: a span of time is wanted")
        if unit not in _NUMPY_NANOSECONDS:
            raise ValueError(f"{name} is {value}: a span in weeks or a finer unit is wanted")
        span = Fraction(int(value.astype(np.int64)) * step) * _NUMPY_NANOSECONDS[unit]
    else:
        raise TypeError(
            f"{name} is {type(value).__name__} {value!r}: timedelta64, timedelta or text such as "
            "'30D' is wanted"
        )
    nanoseconds = math.floor(span + Fraction(1, 2))
    if not -(2**63) < nanoseconds < 2**63:
        raise ValueError(f"{name} is {value}: at most 292 years are allowed")
    return nanoseconds
