"""Pictures: catalogs, coverages, pairs, matches and crossovers on maps, through matplotlib.

>>> import coincide as co
>>> from coincide.plot import plot
>>> line = {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}
>>> ax = plot(co.catalog([line]))
>>> ax.get_title()
'1 granule'
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _maps
from coincide._core import Coverage, CoverageColumn

__all__ = ["plot"]

_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#7a4fa3")
_MOST_CELLS = 50_000


def _pyplot() -> Any:
    try:
        import matplotlib.pyplot
    except ImportError:
        raise ImportError("plot needs matplotlib: pip install coincide[plot]") from None
    return matplotlib.pyplot


def plot(
    *things: Any,
    colour: str | None = None,
    ax: Any = None,
    title: str | None = None,
    coastline: bool = True,
    names: Sequence[str] | None = None,
    path: Any = None,
) -> Any:
    """
    A map of one or several things, one over the other.

    Parameters
    ----------
    things : Catalog, Coverage, CoverageColumn, or a table with positions
        Tables are drawn as points: columns ``lon`` and ``lat``, or ``lon_a`` and ``lat_a``.
    colour : str, optional
        The column of the last table that tells its colours; else a difference of values, a
        value, ``dt_s`` or ``distance_m``, the first that is there.
    ax : matplotlib Axes, optional
        From an earlier call, to draw on.
    title : str, optional
    coastline : bool
    names : sequence of str, optional
        What each thing is called in the title and the legend.
    path : str, optional
        Where to save the picture (PNG, PDF, SVG by its name).

    Returns
    -------
    matplotlib Axes
        In metres of EPSG:3031 or EPSG:3413 where all is poleward of 55 degrees, else in
        degrees. ``ax.view`` is the projection.
    """
    pyplot = _pyplot()
    if not things:
        raise TypeError("plot: a catalog, a coverage or a table is wanted")
    layers = [_layer(thing, colour) for thing in things]
    if names is not None:
        if isinstance(names, str) or len(names) != len(things):
            raise ValueError(f"names is {names!r}: {len(things)} names are wanted")
        for layer, name in zip(layers, names, strict=True):
            layer.label = f"{_short(name)}: {layer.label}"
    own = ax is None
    if ax is None:
        lon = np.concatenate([layer.lon for layer in layers])
        lat = np.concatenate([layer.lat for layer in layers])
        view = _maps.View.of(lon, lat)
        _, ax = pyplot.subplots(figsize=(7.5, 7), layout="constrained")
        ax.view = view
        _frame(ax, view, lon, lat)
        _backdrop(ax, view, coastline)
    view = ax.view
    drawn = len(getattr(ax, "coincide_layers", ()))
    ax.coincide_layers = [*getattr(ax, "coincide_layers", ()), *layers]
    for i, layer in enumerate(layers):
        layer.draw(ax, view, _COLOURS[(drawn + i) % len(_COLOURS)])
    if own and title is None:
        title = ", ".join(layer.label for layer in layers)
    if title is not None:
        ax.set_title(_broken(title), fontsize=11)
    if len(ax.coincide_layers) > 1:
        ax.legend(loc="upper right", fontsize=9, framealpha=0.9)
    if path is not None:
        from coincide._files import whole

        kind = os.path.splitext(os.fspath(path))[1].lower().removeprefix(".") or None
        with whole(path) as name:
            ax.figure.savefig(name, dpi=160, format=kind or "png")
        if own:
            pyplot.close(ax.figure)
    return ax


def _short(name: str) -> str:
    """A name that leaves room for the map: those of granules have 60 characters and more."""
    return name if len(name) <= 28 else f"{name[:13]}…{name[-14:]}"


def _broken(title: str) -> str:
    """A title in lines that the figure is wide enough for."""
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > 70 and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _frame(ax: Any, view: Any, lon: NDArray[Any], lat: NDArray[Any]) -> None:
    """Limits that hold the data, with a margin."""
    x, y = view.xy(lon, lat)
    good = np.isfinite(x) & np.isfinite(y)
    x, y = (x[good], y[good]) if good.any() else (np.zeros(1), np.zeros(1))
    least = 2000.0 if view.polar else 0.05
    middle = ((x.min() + x.max()) / 2, (y.min() + y.max()) / 2)
    half_x = max(np.ptp(x) / 2 * 1.08, least)
    half_y = max(np.ptp(y) / 2 * 1.08, least)
    if view.polar:
        half_x = half_y = max(half_x, half_y)
        ax.set_aspect("equal")
    else:
        ax.set_aspect(1 / max(np.cos(np.radians(middle[1])), 0.1))
        half_x, half_y = max(half_x, half_y / 3), max(half_y, half_x / 3)
    ax.set_xlim(middle[0] - half_x, middle[0] + half_x)
    ax.set_ylim(
        *((middle[1] - half_y, middle[1] + half_y))
        if view.polar
        else (max(middle[1] - half_y, -90), min(middle[1] + half_y, 90))
    )


def _backdrop(ax: Any, view: Any, coastline: bool) -> None:
    from matplotlib import patheffects
    from matplotlib.collections import LineCollection

    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    ax.set_facecolor("#eef4f8")
    if coastline:
        for x, y in view.coastline():
            if view.polar and np.isfinite(x).all():
                ax.fill(x, y, facecolor="#fbfbf8", edgecolor="#8a8f94", linewidth=0.6, zorder=1)
            else:
                ax.plot(x, y, color="#8a8f94", linewidth=0.6, zorder=1)
    lon, lat = _ranges(view, (x0, x1), (y0, y1))
    lines, labels = [], []
    for label, x, y in _maps.graticule(view, lon, lat):
        lines.append(np.stack([x, y], axis=1))
        pad_x, pad_y = 0.035 * (x1 - x0), 0.02 * (y1 - y0)
        inside = (x > x0 + pad_x) & (x < x1 - pad_x) & (y > y0 + pad_y) & (y < y1 - pad_y)
        if view.polar:
            # All meridians meet in the pole: no place for their names.
            inside &= np.hypot(x, y) > 0.06 * (x1 - x0)
        inside = np.flatnonzero(inside)
        if inside.size:
            # Where the line enters the frame: at its lowest, or leftmost, point.
            at = inside[np.argmin(y[inside] - y0 + (x[inside] - x0) * 0.01)]
            if np.ptp(x[inside]) > np.ptp(y[inside]):
                at = inside[np.argmin(x[inside])]
            if view.polar and x0 < 0 < x1 and y0 < 0 < y1 and label[-1] not in "NS":
                # Of meridians that end in the pole: at their outer end.
                at = inside[np.argmax(np.hypot(x[inside], y[inside]))]
            labels.append((label, x[at], y[at]))
    ax.add_collection(
        LineCollection(lines, colors="#b9c3cc", linewidths=0.5, zorder=2), autolim=False
    )
    placed: list[tuple[float, float]] = []
    for label, x, y in labels:
        near = [abs(x - p) < 0.07 * (x1 - x0) and abs(y - q) < 0.03 * (y1 - y0) for p, q in placed]
        if any(near):
            continue
        placed.append((x, y))
        ax.text(
            *(x, y, label),
            fontsize=7,
            color="#66717a",
            ha="center",
            va="center",
            zorder=4.5,
            clip_on=True,
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="#ffffffc0")],
        )
    ax.set_xlim(x0, x1)
    ax.set_ylim(y0, y1)
    if view.polar:
        scale = 1000.0
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value / scale:g}")
        ax.set_xlabel(f"km, EPSG:{view.epsg}", fontsize=9)
    else:
        ax.set_xlabel("longitude", fontsize=9)
        ax.set_ylabel("latitude", fontsize=9)
    ax.tick_params(labelsize=8)


def _ranges(view: Any, x: tuple[float, float], y: tuple[float, float]) -> Any:
    """Ranges of lon and lat that the frame shows."""
    if not view.polar:
        return x, (max(y[0], -90.0), min(y[1], 90.0))
    grid = np.meshgrid(np.linspace(*x, 60), np.linspace(*y, 60))
    sign = -1.0 if view.kind == "south" else 1.0
    down = 0.0 if view.kind == "south" else -45.0
    rho = np.hypot(*grid)
    # The inverse on a sphere: only to choose lines by.
    lat = sign * (90 - 2 * np.degrees(np.arctan(rho / 12_400_000)))
    lon = down + np.degrees(np.arctan2(grid[0], -sign * grid[1]))
    if x[0] < 0 < x[1] and y[0] < 0 < y[1]:
        return (-180.0, 180.0 - 1e-9), tuple(sorted((float(lat.min()), float(lat.max()))))
    turned = np.unique(np.round(lon % 360, 3))
    gaps = np.diff(np.append(turned, turned[0] + 360))
    start = turned[(int(np.argmax(gaps)) + 1) % len(turned)]
    return (start, start + 360 - gaps.max()), (float(lat.min()), float(lat.max()))


class _Layer:
    """One thing on the map: where it is, its label, and how it is drawn."""

    label = ""
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def draw(self, ax: Any, view: Any, colour: str) -> None:
        raise NotImplementedError


def _layer(thing: Any, colour: str | None) -> _Layer:
    if isinstance(thing, Coverage):
        return _Cells([thing])
    if isinstance(thing, CoverageColumn):
        return _Cells([c for c in thing if c is not None])
    columns = getattr(thing, "columns", None)
    if isinstance(columns, dict):
        if "footprint" in columns:
            return _Footprints(thing)
        for lon, lat in (("lon", "lat"), ("lon_a", "lat_a"), ("lon_b", "lat_b")):
            if lon in columns and lat in columns:
                return _Points(columns, lon, lat, colour)
        if "shared_a" in columns:
            return _Cells([c for c in columns["shared_a"] if c is not None], "pairs of granules")
    if isinstance(columns, dict) and "distance_lower_m" in columns:
        raise TypeError(
            "plot: pairs of granules without where they meet: `with_shared` adds that, and "
            "coincide granules --shared; or plot their catalogs"
        )
    raise TypeError(
        f"plot: {type(thing).__name__}: a catalog, a coverage or a table with lon and lat is wanted"
    )


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


class _Footprints(_Layer):
    def __init__(self, catalog: Any) -> None:
        self.lines: list[Any] = []
        cells = []
        for i, wkb in enumerate(catalog.footprint):
            if wkb is not None:
                self.lines += _maps.lines_of_wkb(wkb)
            elif catalog.coverage is not None and catalog.coverage[i] is not None:
                cells.append(catalog.coverage[i])
        self.cells = _Cells(cells) if cells else None
        self.label = _counted(len(catalog), "granule")
        parts = [*self.lines, *([(self.cells.lon, self.cells.lat)] if self.cells else [])]
        self.lon = np.concatenate([lon for lon, _ in parts]) if parts else np.empty(0)
        self.lat = np.concatenate([lat for _, lat in parts]) if parts else np.empty(0)

    def draw(self, ax: Any, view: Any, colour: str) -> None:
        from matplotlib.collections import LineCollection

        paths = [np.stack(view.path(*line), axis=1) for line in self.lines if len(line[0]) > 1]
        n = len(paths)
        many = n > 200
        ax.add_collection(
            LineCollection(
                paths,
                colors=colour,
                linewidths=0.6 if many else 0.9 if n > 40 else 1.2,
                alpha=0.5 if many else 0.9,
                label=self.label,
                zorder=4,
            ),
            autolim=False,
        )
        dots = [line for line in self.lines if len(line[0]) == 1]
        if dots:
            ax.plot(*view.xy(*np.concatenate(dots, axis=1)), ".", color=colour, ms=4, zorder=4)
        if self.cells is not None:
            self.cells.draw(ax, view, colour)


class _Cells(_Layer):
    def __init__(self, coverages: list[Any], label: str | None = None) -> None:
        import coincide as co

        union = co.union(coverages) if coverages else Coverage.EMPTY
        order = union.order
        words = union.cells()
        # A picture needs no more: coarser cells hold the same places.
        while len(words) > _MOST_CELLS and order > 0:
            order -= 1
            words = union.at_order(order, "outer").cells()
        self.words = words
        self.label = label or (
            f"coverage of order {union.order}"
            if len(coverages) == 1
            else _counted(len(coverages), "coverage")
        )
        self.corners = co.boundary(words, 4) if len(words) else (np.empty((0, 16)),) * 2
        self.lon, self.lat = self.corners[0].reshape(-1), self.corners[1].reshape(-1)

    def draw(self, ax: Any, view: Any, colour: str) -> None:
        from matplotlib.collections import PolyCollection

        x, y = view.xy(*self.corners)
        if not view.polar:
            # A cell across the map's edge is drawn on one side of it.
            x = np.where(np.ptp(x, axis=1)[:, None] > 180, np.where(x < view.lon_0, x + 360, x), x)
        good = np.isfinite(x).all(axis=1)
        left, right = ax.get_xlim()
        # Cells that are hardly wider than their border are seen by it.
        small = good.any() and np.median(np.ptp(x[good], axis=1)) < 0.006 * (right - left)
        ax.add_collection(
            PolyCollection(
                list(np.stack([x[good], y[good]], axis=2)),
                facecolors=colour,
                edgecolors=colour,
                linewidths=1.5 if small else 0.3,
                alpha=0.35,
                label=self.label,
                zorder=3.5,
            ),
            autolim=False,
        )


def _numbers(column: Any) -> NDArray[np.float64]:
    """Of a column; NaN where it is none of numbers."""
    array = np.asarray(column)
    return array.astype(np.float64) if array.dtype.kind in "biuf" else np.full(len(array), np.nan)


class _Points(_Layer):
    def __init__(self, columns: dict[str, Any], lon: str, lat: str, colour: str | None) -> None:
        self.lon = np.asarray(columns[lon], np.float64)
        self.lat = np.asarray(columns[lat], np.float64)
        noun = "crossover" if "angle" in columns else "match" if "lon_b" in columns else "sample"
        noun = "super-crossover" if "n_passes_a" in columns else noun
        plural = "matches" if noun == "match" else f"{noun}s"
        n = len(self.lon)
        self.label = f"{n:,} {noun if n == 1 else plural}"
        if colour is not None and colour not in columns:
            raise ValueError(f"colour is {colour!r}: there are {', '.join(columns)}")
        told = (n for n in _maps.telling(columns) if np.isfinite(_numbers(columns[n])).any())
        self.colour = colour or next(told, None)
        self.values = None if self.colour is None else _numbers(columns[self.colour])
        if self.values is not None and self.colour in ("dt_s", "t_span_s"):
            self.values = self.values / 86400

    def draw(self, ax: Any, view: Any, colour: str) -> None:
        x, y = view.xy(self.lon, self.lat)
        size = float(np.clip(12_000 / max(len(x), 1), 4, 40))
        if self.values is None or not np.isfinite(self.values).any():
            ax.scatter(x, y, s=size, c=colour, linewidths=0, label=self.label, zorder=5)
            return
        # Half of the colours for what is below zero: differences have a sign.
        low, high = np.nanpercentile(self.values, [2, 98])
        signed = low < 0 < high
        if signed:
            high = max(-low, high)
            low = -high
        drawn = ax.scatter(
            x,
            y,
            s=size,
            c=self.values,
            cmap="RdBu_r" if signed else "viridis",
            vmin=low,
            vmax=high if high > low else low + 1,
            edgecolors="#333333",
            linewidths=0.3 if len(x) < 2000 else 0,
            label=self.label,
            zorder=5,
        )
        beyond = np.nanmin(self.values) < drawn.norm.vmin, np.nanmax(self.values) > drawn.norm.vmax
        extend = ("neither", "min", "max", "both")[beyond[0] + 2 * beyond[1]]
        bar = ax.figure.colorbar(drawn, ax=ax, shrink=0.7, extend=extend)
        bar.set_label(_maps.with_unit(self.colour or ""))
        # Nobody adds numbers at a map: each says all of itself.
        bar.formatter.set_useOffset(False)
        bar.update_ticks()
