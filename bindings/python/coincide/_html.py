"""What notebooks show of coverages, columns, indexes and times: a table and a small picture.

>>> import coincide as co
>>> "<svg" in co.Coverage.from_cells(co.encode(10.0, 20.0, 3))._repr_html_()
True
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _maps
from coincide._core import (
    Coverage,
    CoverageColumn,
    CoverageIndex,
    SpaceTimeCoverage,
    TimeCoverage,
    decode,
)

_WIDTH = 240
# What lies outside a polar picture, degrees from the pole.
_POLAR_REACH = 40.0
# Columns of more ranges are not united for a picture.
_MOST_RANGES = 2_000_000
# Of these the middles are drawn too.
_MOST_CELLS = 20_000
_ELLIPSOIDS = ("sphere", "WGS84")


def coverage(c: Coverage) -> str:
    """Of a coverage: its order, size and place."""
    rows = [
        ("order", c.order),
        ("cells", f"{c.n_cells:,}"),
        ("area", f"{c.area_m2 / 1e6:.4g} km²"),
        ("part of the Earth", f"{100 * c.fraction:.4g} %"),
        ("ellipsoid", c.ellipsoid.name),
    ]
    return _table("Coverage", rows, _map(c))


def column(c: CoverageColumn) -> str:
    """Of a column: how much it holds, and where its rows lie together."""
    n_ranges = len(c.ranges)
    rows = [
        ("rows", f"{len(c):,}"),
        ("null", f"{c.null_count:,}"),
        ("ranges", f"{n_ranges:,}"),
        ("order", c.order),
        ("ellipsoid", c.ellipsoid.name),
    ]
    return _table("CoverageColumn", rows, _map(c.union()) if n_ranges <= _MOST_RANGES else "")


def index(i: CoverageIndex) -> str:
    """Of an index: how much it holds."""
    rows = [
        ("rows", f"{len(i):,}"),
        ("ranges", f"{i.n_ranges:,}"),
        ("bytes", f"{i.n_bytes:,}"),
        ("parts", i.n_parts),
        ("order", i.order),
        ("ellipsoid", i.ellipsoid.name),
    ]
    return _table("CoverageIndex", rows)


def times(t: TimeCoverage) -> str:
    """Of times: from when to when, and which of it."""
    rows = [("runs", f"{len(t):,}"), *_span(t.times), ("order", t.order)]
    return _table("TimeCoverage", rows, _bar(t.times))


def space_time(c: SpaceTimeCoverage) -> str:
    """Of places at times: both."""
    runs = c.time
    rows = [
        ("times", f"{len(c):,}"),
        *_span(runs.times),
        ("order", c.space_order),
        ("time order", c.time_order),
        ("ellipsoid", c.ellipsoid.name),
    ]
    return _table("SpaceTimeCoverage", rows, _map(c.space) + _bar(runs.times))


def _table(title: str, rows: Iterable[tuple[str, Any]], picture: str = "") -> str:
    body = "".join(
        f'<tr style="white-space:nowrap"><th style="text-align:left">{html.escape(name)}</th>'
        f'<td style="text-align:left">{html.escape(str(value))}</td></tr>'
        for name, value in rows
    )
    table = f"<table><caption>{title}</caption>{body}</table>"
    if not picture:
        return table
    return (
        f'<div style="display:flex;gap:16px;align-items:center">{table}<div>{picture}</div></div>'
    )


def _span(times: NDArray[Any]) -> list[tuple[str, str]]:
    if not len(times):
        return []
    # numpy rounds to seconds; near the least time that would wrap.
    seconds = times.view(np.int64) // 1_000_000_000
    ends = np.array([seconds[0, 0], seconds[-1, 1]]).view("datetime64[s]")
    return [("from", f"{ends[0]} UTC"), ("to", f"{ends[1]} UTC")]


def _svg(width: int, height: int, parts: Sequence[str], label: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _bar(times: NDArray[Any]) -> str:
    """Times along a line from the first to the last: what holds a part of a pixel is filled."""
    if not len(times):
        return ""
    ns = times.view(np.int64).astype(np.float64)
    first, last = ns[0, 0], ns[-1, 1]
    scale = (_WIDTH - 2) / max(last - first, 1.0)
    begins = np.minimum(np.floor((ns[:, 0] - first) * scale).astype(int), _WIDTH - 3)
    ends = np.minimum(np.ceil((ns[:, 1] - first) * scale).astype(int), _WIDTH - 2)
    ends = np.maximum(ends, begins + 1)
    steps = np.zeros(_WIDTH, dtype=np.int64)
    np.add.at(steps, begins, 1)
    np.add.at(steps, ends, -1)
    runs = _runs(np.cumsum(steps) > 0)
    filled = "".join(f"M{1 + x0} 1h{x1 - x0}v10h{x0 - x1}z" for x0, x1 in runs)
    frame = f'<rect x=".5" y=".5" width="{_WIDTH - 1}" height="11" fill="none" stroke="#8a8f94"/>'
    return _svg(_WIDTH, 12, [f'<path d="{filled}" fill="#1b6ca8"/>', frame], "times")


def _map(c: Coverage) -> str:
    """Where a coverage lies: round a pole if all of it is near one, else all of the Earth."""
    if c.is_empty or c.ellipsoid.name not in _ELLIPSOIDS:
        return ""
    coarse = c.at_order(min(c.order, 7))
    polar = _poles(coarse)
    lon, lat = _pixels(polar)
    height = lon.shape[0]
    inside = np.isfinite(lon)
    held = np.zeros(lon.shape, dtype=np.bool_)
    held[inside] = coarse.contains(lon[inside], lat[inside])
    # A coverage between the middles of pixels is seen all the same.
    x, y = _places(polar, *_middles(coarse))
    held[np.clip(y, 0, height - 1).astype(int), np.clip(x, 0, _WIDTH - 1).astype(int)] = True
    filled = "".join(
        f"M{x0} {y}h{x1 - x0}v1h{x0 - x1}z" for y in range(height) for x0, x1 in _runs(held[y])
    )
    if polar:
        middle = _WIDTH / 2
        frame = f'<circle cx="{middle}" cy="{middle}" r="{middle - 0.5}" %s/>'
    else:
        frame = f'<rect x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" %s/>'
    parts = [
        frame % 'fill="#eef4f8" stroke="none"',
        f'<path d="{_land(polar)}" fill="none" stroke="#8a8f94" stroke-width=".7"/>',
        f'<path d="{filled}" fill="#1b6ca8" fill-opacity=".75"/>',
        frame % 'fill="none" stroke="#8a8f94"',
    ]
    return _svg(_WIDTH, height, parts, "map")


def _middles(c: Coverage) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of its cells; if these are many, of cells of order 4, larger than a pixel."""
    few = c if c.n_cells <= _MOST_CELLS else c.at_order(4)
    lon, lat = decode(few.cells(), ellipsoid=c.ellipsoid)
    return np.asarray(lon), np.asarray(lat)


def _poles(c: Coverage) -> str:
    """ "north" or "south" if all of a coverage is near that pole, else nothing."""
    lat = _middles(c)[1]
    reach = 90 - _POLAR_REACH
    return "north" if lat.min() > reach + 6 else "south" if lat.max() < -reach - 6 else ""


@cache
def _pixels(polar: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Degrees of the middles of pixels, row by row; NaN outside the circle of a polar map."""
    if not polar:
        lon, lat = np.meshgrid(
            (np.arange(_WIDTH) + 0.5) * 360 / _WIDTH - 180,
            90 - (np.arange(_WIDTH // 2) + 0.5) * 360 / _WIDTH,
        )
        return lon, lat
    at = (np.arange(_WIDTH) + 0.5) / (_WIDTH / 2) - 1
    x, y = np.meshgrid(at, -at)
    sign = 1.0 if polar == "north" else -1.0
    r = np.hypot(x, y)
    lon = np.degrees(np.arctan2(x, -sign * y))
    lat = sign * (90 - _POLAR_REACH * r)
    lon[r >= 1] = np.nan
    return lon, lat


def _places(polar: str, lon: Any, lat: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pixels of positions, the inverse of `_pixels`."""
    if not polar:
        return ((lon + 180) % 360) * _WIDTH / 360, (90 - lat) * _WIDTH / 360
    sign = 1.0 if polar == "north" else -1.0
    r = (90 - sign * lat) / _POLAR_REACH
    angle = np.radians(lon)
    half = _WIDTH / 2
    return half * (1 + r * np.sin(angle)), half * (1 + sign * r * np.cos(angle))


@cache
def _land(polar: str) -> str:
    """The path of the coastline, to whole pixels."""
    path = []
    for ring in _maps.coastline("world"):
        lon, lat = ring[:, 0], ring[:, 1]
        near = (90 - np.abs(lat)) < _POLAR_REACH if polar else np.isfinite(lat)
        if polar:
            near &= lat > 0 if polar == "north" else lat < 0
        x, y = np.round(_places(polar, lon, lat)).astype(int)
        last = None
        for i in range(len(x)):
            # Nothing is drawn across the edge of the map.
            jumps = last is None or abs(int(x[i]) - last[0]) > _WIDTH // 2
            if not near[i]:
                last = None
            elif (place := (int(x[i]), int(y[i]))) != last:
                path.append(f"{'M' if jumps else 'L'}{place[0]} {place[1]}")
                last = place
    return "".join(path)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
