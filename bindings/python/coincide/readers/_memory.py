"""Samples that are in memory, as a granule of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from coincide._times import to_ns
from coincide.readers import _footprint
from coincide.readers._base import Samples

_NS = np.timedelta64(1, "ns")


def samples(name: Any, columns: Any) -> Samples:
    """The columns of one granule, checked."""
    keys = list(columns) if isinstance(columns, Mapping) else list(getattr(columns, "columns", ()))
    for wanted in ("lon", "lat"):
        if wanted not in keys:
            raise ValueError(f"granule {name!r} has no column {wanted!r}: there are {keys}")
    lon, lat = (np.asarray(columns[key]) for key in ("lon", "lat"))
    for key, column in (("lon", lon), ("lat", lat)):
        if column.dtype.kind not in "fiu" and column.size:
            raise TypeError(f"granule {name!r}: {key} is of {column.dtype}: numbers are wanted")
    lon, lat = lon.astype(np.float64), lat.astype(np.float64)
    values = {}
    for key in keys:
        column = np.asarray(columns[key])
        if column.shape != lon.shape or lon.ndim != 1:
            raise ValueError(
                f"granule {name!r}: {key} has the shape {column.shape}, lon {lon.shape}: "
                "one dimension, of one length, is wanted"
            )
        if key not in ("lon", "lat", "time", "track"):
            if column.dtype.kind not in "fiub":
                raise TypeError(f"granule {name!r}: {key} is of {column.dtype}: numbers are wanted")
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
        words, track = np.unique(np.asarray(columns["track"]), return_inverse=True)
        tracks, track = tuple(str(word) for word in words), track.astype(np.int32)
    return Samples(lon, lat, time, track, tracks, values=values)


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
