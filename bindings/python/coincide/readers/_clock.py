"""Clocks of the formats, turned into nanoseconds since 1970 UTC (leap seconds not counted).

Atomic clocks (TAI, GPS, the EOS epochs) count every second; UTC as datetime64 means it does
not. The table below is that of IERS Bulletin C; no leap second has been added since 2017.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

NAT = np.datetime64("NaT", "ns")
Times = NDArray[np.datetime64]

# Since this day, TAI - UTC is so many seconds.
_LEAPS = (
    ("1972-01-01", 10), ("1972-07-01", 11), ("1973-01-01", 12), ("1974-01-01", 13),
    ("1975-01-01", 14), ("1976-01-01", 15), ("1977-01-01", 16), ("1978-01-01", 17),
    ("1979-01-01", 18), ("1980-01-01", 19), ("1981-07-01", 20), ("1982-07-01", 21),
    ("1983-07-01", 22), ("1985-07-01", 23), ("1988-01-01", 24), ("1990-01-01", 25),
    ("1991-01-01", 26), ("1992-07-01", 27), ("1993-07-01", 28), ("1994-07-01", 29),
    ("1996-01-01", 30), ("1997-07-01", 31), ("1999-01-01", 32), ("2006-01-01", 33),
    ("2009-01-01", 34), ("2012-07-01", 35), ("2015-07-01", 36), ("2017-01-01", 37),
)  # fmt: skip
_DAYS = np.array([day for day, _ in _LEAPS], dtype="datetime64[ns]").astype(np.int64)
_OFFSETS = np.array([offset for _, offset in _LEAPS], dtype=np.int64)
_SECOND = 1_000_000_000
_NONE = np.iinfo(np.int64).min
_TAI_MINUS_GPS = 19

# Where each clock stood at 1970-01-01 00:00:00 of TAI, as seconds to add to its reading.
CLOCKS = {
    "tai1970": 0,
    "gps1970": _TAI_MINUS_GPS,  # Seconds since 1970 of a GPS receiver that ignores leap seconds.
    "gps1980": 315_964_800 + _TAI_MINUS_GPS,  # Seconds since 1980-01-06 00:00:00 UTC.
    "tai1993": 725_846_400 + 27,  # EOS: seconds since 1993-01-01 00:00:00 UTC.
    "tai2000": 946_684_800,  # CryoSat-2: seconds since 2000-01-01 00:00:00 TAI.
}
_ISO = re.compile(
    r"\s*(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)"
    r"\s*(Z|UTC|[+-]\d\d:?\d\d)?\s*"
)
_UNITS = {
    "day": 86400 * _SECOND, "d": 86400 * _SECOND,
    "hour": 3600 * _SECOND, "hr": 3600 * _SECOND, "h": 3600 * _SECOND,
    "minute": 60 * _SECOND, "min": 60 * _SECOND,
    "second": _SECOND, "sec": _SECOND, "s": _SECOND,
    "millisecond": 1_000_000, "msec": 1_000_000, "ms": 1_000_000,
    "microsecond": 1000, "us": 1000,
    "nanosecond": 1, "ns": 1,
}  # fmt: skip


def to_ns(values: Any, unit_ns: int = _SECOND) -> NDArray[np.int64]:
    """Nanoseconds of numbers in a unit, to the nearest; NaN is the least integer, as NaT.

    Whole units are converted as integers, so that seconds since 1970 keep their nanoseconds.
    """
    numbers = np.asarray(values)
    if numbers.dtype.kind in "iu":
        return numbers.astype(np.int64) * unit_ns
    numbers = np.asarray(numbers, dtype=np.float64)
    good = np.isfinite(numbers)
    whole = np.floor(np.where(good, numbers, 0.0))
    part = np.where(good, numbers, 0.0) - whole
    ns = whole.astype(np.int64) * unit_ns + np.rint(part * unit_ns).astype(np.int64)
    return np.where(good, ns, _NONE)


def utc_of_tai_ns(ns: NDArray[np.int64]) -> Times:
    """UTC of nanoseconds since 1970-01-01 00:00:00 TAI; a leap second is given as the next."""
    missing = ns == _NONE
    # Each offset begins when TAI reads the UTC of its day plus the offset before it.
    before = np.concatenate([_OFFSETS[:1], _OFFSETS[:-1]])
    begins = _DAYS + before * _SECOND
    at = np.clip(np.searchsorted(begins, ns, side="right") - 1, 0, None)
    utc = np.maximum(ns - _OFFSETS[at] * _SECOND, np.where(ns >= begins[0], _DAYS[at], _NONE))
    return np.where(missing, _NONE, utc).view("datetime64[ns]")


def from_clock(seconds: Any, clock: str) -> Times:
    """UTC of seconds of a clock of `CLOCKS`, or of "utc1970" (POSIX seconds)."""
    ns = to_ns(seconds)
    if clock == "utc1970":
        return ns.view("datetime64[ns]")
    missing = ns == _NONE
    shifted = np.where(missing, ns, ns + CLOCKS[clock] * _SECOND)
    return utc_of_tai_ns(shifted)


def from_units(values: Any, units: str, *, tai: bool = False) -> Times:
    """UTC of numbers with CF units, as "days since 2000-01-01 00:00:00"; of TAI where so said.

    Raises ValueError where the units are not of this form.
    """
    match = re.fullmatch(r"\s*([A-Za-z]+)\s+since\s+(.+?)\s*", units)
    unit = _UNITS.get(match[1].lower().removesuffix("s") or "s") if match else None
    if match and unit is None:
        unit = _UNITS.get(match[1].lower())
    if match is None or unit is None:
        raise ValueError(f"units are {units!r}: as 'seconds since 2000-01-01' is wanted")
    text = re.sub(r"\s*(UTC|Z|GMT|\+00:?00|TAI)$", "", match[2]).strip()
    text = re.sub(r"\s+", "T", text)
    text = re.sub(r"(?<=T)(\d):", r"0\1:", text)
    text = re.sub(r"^(\d{4})-(\d{1,2})-(\d{1,2})", _padded, text)
    try:
        epoch = int(np.datetime64(text, "ns").astype(np.int64))
    except ValueError:
        raise ValueError(f"units are {units!r}: {match[2]!r} is no ISO time") from None
    ns = to_ns(values, unit)
    missing = ns == _NONE
    ns = np.where(missing, ns, ns + epoch)
    return utc_of_tai_ns(ns) if tai else ns.view("datetime64[ns]")


def _padded(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def from_texts(values: Any) -> Times:
    """UTC of ISO 8601 texts; an offset from UTC is applied, an empty text is NaT.

    Raises ValueError with the first bad row and its text.
    """
    texts = np.asarray(values, dtype=object)
    out = np.full(len(texts), NAT)
    for i, text in enumerate(texts):
        if text is None or str(text).strip() in ("", "NaT", "nan"):
            continue
        found = _ISO.fullmatch(str(text))
        if found is None:
            raise ValueError(f"row {i}: {text!r} is no ISO 8601 time")
        time: Any = np.datetime64(found[1].replace(" ", "T"), "ns")
        if found[2] and found[2][0] in "+-":
            sign = -1 if found[2][0] == "-" else 1
            digits = found[2][1:].replace(":", "")
            time -= sign * np.timedelta64(int(digits[:2]) * 60 + int(digits[2:]), "m")
        out[i] = time
    return out


def on_day(day: np.datetime64, seconds: Any) -> Times:
    """UTC of seconds of a day; a fall of more than half a day is taken for midnight."""
    seconds = np.asarray(seconds, dtype=np.float64)
    good = np.flatnonzero(np.isfinite(seconds))
    wrapped = seconds.copy()
    steps = np.diff(seconds[good])
    wrapped[good[1:]] += 86400.0 * np.cumsum(steps < -43200)
    ns = to_ns(wrapped)
    missing = ns == _NONE
    start = int(day.astype("datetime64[ns]").astype(np.int64))
    return np.where(missing, ns, ns + start).view("datetime64[ns]")
