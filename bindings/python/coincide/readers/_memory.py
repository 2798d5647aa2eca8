"""Samples that are in memory, as a granule of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from coincide._times import to_ns
from coincide.readers import _footprint
from coincide.readers._base import Samples

_NS = np.timedelta64(1, "ns")
# Integers that doubles tell apart.
_WHOLE = 2**53


def samples(name: Any, columns: Any) -> Samples:
    """The columns of one granule, checked."""
    keys = list(columns) if isinstance(columns, Mapping) else list(getattr(columns, "columns", ()))
    for wanted in ("lon", "lat"):
        if wanted not in keys:
            raise ValueError(f"granule {name!r} has no column {wanted!r}: there are {keys}")
    lon, lat = (_filled(columns[key]) for key in ("lon", "lat"))
    for key, column in (("lon", lon), ("lat", lat)):
        if column.dtype.kind not in "fiu" and column.size:
            raise TypeError(f"granule {name!r}: {key} is of {column.dtype}: numbers are wanted")
    lon, lat = lon.astype(np.float64), lat.astype(np.float64)
    values = {}
    for key in keys:
        column = _filled(columns[key])
        if column.shape != lon.shape or lon.ndim != 1:
            raise ValueError(
                f"granule {name!r}: {key} has the shape {column.shape}, lon {lon.shape}: "
                "one dimension, of one length, is wanted"
            )
        if key not in ("lon", "lat", "time", "track"):
            if column.dtype.kind not in "fiub":
                raise TypeError(f"granule {name!r}: {key} is of {column.dtype}: numbers are wanted")
            if column.dtype.kind in "iu" and column.size:
                _check_whole(column, f"granule {name!r}: {key}")
            values[str(key)] = column.copy()
    bad = np.flatnonzero(np.abs(lat) > 90)
    if bad.size:
        raise ValueError(
            f"granule {name!r}: lat[{bad[0]}] is {lat[bad[0]]}: |lat| > 90: did you pass lat, lon?"
        )
    time = None
    if "time" in keys:
        time = to_ns(columns["time"], f"granule {name!r}: time").view("datetime64[ns]")
    track: Any = None
    tracks: tuple[str, ...] = ()
    if "track" in keys:
        labels = np.asarray(columns["track"])
        missing = np.ma.getmaskarray(np.ma.asarray(columns["track"])).copy()
        if labels.dtype.kind in "fO":
            missing |= np.array([t is None or t != t for t in labels.tolist()], np.bool_)
        if missing.any():
            at = int(np.flatnonzero(missing)[0])
            raise ValueError(
                f"granule {name!r}: track[{at}] is {labels[at]}: a name or a number is wanted"
            )
        words, track = np.unique(labels, return_inverse=True)
        tracks, track = tuple(str(word) for word in words), track.astype(np.int32)
    return Samples(lon, lat, time, track, tracks, values=values)


def _filled(column: Any) -> Any:
    """As an array, in which what is masked is NaN."""
    if not np.ma.isMaskedArray(column):
        return np.asarray(column)
    if column.dtype.kind in "fiub" and np.ma.is_masked(column):
        return np.ma.filled(column.astype(np.float64), np.nan)
    return np.asarray(column)


def _check_whole(column: Any, what: str) -> None:
    """Fails of integers that doubles cannot tell apart."""
    if column.max() <= _WHOLE and column.min() >= -_WHOLE:
        return
    at = int(np.flatnonzero((column > _WHOLE) | (column < -_WHOLE))[0])
    raise ValueError(f"{what}[{at}] is {column[at]}: at most 2**53 is allowed")


def metadata(found: Samples, cut_gap: float | None, error_m: float) -> tuple[Any, ...]:
    """(footprint, its error, start, end) of a granule."""
    good = found.take(np.flatnonzero(np.isfinite(found.lon) & np.isfinite(found.lat)))
    if len(good) == 0:
        nat = np.datetime64("NaT", "ns")
        return None, error_m, nat, nat
    starts = _footprint.leg_starts(good.lon, good.lat, good.track, good.row, cut_gap)
    lon, lat = good.lon, good.lat
    if error_m > 0:
        keep = _footprint.simplified(lon, lat, starts, error_m)
        starts = np.searchsorted(np.flatnonzero(keep), starts)
        lon, lat = lon[keep], lat[keep]
    start: Any = np.datetime64("NaT", "ns")
    end: Any = start
    if found.time is not None and not np.isnat(found.time).all():
        start, end = np.nanmin(found.time), np.nanmax(found.time) + _NS
    return _footprint.lines_wkb(lon, lat, starts), error_m, start, end
