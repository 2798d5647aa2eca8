"""One HTML file to look at results in a browser: no network, no library.

>>> import coincide as co
>>> from coincide.explore import explore
>>> line = {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}
>>> explore(co.catalog([line], granule=["f1"]))
<Page: 1 granule>
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from coincide import _maps

__all__ = ["Page", "explore"]

_HERE = Path(__file__).parent
_FILTERS = ("angle", "dt_s", "distance_m", "within_m", "dh")
_PLACES = ("lon", "lat", "lon_a", "lat_a", "lon_b", "lat_b")
# Columns with two sides that are no values of the sensors.
_SIDES = (
    "lon", "lat", "idx", "seg", "frac", "s", "gap", "near", "azimuth", "max_gap", "rank", "h_sigma",
)  # fmt: skip
# More points than this make the page slow to draw.
_MOST_POINTS = 200_000
# Bytes of a page that a notebook keeps beside its widget.
_MOST_FRAME = 2_000_000


class Page:
    """
    A page: shown by Jupyter, or saved.

    Jupyter shows it as a widget where anywidget is installed (``coincide[notebook]``), so
    that what is picked comes back to Python; else the file in a frame.

    Attributes
    ----------
    html : str
        The whole file.
    title : str
    """

    def __init__(self, title: str, data: dict[str, Any]) -> None:
        self.title, self._data = title, data
        self._widget: Any = None

    @property
    def html(self) -> str:
        """The whole file."""
        return _filled(self.title, self._data)

    @property
    def widget(self) -> Any:
        """The map as a widget of Jupyter; needs ``coincide[notebook]``."""
        if self._widget is None:
            from coincide.explore._widget import View

            self._widget = View(data=self._data)
        return self._widget

    @property
    def picked(self) -> int | None:
        """Row of the table whose point is picked in the widget; None where none is."""
        return None if self._widget is None or self._widget.picked < 0 else self._widget.picked

    def on_pick(self, call: Callable[[int | None], object]) -> None:
        """Calls a function with the row whenever a point is picked in the widget."""
        self.widget.observe(lambda change: call(self.picked), names="picked")

    def save(self, path: Any) -> None:
        """Writes the file, whole or not at all."""
        from coincide._files import replace

        replace(path, self.html.encode())

    def _repr_mimebundle_(self, **options: Any) -> Any:
        from importlib.util import find_spec

        frame = {"text/plain": repr(self)}
        text = self._repr_html_()
        if len(text) < _MOST_FRAME:
            frame["text/html"] = text
        if find_spec("anywidget") is None:
            return {**frame, "text/html": text}
        shown = self.widget._repr_mimebundle_(**options)
        shown, *more = shown if isinstance(shown, tuple) else (shown,)
        # Where the server has no widgets, the frame is shown in place of the widget.
        return ({**frame, **(shown or {})}, *more)

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.html, quote=True)}" width="100%" height="600" '
            'style="border:1px solid #d5dce2"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Page: {self.title}>"


def explore(*things: Any, title: str | None = None, path: Any = None) -> Page:
    """
    A page with a map to pan and zoom, points to pick, filters, a histogram.

    Parameters
    ----------
    things : Catalog, Coverage, CoverageColumn, or tables
        Footprints and outlines of cells are lines of the map; of one table, the points: its
        columns are shown where one is picked, ``x_a`` beside ``x_b``.
    title : str, optional
    path : str, optional
        Where to save it.

    Returns
    -------
    Page
    """
    if not things:
        raise TypeError("explore: a catalog, a coverage or a table is wanted")
    from coincide.plot import _layer

    layers = [_layer(thing, None) for thing in things]
    tables = [
        (thing, layer)
        for thing, layer in zip(things, layers, strict=True)
        if hasattr(layer, "values")
    ]
    if len(tables) > 1:
        raise ValueError(f"explore: {len(tables)} tables with positions: one is wanted")
    lon = np.concatenate([layer.lon for layer in layers])
    lat = np.concatenate([layer.lat for layer in layers])
    view = _maps.View.of(lon, lat)
    title = title or ", ".join(layer.label for layer in layers)
    data: dict[str, Any] = {"title": title, "polar": view.polar, "epsg": view.epsg}
    x, y = view.xy(lon, lat)
    bounds = _bounds(view, x, y)
    data["bounds"] = bounds
    middle = (bounds[1] + bounds[3]) / 2
    data["aspect"] = 1.0 if view.polar else 1 / max(float(np.cos(np.radians(middle))), 0.1)
    # Lines are kept to a 50,000th of the map's width.
    unit = 10.0 ** np.floor(np.log10((bounds[2] - bounds[0]) / 50_000))
    data["unit"] = unit
    data["layers"] = [
        {"name": layer.label, "lines": [_whole(*view.path(*line), unit) for line in lines]}
        for layer in layers
        if (lines := _lines(layer)) is not None
    ]
    data["coast"] = _coast(view, bounds, unit)
    data["graticule"] = _graticule(view, bounds, unit)
    data["points"] = {"n": 0, "x": [], "y": [], "columns": {}, "noun": "points"}
    if tables:
        data["points"] = _points(view, *tables[0])
    columns = data["points"]["columns"]
    numbers = [name for name, c in columns.items() if c["kind"] == "number"]
    data["pairs"] = [
        name[:-2]
        for name in numbers
        if name.endswith("_a") and f"{name[:-2]}_b" in numbers and name[:-2] not in _SIDES
    ]
    differences = [f"d{stem}" for stem in data["pairs"] if f"d{stem}" in numbers]
    data["filters"] = list(dict.fromkeys(n for n in (*_FILTERS, *differences) if n in numbers))
    told = _maps.telling(tables[0][0].columns) if tables else []
    first = [name for name in told if name in numbers]
    data["values"] = list(dict.fromkeys([*first, *numbers]))
    page = Page(title, data)
    if path is not None:
        page.save(path)
    return page


def _filled(title: str, data: dict[str, Any]) -> str:
    page = (_HERE / "page.html").read_text(encoding="utf-8")
    script = (_HERE / "view.js").read_text(encoding="utf-8")
    style = (_HERE / "view.css").read_text(encoding="utf-8")
    # What ends a script element must not stand in its text.
    text = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("</", "<\\/")
    page = page.replace("__TITLE__", html.escape(title)).replace("__SCRIPT__", script)
    page = page.replace("__STYLE__", style)
    return page.replace("__DATA__", text)


def _bounds(view: _maps.View, x: Any, y: Any) -> list[float]:
    good = np.isfinite(x) & np.isfinite(y)
    if not good.any():
        return [-180.0, -90.0, 180.0, 90.0]
    least = 1000.0 if view.polar else 0.05
    x0, x1, y0, y1 = x[good].min(), x[good].max(), y[good].min(), y[good].max()
    pad_x, pad_y = max(least - (x1 - x0), 0) / 2, max(least - (y1 - y0), 0) / 2
    return [float(v) for v in (x0 - pad_x, y0 - pad_y, x1 + pad_x, y1 + pad_y)]


def _lines(layer: Any) -> Any:
    """Lines of a layer, or None of points."""
    if hasattr(layer, "lines"):
        cells = _lines(layer.cells) if layer.cells is not None else []
        return [*layer.lines, *cells]
    if hasattr(layer, "corners"):
        lon, lat = layer.corners
        closed = [np.concatenate([c, c[:, :1]], axis=1) for c in (lon, lat)]
        return list(zip(*closed, strict=True))
    return None


def _whole(x: Any, y: Any, unit: float) -> list[int | None]:
    """Pairs in whole units, without repeats; None where the line is parted."""
    xy = np.stack([x, y], axis=1) / unit
    good: Any = np.isfinite(xy).all(axis=1)
    whole: Any = np.where(good[:, None], np.rint(np.where(good[:, None], xy, 0)), np.nan)
    if len(whole) > 2 and good.all():
        import shapely

        # Vertices that move the line by less than a unit are not seen.
        whole = shapely.get_coordinates(shapely.LineString(whole).simplify(1.0))
    elif len(whole) > 2:
        other = np.any(np.not_equal(whole[1:], whole[:-1]), axis=1)
        whole = whole[np.append(True, other)]
    return [None if v != v else int(v) for v in whole.reshape(-1).tolist()]


def _coast(view: _maps.View, bounds: list[float], unit: float) -> list[list[int | None]]:
    """Coastlines within ten widths of the data, no finer than is seen."""
    x0, y0, x1, y1 = bounds
    reach = 10 * max(x1 - x0, y1 - y0)
    out = []
    for x, y in view.coastline():
        with np.errstate(invalid="ignore"):
            near = (x > x0 - reach) & (x < x1 + reach) & (y > y0 - reach) & (y < y1 + reach)
        if near.any():
            coarse = max(unit, 1000.0 if view.polar else 0.01)
            steps = coarse / unit
            out.append([None if v is None else round(v * steps) for v in _whole(x, y, coarse)])
    return out


def _graticule(view: _maps.View, bounds: list[float], unit: float) -> list[list[Any]]:
    from coincide.plot import _ranges

    x0, y0, x1, y1 = bounds
    pad = 0.5 * max(x1 - x0, y1 - y0)
    lon, lat = _ranges(view, (x0 - pad, x1 + pad), (y0 - pad, y1 + pad))
    return [[label, _whole(x, y, unit)] for label, x, y in _maps.graticule(view, lon, lat)]


def _points(view: _maps.View, table: Any, layer: Any) -> dict[str, Any]:
    n = len(layer.lon)
    if n > _MOST_POINTS:
        raise ValueError(f"explore: {n:,} points: {_MOST_POINTS:,} at most; pass a part of them")
    x, y = view.xy(layer.lon, layer.lat)
    columns = {}
    for name, values in table.columns.items():
        packed = _column(name, values)
        if packed is None:
            continue
        none = -1 if packed["kind"] == "text" or name in ("line_id", "poly_id") else None
        # What is missing in every row is not shown.
        if n == 0 or any(v is not None and v != none for v in packed["data"]):
            columns[name] = packed
    digits = 1 if view.polar else 6
    return {
        "n": n,
        "x": [round(v, digits) if v == v else None for v in x.tolist()],
        "y": [round(v, digits) if v == v else None for v in y.tolist()],
        "columns": columns,
        "noun": layer.label.split(" ", 1)[1],
    }


def _column(name: str, values: Any) -> dict[str, Any] | None:
    """A column as JSON; None of what a person does not read (coverages, bytes, lists)."""
    array = np.asarray(values) if not hasattr(values, "index") else None
    if array is None or array.ndim != 1:
        return None
    if array.dtype.kind == "M":
        ms = array.astype("datetime64[ms]")
        data = [None if np.isnat(t) else int(t.astype(np.int64)) for t in ms]
        return {"kind": "time", "data": data}
    if array.dtype.kind in "OU":
        if any(isinstance(v, bytes | np.ndarray) for v in array[:5]):
            return None
        codes: dict[str, int] = {}
        data = [-1 if v is None else codes.setdefault(str(v), len(codes)) for v in array.tolist()]
        return {"kind": "text", "values": list(codes), "data": data}
    if array.dtype == np.uint64:
        # Words are beyond what a number of a page holds.
        return {"kind": "text", "values": [f"{v:#018x}" for v in array.tolist()],
                "data": list(range(len(array)))}  # fmt: skip
    kind = "lonlat" if name in _PLACES else "number"
    numbers = [float(f"{v:.9g}") if np.isfinite(v) else None for v in array.astype(float).tolist()]
    return {"kind": kind, "data": numbers}
