"""Places that both sides sampled several times, with the statistics of each side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core
from coincide._table import Table
from coincide._times import to_ns
from coincide._units import to_metres, to_nanoseconds

_YEAR_NS = 365.25 * 86_400e9


class SuperCrossovers(Table):
    """What `coincide.super_crossovers` found: a row a site.

    Attributes
    ----------
    members : Table
        A row for each crossing of each site: `site` and `row` of the two tables,
        `pass_a` and `pass_b`, the pass of the site it belongs to, from 0.
    """

    members: Table


def super_crossovers(
    x: Table | Mapping[str, Any],
    radius: float | str = 100.0,
    min_passes: int | tuple[int, int] = 2,
    min_revisit: Any = "1h",
    *,
    ellipsoid: Any = "WGS84",
    threads: int | None = None,
) -> SuperCrossovers:
    """Places that both sides sampled several times: bounded clusters of crossings.

    A site takes crossings within `radius` of its centre, and is kept if each side
    passed at least `min_passes` times. Seeds are taken in the order of how many
    crossings lie within the radius, so the sites do not depend on the order of rows,
    and none is wider than twice the radius, as chains of neighbours would be.

    Parameters
    ----------
    x : Crossings, Crossovers, Matches, or a mapping of columns
        `lon`, `lat`, `track_a`, `track_b`, and `time_a` and `time_b` if there are any; of
        matches `lon_a`, `lat_a`, `lon_b`, `lat_b`, whose middle is the place. For each
        value that both sides have (`h_a` and `h_b`) there are statistics.
    radius : float or str
        Metres or text.
    min_passes : int, or one for each side
    min_revisit : timedelta64, timedelta or str
        Visits of one track that follow one another sooner are one pass. Without times
        each track is one pass.
    ellipsoid : str or Ellipsoid
    threads : int, optional
        At most this many; None: COINCIDE_THREADS, or every core.

    Returns
    -------
    SuperCrossovers
        Sorted by cell. Columns: `lon`, `lat`, the centre; `radius_m`, to the farthest
        member; `n_x` crossings; `n_tracks_a`, `n_passes_a`, the same for b;
        `time_first`, `time_last`, `t_span_s`; `cell`. For a value h, of the medians of
        each pass: `h_a_n`, `h_a_mean`, `h_a_median`, `h_a_std`, `h_a_mad`,
        `h_a_slope_per_yr` (the median slope of all pairs of passes, NaN for fewer than
        3), the same for b; and `dh_median`, `dh_mad` of b minus a, each pass of a with
        the pass of b nearest in time (with times; else of all pairs of passes).

    Raises
    ------
    ValueError
        A column that is missing or of another length; a position that is none; a radius
        that is not positive.

    Examples
    --------
    >>> import coincide as co
    >>> x = {"lon": [10.0, 10.0001, 10.0002, 30.0], "lat": [-75.0] * 4,
    ...      "track_a": [1, 1, 2, 1], "track_b": [8, 9, 9, 9],
    ...      "h_a": [1.0, 1.0, 2.0, 0.0], "h_b": [5.0, 5.0, 5.0, 0.0]}
    >>> s = co.super_crossovers(x)
    >>> s["n_x"].tolist(), s["n_passes_a"].tolist(), s["h_a_mean"].tolist()
    ([3], [2], [1.5])
    >>> s.members["row"].tolist()
    [0, 1, 2]
    """
    lon, lat, held = _columns_of(x)
    least = min_passes if isinstance(min_passes, (tuple, list)) else (min_passes, min_passes)
    if len(least) != 2:
        raise ValueError(f"min_passes is {min_passes!r}: a number, or one for each side is wanted")
    times: dict[str, NDArray[np.int64] | None] = {"time_a": None, "time_b": None}
    for name in times:
        if name in held:
            times[name] = to_ns(held[name], name)
    tracks = [_track_numbers(held, side) for side in "ab"]
    found = _core.find_super_crossovers(
        lon,
        lat,
        tracks[0],
        tracks[1],
        times["time_a"],
        times["time_b"],
        to_metres(radius, "radius"),
        (least[0], least[1]),
        to_nanoseconds(min_revisit, "min_revisit"),
        ellipsoid,
        threads,
    )
    offsets, member = found.pop("offsets"), found.pop("member")
    passes = {side: found.pop(f"pass_{side}") for side in "ab"}
    n = np.diff(offsets)
    columns = {name: found[name] for name in ("lon", "lat", "radius_m")}
    columns["n_x"] = n
    for side in "ab":
        columns[f"n_tracks_{side}"] = found[f"tracks_{side}"]
        columns[f"n_passes_{side}"] = found[f"passes_{side}"]
    if times["time_a"] is not None or times["time_b"] is not None:
        for name in ("time_first", "time_last"):
            columns[name] = found[name].view("datetime64[ns]")
        span = columns["time_last"] - columns["time_first"]
        columns["t_span_s"] = np.where(np.isnat(span), np.nan, span.view(np.int64) * 1e-9)
    for name in held:
        value = name.removesuffix("_a")
        if name in _NO_VALUES or value == name or f"{value}_b" not in held:
            continue
        both = [np.asarray(held[f"{value}_{side}"]) for side in "ab"]
        if value.endswith("_sigma") or any(of.dtype.kind not in "fiub" for of in both):
            continue
        series = {side: of.astype(np.float64) for side, of in zip("ab", both, strict=True)}
        columns |= _statistics(series, value, offsets, member, passes, times)
    columns["cell"] = found["cell"]
    sites = SuperCrossovers(columns, points=("lon", "lat"))
    sites.members = Table(
        {
            "site": np.repeat(np.arange(len(n)), n),
            "row": member,
            "pass_a": passes["a"],
            "pass_b": passes["b"],
        }
    )
    return sites


# Columns of both sides that are no values.
_NO_VALUES = {
    f"{name}_{side}"
    for name in (
        *("lon", "lat", "track", "time", "granule", "seg", "frac", "s", "gap", "near", "azimuth"),
        *("max_gap", "idx", "rank"),
    )
    for side in "ab"
}


def _columns_of(
    x: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[str, Any]]:
    """Places, and all columns, which are as long."""
    names = getattr(x, "names", None) if isinstance(x, Table) else getattr(x, "keys", None)
    if names is None:
        raise TypeError(
            f"x is {type(x).__name__}: crossings, crossovers, matches, or a mapping of columns is "
            "wanted"
        )
    held = {str(name): x[name] for name in (names if isinstance(x, Table) else names())}
    of_matches = "lon" not in held and "lon_a" in held
    places = ("lon_a", "lat_a", "lon_b", "lat_b") if of_matches else ("lon", "lat")
    for name in (*places, "track_a", "track_b"):
        if name not in held:
            there = ", ".join(held) or "none"
            raise ValueError(f"x has no column {name!r}: there are {there}")
    if not of_matches and "time_first" in held:
        raise ValueError("x is ordered by time: a and b are wanted, as without by_time")
    n = len(held[places[0]])
    for name, column in held.items():
        if np.ndim(column) > 0 and len(column) != n:
            raise ValueError(f"{places[0]} has {n} rows, {name} has {len(column)}")
    numbers = [_floats(held[name], name) for name in places]
    if not of_matches:
        return numbers[0], numbers[1], held
    for k in range(0, 4, 2):
        bad = ~np.isfinite(numbers[k]) | ~(np.abs(numbers[k + 1]) <= 90)
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            raise ValueError(
                f"row {at} is at {places[k]} {numbers[k][at]:g}, {places[k + 1]} "
                f"{numbers[k + 1][at]:g}: not a position"
            )
    return (*_middles(*numbers), held)


def _floats(column: Any, name: str) -> NDArray[np.float64]:
    array = np.asarray(column)
    if array.ndim != 1 or array.dtype.kind not in "fiub":
        raise TypeError(f"{name} is of {array.dtype}: one dimension of numbers is wanted")
    return array.astype(np.float64)


def _middles(
    lon_a: NDArray[np.float64],
    lat_a: NDArray[np.float64],
    lon_b: NDArray[np.float64],
    lat_b: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the mean of the normals of two places points: the middle, for near ones to 1 mm."""
    (xa, ya, za), (xb, yb, zb) = (
        (np.cos(p) * np.cos(t), np.cos(p) * np.sin(t), np.sin(p))
        for t, p in ((np.radians(lon_a), np.radians(lat_a)), (np.radians(lon_b), np.radians(lat_b)))
    )
    x, y, z = xa + xb, ya + yb, za + zb
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def _mad(values: NDArray[np.float64]) -> float:
    """The median of the distances from the median, not scaled."""
    return float(np.median(np.abs(values - np.median(values))))


def _statistics(
    x: Mapping[str, NDArray[np.float64]],
    value: str,
    offsets: NDArray[np.int64],
    member: NDArray[np.int64],
    passes: Mapping[str, NDArray[np.int64]],
    times: Mapping[str, NDArray[np.int64] | None],
) -> dict[str, NDArray[Any]]:
    n = len(offsets) - 1
    parts = ("n", "mean", "median", "std", "mad", "slope_per_yr")
    names = [f"{value}_{side}_{part}" for side in "ab" for part in parts]
    columns: dict[str, NDArray[Any]] = {
        name: np.full(n, np.nan) for name in [*names, f"d{value}_median", f"d{value}_mad"]
    }
    for site in range(n):
        rows = slice(offsets[site], offsets[site + 1])
        series = {}
        for side in "ab":
            of = x[side][member[rows]]
            time = times[f"time_{side}"]
            when = None if time is None else time[member[rows]]
            v, t = series[side] = _by_pass(of, when, passes[side][rows])
            if len(v):
                found = (len(v), v.mean(), np.median(v), v.std(), _mad(v), _slope(v, t))
                for part, number in zip(parts, found, strict=True):
                    columns[f"{value}_{side}_{part}"][site] = number
        (va, ta), (vb, tb) = series["a"], series["b"]
        if len(va) and len(vb):
            if np.isnan(ta).any() or np.isnan(tb).any():
                dz = (vb[None, :] - va[:, None]).ravel()
            else:
                dz = vb[np.argmin(np.abs(tb[None, :] - ta[:, None]), axis=1)] - va
            columns[f"d{value}_median"][site] = np.median(dz)
            columns[f"d{value}_mad"][site] = _mad(dz)
    for side in "ab":
        name = f"{value}_{side}_n"
        columns[name] = np.nan_to_num(columns[name]).astype(np.int64)
    return columns


def _by_pass(
    values: NDArray[np.float64], time: NDArray[np.int64] | None, number: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The medians of value and time (nanoseconds, NaN if not known) of each pass."""
    medians, moments = [], []
    for k in range(number.max() + 1):
        of = (number == k) & ~np.isnan(values)
        if not of.any():
            continue
        medians.append(np.median(values[of]))
        known = None if time is None else time[of][time[of] != np.iinfo(np.int64).min]
        moments.append(np.nan if known is None or not len(known) else np.median(known))
    return np.array(medians), np.array(moments)


def _slope(values: NDArray[np.float64], time: NDArray[np.float64]) -> float:
    """The median slope of all pairs of passes, a year (Theil and Sen)."""
    if len(values) < 3 or np.isnan(time).any():
        return np.nan
    i, j = np.triu_indices(len(values), 1)
    apart = time[j] - time[i]
    kept = apart != 0
    if not kept.any():
        return np.nan
    return float(np.median((values[j] - values[i])[kept] / apart[kept]) * _YEAR_NS)


def _track_numbers(x: Any, side: str) -> NDArray[np.int64]:
    """One number a (granule, track); granules that name no track have one."""
    names = [name for name in (f"granule_{side}", f"track_{side}") if name in x]
    numbers: dict[Any, int] = {}
    for name in names:
        # A granule that names no track has None.
        for row, value in enumerate(np.asarray(x[name]).tolist()):
            if value != value or (value is None and len(names) == 1):
                raise ValueError(f"{name}[{row}] is {value}: a number or text is wanted")
    rows = zip(*(np.asarray(x[name]).tolist() for name in names), strict=True)
    return np.array([numbers.setdefault(row, len(numbers)) for row in rows], np.int64)
