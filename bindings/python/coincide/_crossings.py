"""Where tracks cross, as a table with the values of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coincide import _core
from coincide._crossing_sides import Side, SideValue
from coincide._table import Table
from coincide._units import to_metres, to_nanoseconds
from coincide._values import (
    Rule,
    by_time,
    check_suffixes,
    difference,
    named,
    names_of,
    position_sigma_of,
    rules_of,
    sigma_x,
    warn_of_long_steps,
)

PARALLEL, TOUCH, SELF, NEAR_GAP_LIMIT, VALUE_EXTENDED, VALUE_MISSING, SPLINE_SHORT = (
    1 << k for k in range(7)
)


class Crossings(Table):
    """What `coincide.crossings` found: a row a crossing.

    Attributes
    ----------
    overlaps : Table
        Where tracks run along one another within 1e-7 m: start and end on both sides
        (`seg_a`, `frac_a`, `end_seg_a`, ...), their places and `length_m`.
    invalid_a, invalid_b : int
        Samples whose position is not valid; they end a leg.
    untracked_a, untracked_b : int
        Samples that name no track (None or NaN); they end a leg and are in none.
    long_steps_a, long_steps_b : int
        Steps longer than 10,000 km that `max_gap` would allow: they are no segments.
    """

    overlaps: Table
    invalid_a: int
    invalid_b: int
    untracked_a: int
    untracked_b: int
    long_steps_a: int
    long_steps_b: int

    def by_time(self) -> Crossings:
        """The earlier side first: `*_first` and `*_last` instead of `*_a` and `*_b`.

        Where a time is missing a is first. `dt_s` is not negative, and differences are
        last minus first.
        """
        return by_time(self)

    def summary(self) -> str:
        """A line for people."""
        text = f"{len(self):,} crossings"
        if len(self):
            text += f", median angle {np.median(self['angle']):.1f} degrees"
        return f"{text}; {len(self.overlaps):,} overlaps"


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
    method: str | Mapping[str, Any] = "linear",
    spline_points: int = 3,
    median_within: float | str | None = None,
    position_sigma: Any = None,
    exclude_same: str | Sequence[str] = (),
    by_time: bool = False,
    suffixes: tuple[str, str] = ("_a", "_b"),
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
        Columns to take to the crossings: ``{"h": h}``, ``{"h": (h, sigma)}`` with standard
        errors, or ``{"h": (h, sigma, slope)}`` with the change of h a metre along the track
        (sigma may be None). NaN and masked values are missing. They become ``h_a``, ``h_b``
        and, where both sides have the name, ``dh``, b minus a; errors become ``h_sigma_a``,
        ``h_sigma_b`` and ``dh_sigma``. Integers stay integers: they are taken from the
        nearest sample, or by "bit_or".
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
    method : str, or mapping of str to str or (str, str)
        How values are taken: one for all, or one for each name, or for each name one for
        a and one for b. A missing sample is replaced by the next in its direction within
        `max_gap`.

        - "linear" in distance between the two samples round the crossing
        - "nearest": of the nearest sample
        - "cubic": a natural cubic spline through `spline_points` samples a side; "akima":
          Akima's spline through as many. Linear, with flag 64, where there are fewer.
        - "slope": the nearest sample, and its slope times the way from there
        - "median" of the samples of the leg round the crossing within `median_within`
        - "direction": degrees, linear the shorter way round the circle
        - "bit_or": integers of 0 or more: all bits of the two samples, as for quality flags
    spline_points : int
        2 to 32.
    median_within : float or str, optional
        Metres or text.
    position_sigma : float or str, or one for each side, optional
        Standard error of positions across the track. Gives the column `sigma_x_m`, that of
        the crossing's place: their root sum of squares over the sine of the angle.
    exclude_same : str or sequence of str
        Leaves out crossings whose two sides agree in one of these: "track", or a name that
        both sides have in their values, of the nearest sample. So beams of one reference
        track are not crossed with one another.
    by_time : bool
        Gives `Crossings.by_time` of the result.
    suffixes : (str, str)
        How the columns of a and b end: ``("_1", "_2")`` as x2sys, captoolkit and xopr have it.
    min_separation : float or str
        For "self": how far apart along the track the two passes are at least.
    errors : {"raise", "drop"}
        What NaN or a latitude beyond 90, and a track of None or NaN mean: an error, or a
        sample that ends a leg and is counted.
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
    value is missing, 64 a spline had too few samples and is linear.

    Errors of samples are taken as not correlated; of "akima" the error is that of
    "linear", of "median" that of the mean times 1.25.

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
        ("errors", errors, ("raise", "drop")),
    ):
        if value not in allowed:
            choices = " or ".join(map(repr, allowed))
            raise ValueError(f"{name} is {value!r}: {choices} is allowed")
    names = list(dict.fromkeys([*(values_a or {}), *(values_b or {})]))
    check_suffixes(suffixes, by_time)
    rules = rules_of(method, names, spline_points, median_within)
    positions = position_sigma_of(position_sigma)
    same_in = names_of(exclude_same, "exclude_same")
    a = Side(lon_a, lat_a, track_a, time_a, values_a, "a")
    given: dict[str, Any] = {"lon_b": lon_b, "lat_b": lat_b}
    if mode == "external":
        for name, column in given.items():
            if column is None:
                raise TypeError(f"{name} is None: mode='external' needs two sides")
        assert lon_b is not None and lat_b is not None
        b = Side(lon_b, lat_b, track_b, time_b, values_b, "b")
    else:
        given |= {"track_b": track_b, "time_b": time_b, "values_b": values_b}
        for name, column in given.items():
            if column is not None:
                raise TypeError(f"{name} is given: mode={mode!r} has one side")
        b = a
    _check_excluded(same_in, a, b)
    if by_time and (a.time is None or b.time is None):
        raise ValueError("by_time: time_a and time_b are wanted on both sides")
    if errors == "raise":
        for side, track in ((a, track_a), (b, track_a if b is a else track_b)):
            if side.untracked.size:
                side.raise_untracked(track)
    gap = None if max_gap is None else to_metres(max_gap, "max_gap")
    gap_time = None if max_gap_time is None else to_nanoseconds(max_gap_time, "max_gap_time")
    for side in (a, b):
        if gap_time is not None and gap_time >= 0 and side.time is None:
            raise ValueError(f"max_gap_time is given, time_{side.suffix} is not: one a sample")
    found, overlaps, invalid, long_steps = _core.find_crossings(
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
        for side, count in ((a, invalid[0]), (b, invalid[1])):
            if count:
                side.raise_position()
    warn_of_long_steps(sum(long_steps) if b is not a else long_steps[0])
    kept = _without_same(found, same_in, a, b, ellipsoid)
    columns = {name: kept[name] for name in ("lon", "lat")}
    for part in ("track", "seg", "frac", "s", "gap", "near", "azimuth", "max_gap"):
        for side, suffix in ((a, "a"), (b, "b")):
            columns[f"{part}_{suffix}"] = _outward(part, kept[f"{part}_{suffix}"], side)
    columns["angle"] = kept["angle"]
    for suffix in "ab":
        if len(kept[f"time_{suffix}"]) == len(kept["lon"]) and (
            (a if suffix == "a" else b).time is not None
        ):
            columns[f"time_{suffix}"] = kept[f"time_{suffix}"].view("datetime64[ns]")
    if "time_a" in columns and "time_b" in columns:
        dt = kept["dt"].view("timedelta64[ns]")
        columns["dt_s"] = np.where(np.isnat(dt), np.nan, kept["dt"] * 1e-9)
    if positions is not None:
        columns["sigma_x_m"] = sigma_x(positions, kept["angle"])
    flags = kept["flags"]
    taken = {
        suffix: _take(kept, side, suffix, rules, ellipsoid, columns, flags)
        for side, suffix in ((a, "a"), (b, "b"))
    }
    for name in taken["a"]:
        if name in taken["b"]:
            (value_a, sigma_a), (value_b, sigma_b) = taken["a"][name], taken["b"][name]
            apart = difference(value_b, value_a, [rule.method for rule in rules[name]])
            if apart is None:
                continue
            columns[f"d{name}"] = apart
            if sigma_a is not None and sigma_b is not None:
                columns[f"d{name}_sigma"] = np.hypot(sigma_a, sigma_b)
    columns["flags"], columns["cell"] = flags, kept["cell"]
    result = Crossings(columns, points=("lon", "lat"))
    for name in ("track", "seg", "end_seg"):
        for side, suffix in ((a, "a"), (b, "b")):
            key = f"{name}_{suffix}"
            overlaps[key] = _outward(name.removeprefix("end_"), overlaps[key], side)
    for name in ("time", "end_time"):
        for side, suffix in ((a, "a"), (b, "b")):
            times = overlaps.pop(f"{name}_{suffix}")
            if side.time is not None:
                overlaps[f"{name}_{suffix}"] = times.view("datetime64[ns]")
    result.overlaps = Table(overlaps, points=("lon", "lat"))
    # What has no track has no position either.
    result.untracked_a, result.untracked_b = (side.untracked.size for side in (a, b))
    result.invalid_a, result.invalid_b = (
        count - side.untracked.size for count, side in zip(invalid, (a, b), strict=True)
    )
    result.long_steps_a, result.long_steps_b = long_steps
    return result.by_time() if by_time else named(result, suffixes)


def _check_excluded(same_in: Sequence[str], a: Side, b: Side) -> None:
    for name in same_in:
        if name != "track" and not (name in a.values and name in b.values):
            both = [value for value in a.values if value in b.values]
            raise ValueError(
                f"exclude_same names {name!r}: 'track' or a value of both sides is wanted, "
                f"which are {', '.join(both) or 'none'}"
            )


def _without_same(
    found: Mapping[str, NDArray[Any]], same_in: Sequence[str], a: Side, b: Side, ellipsoid: Any
) -> Mapping[str, NDArray[Any]]:
    """Rows whose sides agree in none of `same_in`."""
    n = len(found["lon"])
    same = np.zeros(n, np.bool_)
    for name in same_in:
        if name == "track":
            same |= a.labels[found["track_a"]] == b.labels[found["track_b"]]
            continue
        nearest = Rule("nearest", 3, 0.0, True)
        value_a, value_b = (
            _value_at(found, side, suffix, side.values[name], nearest, ellipsoid)[0]
            for side, suffix in ((a, "a"), (b, "b"))
        )
        same |= value_a == value_b
    if not same.any():
        return found
    return {k: v[~same] if len(v) == n else v for k, v in found.items()}


def _outward(part: str, column: NDArray[Any], side: Side) -> Any:
    """Rows and tracks as the caller knows them."""
    if part == "seg":
        return side.rows(column)
    return side.names(column) if part == "track" else column


def _value_at(
    found: Mapping[str, NDArray[Any]],
    side: Side,
    suffix: str,
    value: SideValue,
    rule: Rule,
    ellipsoid: Any,
) -> tuple[NDArray[Any], NDArray[np.float64] | None, NDArray[np.int64]]:
    """One column of one side at the crossings; its errors; flags."""
    parts = ("seg", "frac", "leg_begin", "leg_end", "max_gap")
    at, error, state = _core.crossing_values(
        (side.lon, side.lat),
        (found["lon"], found["lat"], *(found[f"{part}_{suffix}"] for part in parts)),
        value.values,
        value.sigma,
        value.slope,
        rule.parts(value.integer),
        ellipsoid,
    )
    if value.integer and not value.masked:
        at = at.astype(np.int64)
    return at, error, state


def _take(
    found: Mapping[str, NDArray[Any]],
    side: Side,
    suffix: str,
    rules: Mapping[str, tuple[Rule, Rule]],
    ellipsoid: Any,
    columns: dict[str, Any],
    flags: NDArray[np.int64],
) -> dict[str, tuple[NDArray[Any], NDArray[np.float64] | None]]:
    """Adds the values of one side to `columns`, and to `flags` what became of them."""
    taken = {}
    for name, value in side.values.items():
        rule = rules[name]["ab".index(suffix)]
        what = f"values_{suffix}[{name!r}]"
        if value.integer:
            rule.check_integer(what)
        if rule.method == "slope" and value.slope is None and not value.integer:
            raise ValueError(
                f"method of {what} is 'slope', and it has no slopes: (values, errors or None, "
                "slopes) is wanted, or another method for this side"
            )
        at, error, state = _value_at(found, side, suffix, value, rule, ellipsoid)
        columns[f"{name}_{suffix}"] = at
        if error is not None:
            columns[f"{name}_sigma_{suffix}"] = error
        flags |= state
        taken[name] = at, error
    return taken
