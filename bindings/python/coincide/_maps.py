"""What maps share: which projection suits data, its formulas, coastlines, graticules.

Polar data are drawn in the polar stereographic projections of their agencies: EPSG:3031 in
the south (true at 71 S, meridian 0 up), EPSG:3413 in the north (true at 70 N, meridian 45 W
down). All else is drawn in degrees.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Ellipsoid

Doubles = NDArray[np.float64]

# Data all poleward of this are polar.
_POLAR_DEG = 55.0
_COASTLINE = Path(__file__).parent / "data" / "coastline.json"


def telling(columns: Iterable[str]) -> list[str]:
    """Columns of a result that a map is coloured by, the most telling first.

    Differences of values, and values that were brought along; then differences in time, and
    distances.
    """
    names = list(columns)
    stems = [n[:-2] for n in names if n.endswith("_a") and f"{n[:-2]}_b" in names]
    found = [f"d{stem}" for stem in stems if f"d{stem}" in names]
    found += [n for n in names if n.startswith("d") and n.endswith("_median")]
    if "poly_id" in names and "cell" in names:  # Of an extraction all that follow the cell.
        found += names[names.index("cell") + 1 :]
    found += [n for n in ("dh", "dt_s", "t_span_s", "distance_m", "angle") if n in names]
    return list(dict.fromkeys(found))


# Columns that are shown otherwise than they are called.
_SHOWN = {"dt_s": "dt, days", "t_span_s": "span, days", "angle": "angle, °"}
_UNITS = {"m": "m", "deg": "°", "s": "s", "m2": "m²", "per_yr": "a year"}


def with_unit(name: str) -> str:
    """What a column is called beside its colours: its name, and its unit where the name has it."""
    if name in _SHOWN:
        return _SHOWN[name]
    for ending, unit in _UNITS.items():
        if name.endswith(f"_{ending}"):
            return f"{name.removesuffix(f'_{ending}').replace('_', ' ')}, {unit}"
    return f"{name}, °" if name.startswith("azimuth") else name


class View:
    """One projection of a map.

    Parameters
    ----------
    kind : {"south", "north", "degrees"}
    lon_0 : float
        Of "degrees": the longitude in the middle.
    """

    def __init__(self, kind: str, lon_0: float = 0.0) -> None:
        self.kind, self.lon_0 = kind, lon_0

    @classmethod
    def of(cls, lon: Any, lat: Any) -> View:
        """The view that suits positions."""
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        good = np.isfinite(lon) & np.isfinite(lat)
        if not good.any():
            return cls("degrees")
        low, high = lat[good].min(), lat[good].max()
        if high < -_POLAR_DEG:
            return cls("south")
        if low > _POLAR_DEG:
            return cls("north")
        # The middle of the shortest arc that holds all longitudes: opposite their widest gap.
        turned = np.unique(np.round(lon[good] % 360, 3))
        gaps = np.diff(np.append(turned, turned[0] + 360))
        at = int(np.argmax(gaps))
        middle = turned[at] + gaps[at] / 2 + 180
        return cls("degrees", float((middle + 180) % 360 - 180) if gaps[at] > 30 else 0.0)

    @property
    def polar(self) -> bool:
        """Whether the map is in metres round a pole."""
        return self.kind != "degrees"

    @property
    def epsg(self) -> int:
        """The code of its CRS."""
        return {"south": 3031, "north": 3413, "degrees": 4326}[self.kind]

    def xy(self, lon: Any, lat: Any) -> tuple[Doubles, Doubles]:
        """Metres of a polar view, or degrees; NaN on the other half of the globe."""
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        if not self.polar:
            return (lon - self.lon_0 + 180) % 360 - 180 + self.lon_0, lat
        sign = -1.0 if self.kind == "south" else 1.0
        true_at, down = (71.0, 0.0) if self.kind == "south" else (70.0, -45.0)
        wgs84 = Ellipsoid("WGS84")
        e = np.sqrt(wgs84.flattening * (2 - wgs84.flattening))

        def t(phi: Any) -> Any:
            s = e * np.sin(phi)
            return np.tan(np.pi / 4 - phi / 2) / ((1 - s) / (1 + s)) ** (e / 2)

        # Snyder 1987, eq. 21-33, 21-34, with the standard parallel of the agencies.
        phi_1 = np.radians(true_at)
        m_1 = np.cos(phi_1) / np.sqrt(1 - (e * np.sin(phi_1)) ** 2)
        phi = np.radians(sign * lat)
        rho = wgs84.a * m_1 / t(phi_1) * t(np.where(phi > 0, phi, np.nan))
        angle = np.radians(lon - down)
        return rho * np.sin(angle), -sign * rho * np.cos(angle)

    def path(self, lon: Any, lat: Any) -> tuple[Doubles, Doubles]:
        """`xy` of a line, with NaN between vertices that the map's edge parts."""
        x, y = self.xy(lon, lat)
        if self.polar or len(x) < 2:
            return x, y
        cuts = np.flatnonzero(np.abs(np.diff(x)) > 180) + 1
        return np.insert(x, cuts, np.nan), np.insert(y, cuts, np.nan)

    def coastline(self) -> list[tuple[Doubles, Doubles]]:
        """Rings of land as paths of the map."""
        if not self.polar:
            return [self.path(ring[:, 0], ring[:, 1]) for ring in coastline("world")]
        sign = -1.0 if self.kind == "south" else 1.0
        out = []
        for ring in coastline("polar"):
            near = sign * ring[:, 1] > 45
            if near.any():
                lon, lat = ring[:, 0], np.where(near, ring[:, 1], np.nan)
                out.append(self.xy(lon, lat))
        return out


@cache
def coastline(scale: str) -> list[Doubles]:
    """Rings [n, 2] of land, lon and lat: "world" at 1:110m, "polar" at 1:50m (Natural Earth)."""
    packed = json.loads(_COASTLINE.read_text(encoding="utf-8"))[scale]
    return [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / 100 for ring in packed]


def step_of(span: float, wanted: int = 6) -> float:
    """A round step, so that `span` has about so many."""
    for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45):
        if span / step <= wanted:
            return float(step)
    return 90.0


def graticule(
    view: View, lon: tuple[float, float], lat: tuple[float, float]
) -> list[tuple[str, Doubles, Doubles]]:
    """Labelled meridians and parallels (label, x, y) over ranges of lon and lat, degrees."""
    lines = []
    lat_step = step_of(lat[1] - lat[0])
    lon_step = step_of(lon[1] - lon[0], 12)
    dense_lon = np.linspace(*lon, 361)
    dense_lat = np.linspace(*lat, 181)
    for value in np.arange(np.ceil(lat[0] / lat_step), lat[1] / lat_step + 1e-9) * lat_step:
        if abs(value) < 90:
            label = f"{abs(value):g}°{'N' if value > 0 else 'S' if value < 0 else ''}"
            lines.append((label, *view.path(dense_lon, np.full(361, value))))
    for value in np.arange(np.ceil(lon[0] / lon_step), lon[1] / lon_step + 1e-9) * lon_step:
        turned = (value + 180) % 360 - 180
        side = "" if turned in (0, -180) else "E" if turned > 0 else "W"
        lines.append((f"{abs(turned):g}°{side}", *view.path(np.full(181, value), dense_lat)))
    return lines


def lines_of_wkb(wkb: bytes) -> list[tuple[Doubles, Doubles]]:
    """(lon, lat) of every line, ring and point of a WKB geometry."""
    import shapely

    shape = shapely.from_wkb(wkb)
    out = []
    for part in shapely.get_parts([shape]):
        rings = [part]
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
        elif hasattr(part, "geoms"):
            out += [line for inner in part.geoms for line in lines_of_wkb(inner.wkb)]
            continue
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            out.append((xy[:, 0], xy[:, 1]))
    return out
