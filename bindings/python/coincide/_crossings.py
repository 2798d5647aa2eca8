"""Where tracks cross, as a table with the values of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coincide import _core
from coincide._table import Table, Text
from coincide._times import to_ns
from coincide._units import to_metres, to_nanoseconds

PARALLEL, TOUCH, SELF, NEAR_GAP_LIMIT, VALUE_EXTENDED, VALUE_MISSING = (1 << k for k in range(6))


class Crossings(Table):
    """What `coincide.crossings` found: a row a crossing.

    Attributes
    ----------
    overlaps : Table
        Where tracks run along one another within 1e-7 m: start and end on both sides
        (`seg_a`, `frac_a`, `end_seg_a`, ...), their places and `length_m`.
    invalid_a, invalid_b : int
        Samples whose position is not valid; they end a leg.
    """

    overlaps: Table
    invalid_a: int
    invalid_b: int

    def summary(self) -> str:
        """A line for people."""
        text = f"{len(self):,} crossings"
        if len(self):
            text += f", median angle {np.median(self['angle']):.1f} degrees"
        return f"{text}; {len(self.overlaps):,} overlaps"


class _Side:
    """The samples of one side, one track after the other."""

    def __init__(
        self,
        lon: ArrayLike,
        lat: ArrayLike,
        track: ArrayLike | None,
        time: Any,
        values: Mapping[str, Any] | None,
        suffix: str,
    ) -> None:
        lon, lat = (np.ma.filled(np.ma.asarray(x, np.float64), np.nan) for x in (lon, lat))
        if lon.shape != lat.shape:
            raise ValueError(
                f"lon_{suffix} has the shape {lon.shape}, lat_{suffix} {lat.shape}: "
                "one of each a sample is wanted"
            )
        if lon.ndim not in (1, 2):
            raise ValueError(f"lon_{suffix} has the shape {lon.shape}: one or two dimensions")
        self.suffix, self.shape = suffix, lon.shape
        self.order: NDArray[np.int64] | None = None
        n = lon.size
        if track is not None:
            offsets = self._cut(self._column(track, f"track_{suffix}"))
        else:
            # Each row of a two-dimensional array is a track.
            self.labels: NDArray[Any] = np.arange(lon.shape[0] if lon.ndim == 2 else 1)
            offsets = np.linspace(0, n, len(self.labels) + 1).astype(np.int64)
        self.offsets = offsets
        self.lon, self.lat = (np.ascontiguousarray(self._sorted(x.ravel())) for x in (lon, lat))
        self.time = None
        if time is not None:
            ns = to_ns(time, f"time_{suffix}")
            self.time = self._sorted(self._column(ns, f"time_{suffix}"))
        self.values = dict(self._values(values))

    def _column(self, column: Any, name: str) -> NDArray[Any]:
        array = np.asarray(column)
        if array.shape != self.shape:
            raise ValueError(
                f"{name} has the shape {array.shape}: that of lon_{self.suffix}, {self.shape}, "
                "is wanted"
            )
        return array.ravel()

    def _cut(self, track: NDArray[Any]) -> NDArray[np.int64]:
        """Offsets of the tracks; samples of a track that are not together are put so."""
        starts = np.flatnonzero(np.r_[True, track[1:] != track[:-1]][: len(track)])
        labels = track[starts]
        if len(np.unique(labels)) < len(labels):
            self.order = np.argsort(track, kind="stable").astype(np.int64)
            track = track[self.order]
            starts = np.flatnonzero(np.r_[True, track[1:] != track[:-1]])
            labels = track[starts]
        self.labels = labels
        offsets: NDArray[np.int64] = np.r_[starts, len(track)].astype(np.int64)
        return offsets

    def _sorted(self, column: NDArray[Any]) -> NDArray[Any]:
        return column if self.order is None else column[self.order]

    def raise_position(self) -> None:
        """The error of the first invalid position; there must be one."""
        lon, lat = self.lon, self.lat
        rows = np.flatnonzero(~np.isfinite(lon) | ~(np.abs(lat) <= 90))
        row = rows[np.argmin(self.rows(rows))]
        at = int(self.rows(row))
        name, value = ("lat", lat[row]) if np.isfinite(lon[row]) else ("lon", lon[row])
        allowed = "-90 to 90" if name == "lat" else "a finite number"
        swapped = ""
        if name == "lat" and np.isfinite(value) and np.all(np.abs(lon[np.isfinite(lon)]) <= 90):
            swapped = "; did you pass lat, lon?"
        raise ValueError(
            f"{name}_{self.suffix}[{at}] is {value:g}: {allowed} is allowed{swapped} "
            "(errors='drop' ends a leg there)"
        )

    def _values(
        self, values: Mapping[str, Any] | None
    ) -> Iterator[tuple[str, tuple[NDArray[np.float64], NDArray[np.float64] | None]]]:
        for name, column in (values or {}).items():
            parts = column if isinstance(column, tuple) else (column,)
            if len(parts) > 2:
                raise ValueError(f"values_{self.suffix}[{name!r}]: values, or values and errors")
            arrays = [
                np.ascontiguousarray(
                    self._sorted(
                        self._column(
                            np.ma.filled(np.ma.asarray(part, np.float64), np.nan),
                            f"values_{self.suffix}[{name!r}]",
                        )
                    )
                )
                for part in parts
            ]
            yield name, (arrays[0], arrays[1] if len(arrays) == 2 else None)

    def rows(self, seg: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the caller's columns."""
        return seg if self.order is None else self.order[seg]

    def names(self, track: NDArray[np.int64]) -> Any:
        if self.labels.dtype.kind in "UO":
            return Text(track, [str(label) for label in self.labels])
        return self.labels[track]


def crossings(
    lon_a: ArrayLike,
    lat_a: ArrayLike,
    lon_b: ArrayLike | None = None,
    lat_b: ArrayLike | None = None,
    *,
    track_a: ArrayLike | None = None,
    track_b: ArrayLike | None = None,
    time_a: Any = None,
    time_b: Any = None,
    values_a: Mapping[str, Any] | None = None,
    values_b: Mapping[str, Any] | None = None,
    max_gap: float | str | None = None,
    max_gap_time: Any = None,
    min_angle: float | None = None,
    mode: Literal["external", "self", "within"] = "external",
    edges: Literal["geodesic"] = "geodesic",
    touches: bool = False,
    method: Literal["linear", "nearest"] = "linear",
    min_separation: float | str = 0.0,
    errors: Literal["raise", "drop"] = "raise",
    ellipsoid: Any = "WGS84",
    threads: int | None = None,
) -> Crossings:
    """All places where tracks cross, with the values of both sides there.

    A segment is the geodesic between two samples that follow one another; a crossing is
    where a segment of one track passes through one of another, and is found once, also
    at a shared sample. There is no projection in between, and nothing is special about
    poles and the antimeridian. Exchanging the sides gives the same crossings.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : array_like of float
        Degrees, in the order of measurement. Each row of a two-dimensional array is a
        track. Side b is left out where `mode` is not "external".
    track_a, track_b : array_like, optional
        Which track a sample belongs to: numbers or text.
    time_a, time_b : array_like of datetime64, optional
        One time a sample; integers are nanoseconds since 1970. Where time steps back a
        leg ends.
    values_a, values_b : mapping of str to array_like, optional
        Columns to take to the crossings: ``{"h": h}``, or ``{"h": (h, sigma)}`` with
        standard errors. NaN and masked values are missing. They become ``h_a``, ``h_b``
        and, where both sides have the name, ``dh``, b minus a.
    max_gap : float or str, optional
        Samples farther apart are not joined: metres or text. None: 5 times the median
        distance of neighbours, for each track.
    max_gap_time : timedelta64, timedelta or str, optional
        The same in time.
    min_angle : float, optional
        Leaves out crossings at smaller angles, degrees. None: all are given.
    mode : {"external", "self", "within"}
        Tracks of a with tracks of b; each track of a with itself; or different tracks
        of a with one another.
    edges : {"geodesic"}
    touches : bool
        Rows also for places where tracks touch and neither passes through (flag 2).
    method : {"linear", "nearest"}
        How values are taken: linear in distance between the two samples, or of the
        nearest. A missing one is replaced by the next in its direction within `max_gap`.
    min_separation : float or str
        For "self": how far apart along the track the two passes are at least.
    errors : {"raise", "drop"}
        What NaN or a latitude beyond 90 means: an error, or a sample that ends a leg.
    ellipsoid : str or Ellipsoid
    threads : int, optional
        At most this many; None: COINCIDE_THREADS, or every core.

    Returns
    -------
    Crossings
        Sorted by `seg_a`, `frac_a`, `seg_b`, `frac_b`. Columns: `lon`, `lat`,
        `track_a`; `seg_a`, the row of the sample before the crossing; `frac_a`, how far
        it is to the next, 0 to 1; `s_a`, metres along the track; `gap_a`, the distance
        of the two samples; `near_a`, that of the nearer one; `azimuth_a` of travel;
        `max_gap_a` in force; the same for b; `angle`, 0 to 90 degrees; `time_a`,
        `time_b`, `dt_s` = b - a; the values; `flags`; and `cell`, the order-29 point.

    Raises
    ------
    ValueError
        Columns of unequal shape; the first invalid position; a negative gap.

    Notes
    -----
    Bits of `flags`: 1 the angle is below 1 degree, 2 touch, 4 of a track with itself,
    8 a segment longer than half of `max_gap`, 16 a value from farther samples, 32 a
    value is missing.

    Positions are good to 1e-7 m at angles above 10 degrees; below, to 2e-8 m over the
    sine of the angle.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat = [10.0, 10.01, 10.02], [-75.0, -75.001, -75.0]
    >>> x = co.crossings(lon, lat, [10.004, 10.006], [-75.002, -74.998],
    ...                  values_a={"h": [100.0, 110.0, 120.0]}, values_b={"h": [104.0, 104.0]})
    >>> x["seg_a"].tolist(), x["frac_a"].round(3).tolist()
    ([0], [0.476])
    >>> x["h_a"].round(2).tolist(), x["dh"].round(2).tolist()
    ([104.76], [-0.76])
    """
    for name, value, allowed in (
        ("mode", mode, ("external", "self", "within")),
        ("edges", edges, ("geodesic",)),
        ("method", method, ("linear", "nearest")),
        ("errors", errors, ("raise", "drop")),
    ):
        if value not in allowed:
            choices = " or ".join(map(repr, allowed))
            raise ValueError(f"{name} is {value!r}: {choices} is allowed")
    a = _Side(lon_a, lat_a, track_a, time_a, values_a, "a")
    given: dict[str, Any] = {"lon_b": lon_b, "lat_b": lat_b}
    if mode == "external":
        for name, column in given.items():
            if column is None:
                raise TypeError(f"{name} is None: mode='external' needs two sides")
        assert lon_b is not None and lat_b is not None
        b = _Side(lon_b, lat_b, track_b, time_b, values_b, "b")
    else:
        given |= {"track_b": track_b, "time_b": time_b, "values_b": values_b}
        for name, column in given.items():
            if column is not None:
                raise TypeError(f"{name} is given: mode={mode!r} has one side")
        b = a
    gap = None if max_gap is None else to_metres(max_gap, "max_gap")
    gap_time = None if max_gap_time is None else to_nanoseconds(max_gap_time, "max_gap_time")
    found, overlaps, invalid_a, invalid_b = _core.find_crossings(
        (a.lon, a.lat, a.offsets, a.time),
        None if b is a else (b.lon, b.lat, b.offsets, b.time),
        mode,
        gap,
        gap_time,
        min_angle,
        touches,
        to_metres(min_separation, "min_separation"),
        ellipsoid,
        threads,
    )
    if errors == "raise":
        for side, invalid in ((a, invalid_a), (b, invalid_b)):
            if invalid:
                side.raise_position()
    columns = {name: found[name] for name in ("lon", "lat")}
    for part in ("track", "seg", "frac", "s", "gap", "near", "azimuth", "max_gap"):
        for side, suffix in ((a, "a"), (b, "b")):
            columns[f"{part}_{suffix}"] = _outward(part, found[f"{part}_{suffix}"], side)
    columns["angle"] = found["angle"]
    for suffix in "ab":
        if len(found[f"time_{suffix}"]) == len(found["lon"]) and (
            (a if suffix == "a" else b).time is not None
        ):
            columns[f"time_{suffix}"] = found[f"time_{suffix}"].view("datetime64[ns]")
    if "time_a" in columns and "time_b" in columns:
        dt = found["dt"].view("timedelta64[ns]")
        columns["dt_s"] = np.where(np.isnat(dt), np.nan, found["dt"] * 1e-9)
    flags = found["flags"]
    taken = {
        suffix: _take(found, side, suffix, method, ellipsoid, columns, flags)
        for side, suffix in ((a, "a"), (b, "b"))
    }
    for name in taken["a"]:
        if name in taken["b"]:
            (value_a, sigma_a), (value_b, sigma_b) = taken["a"][name], taken["b"][name]
            columns[f"d{name}"] = value_b - value_a
            if sigma_a is not None and sigma_b is not None:
                columns[f"d{name}_sigma"] = np.hypot(sigma_a, sigma_b)
    columns["flags"], columns["cell"] = flags, found["cell"]
    result = Crossings(columns, points=("lon", "lat"))
    for name in ("track", "seg", "end_seg"):
        for side, suffix in ((a, "a"), (b, "b")):
            key = f"{name}_{suffix}"
            overlaps[key] = _outward(name.removeprefix("end_"), overlaps[key], side)
    result.overlaps = Table(overlaps, points=("lon", "lat"))
    result.invalid_a, result.invalid_b = invalid_a, invalid_b
    return result


def _outward(part: str, column: NDArray[Any], side: _Side) -> Any:
    """Rows and tracks as the caller knows them."""
    if part == "seg":
        return side.rows(column)
    return side.names(column) if part == "track" else column


def _take(
    found: Mapping[str, NDArray[Any]],
    side: _Side,
    suffix: str,
    method: str,
    ellipsoid: Any,
    columns: dict[str, Any],
    flags: NDArray[np.int64],
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64] | None]]:
    """Adds the values of one side to `columns`, and to `flags` what became of them."""
    taken = {}
    for name, (values, sigma) in side.values.items():
        parts = ("seg", "frac", "leg_begin", "leg_end", "max_gap")
        value, error, state = _core.crossing_values(
            (side.lon, side.lat),
            (found["lon"], found["lat"], *(found[f"{part}_{suffix}"] for part in parts)),
            values,
            sigma,
            method,
            ellipsoid,
        )
        columns[f"{name}_{suffix}"] = value
        if error is not None:
            columns[f"{name}_sigma_{suffix}"] = error
        flags |= state
        taken[name] = value, error
    return taken
