"""Which column of a table is the longitude, the time, the track."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _clock
from coincide.readers._base import need

_NAMES = {
    "lon": ("lon", "longitude", "long", "lng", "lon_deg", "longitude_deg", "longitude_degrees"),
    "lat": ("lat", "latitude", "lat_deg", "latitude_deg", "latitude_degrees"),
    "time": (
        "time", "datetime", "date_time", "timestamp", "utc", "utc_time", "time_utc", "t", "date",
    ),
    "track": (
        "track", "beam", "gtx", "track_id", "line", "line_id", "flight_line", "flight",
        "profile", "segment", "frame", "beam_id",
    ),
}  # fmt: skip


def plain(name: str) -> str:
    """A column's name without its unit, in lower case: "Latitude(deg)" is "latitude"."""
    return re.sub(r"\s*[\[(].*$", "", str(name)).strip().lower().replace(" ", "_")


class Columns:
    """The roles of the columns of one table: found by name, or as the caller says.

    Parameters
    ----------
    path : str
        For messages.
    names : sequence of str
    given : dict
        Roles ("lon", "lat", "time", "track") to names of columns; False for none.
    """

    def __init__(self, path: str, names: Sequence[str], given: dict[str, Any]) -> None:
        self.path, self.names = path, list(names)
        self.role: dict[str, str | None] = {}
        by_plain: dict[str, str] = {}
        for name in self.names:
            by_plain.setdefault(plain(name), name)
        for role, known in _NAMES.items():
            value = given.get(role)
            if value is False:
                self.role[role] = None
            elif value is not None:
                if value not in self.names:
                    raise FormatError(
                        f"{path}: no column {value!r} for {role}; there are {self._there()}"
                    )
                self.role[role] = value
            else:
                self.role[role] = next((by_plain[k] for k in known if k in by_plain), None)
        self.given_time = isinstance(given.get("time"), str)

    def _there(self) -> str:
        more = "" if len(self.names) <= 20 else f" and {len(self.names) - 20} more"
        return ", ".join(map(str, self.names[:20])) + more

    def need_position(self) -> tuple[str, str]:
        """Names of lon and lat, or an error that says what there is."""
        lon, lat = self.role["lon"], self.role["lat"]
        if lon is None or lat is None:
            what = "lon" if lon is None else "lat"
            raise FormatError(
                f"{self.path}: no column for {what}; there are {self._there()}; "
                f"{what}=NAME names one"
            )
        return lon, lat

    def rest(self) -> tuple[str, ...]:
        """The other columns: values."""
        taken = {self.role["lon"], self.role["lat"], self.role["time"]}
        return tuple(name for name in self.names if name not in taken)


def times(path: str, name: str, column: Any, units: str | None) -> NDArray[np.datetime64]:
    """UTC of a column of times, texts, or numbers with units."""
    array = np.asarray(column)
    try:
        if array.dtype.kind == "M":
            return array.astype("datetime64[ns]")
        if array.dtype.kind in "OUS":
            return _clock.from_texts(array)
        if units is None:
            raise ValueError(
                "numbers without units: time_units='seconds since 1970-01-01' says what "
                f"they are (clocks: {', '.join(_clock.CLOCKS)}, utc1970), time=False leaves them"
            )
        if units == "utc1970" or units in _clock.CLOCKS:
            return _clock.from_clock(array, units)
        return _clock.from_units(array, units)
    except ValueError as error:
        raise FormatError(f"{path}: time column {name!r}: {error}") from None


def tracks(column: Any) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """(code of each row, names), names in the order in which they come."""
    array = np.asarray(column)
    if array.dtype.kind == "O":
        array = array.astype(str)
    values, first, codes = np.unique(array, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[codes.reshape(-1)], tuple(str(values[i]) for i in order)


def lonlat_of(
    path: str, x: Any, y: Any, crs: Any
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Degrees on WGS84 of coordinates in a CRS; None is degrees already."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if crs is None:
        return x, y
    pyproj = need("pyproj", f"{path}: crs", "geo")
    try:
        transformer = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise FormatError(f"{path}: crs {crs!r}: {error}") from None
    lon, lat = transformer.transform(x, y)
    good = np.isfinite(lon) & np.isfinite(lat)
    return np.where(good, lon, np.nan), np.where(good, lat, np.nan)
