"""Texts of airborne campaigns: ATM ILATM2, and HiCARS flight lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _clock, _columns
from coincide.readers._base import Probe, Reader, Samples

__all__ = ["Atm", "Hicars"]


class Atm(Reader):
    """
    ILATM2 version 2: CSV of smoothed blocks of ATM, after lines of ``#``.

    Seconds of the day are UTC, the day is that of the file name
    (``ILATM2_20181030_131030_smooth_nadir3seg_50pt.csv``) or of `day`. Tracks are the values of
    Track_Identifier: 0 is nadir. Variables are named as the file names them, without units.

    Parameters
    ----------
    path : str
    day : str, optional
        "2018-10-30", where the file name does not say.
    """

    name = "atm"
    _NAMES = (
        "UTC_Seconds_Of_Day",
        "Latitude",
        "Longitude",
        "WGS84_Ellipsoid_Height",
        "South-to-North_Slope",
        "West-to-East_Slope",
        "RMS_Fit",
        "Number_Of_ATM_Measurments_Used",
        "Number_Of_ATM_Measurements_Removed",
        "Distance_Of_Block_To_The_Right_Of_Aircraft",
        "Track_Identifier",
    )

    def __init__(self, path: str, *, day: str | None = None, **options: Any) -> None:
        super().__init__(path, **options)
        self._day = day
        self._table: tuple[list[str], NDArray[np.float64]] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if probe.name.startswith("ILATM2_") and probe.suffix == ".csv":
            return True
        return any("UTC_Seconds_Of_Day" in line for line in probe.text if line.startswith("#"))

    def _read(self) -> tuple[list[str], NDArray[np.float64]]:
        if self._table is None:
            names = list(self._NAMES)
            with open(self.path, encoding="utf-8-sig", errors="replace") as file:
                for line in file:
                    if not line.startswith("#"):
                        break
                    if "UTC_Seconds_Of_Day" in line:
                        parts = line.lstrip("# ").strip().split(",")
                        names = [re.sub(r"\s*\(.*$", "", part).strip() for part in parts]
            self._table = names, _numbers(self.path, len(names), ",")
        return self._table

    def _column(self, name: str) -> NDArray[np.float64]:
        names, table = self._read()
        if name not in names:
            raise FormatError(f"{self.path}: no column {name}; there are {', '.join(names)}")
        return table[:, names.index(name)]

    def positions(self) -> Samples:
        day = self._day
        if day is None:
            match = re.search(r"(?:^|[/\\_])(\d{4})(\d\d)(\d\d)_", self.path)
            if match is None:
                raise FormatError(f"{self.path}: the name tells no day: day='2018-10-30' does")
            day = f"{match[1]}-{match[2]}-{match[3]}"
        seconds = self._column("UTC_Seconds_Of_Day")
        # Blocks of one second stand side by side: sorted by track they are lines.
        track, names = _columns.tracks(self._column("Track_Identifier").astype(np.int64))
        time = _clock.on_day(np.datetime64(day), seconds)
        self._order = np.lexsort((np.arange(len(track)), track))
        order = self._order
        row = np.empty(len(order), np.int64)
        starts = np.flatnonzero(np.diff(track[order], prepend=-1))
        row[:] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        lon, lat = self._column("Longitude"), self._column("Latitude")
        return Samples(lon[order], lat[order], time[order], track[order], names, row)

    def variables(self) -> tuple[str, ...]:
        used = ("UTC_Seconds_Of_Day", "Latitude", "Longitude")
        return tuple(name for name in self._read()[0] if name not in used)

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        self.kept()
        out = {}
        for name in names:
            if name not in self._read()[0]:
                raise self.unknown(name)
            out[name] = self._column(name)[self._order][index]
        return out


class Hicars(Reader):
    """
    Flight lines of HiCARS (IR1HI2, IR2HI2 and like them): columns between blanks after ``#``.

    Without `names` the first columns are YEAR, DOY, SOD (UTC), LON, LAT, then THK, SRF_RNG,
    BED_ELEV, SRF_ELEV, BED_REFLECT, SRF_REFLECT, AIRCRAFT_ROLL as far as there are columns.

    Parameters
    ----------
    path : str
    names : sequence of str, optional
        Of the columns, where they differ; YEAR, DOY, SOD, LON, LAT must be among them.
    """

    name = "hicars"
    _NAMES = (
        "YEAR", "DOY", "SOD", "LON", "LAT", "THK", "SRF_RNG", "BED_ELEV", "SRF_ELEV",
        "BED_REFLECT", "SRF_REFLECT", "AIRCRAFT_ROLL",
    )  # fmt: skip

    def __init__(self, path: str, *, names: Sequence[str] | None = None, **options: Any) -> None:
        super().__init__(path, **options)
        self._given = None if names is None else list(names)
        self._table: tuple[list[str], NDArray[np.float64]] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        lines = probe.text
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        if not rows or len(rows[0]) < 6 or not any(line.startswith("#") for line in lines):
            return False
        try:
            year, doy, sod, lon, lat = map(float, rows[0][:5])
        except ValueError:
            return False
        days = 1950 <= year <= 2100 and 1 <= doy <= 366 and 0 <= sod <= 90000
        return days and year == int(year) and doy == int(doy) and abs(lon) <= 360 and abs(lat) <= 90

    def _read(self) -> tuple[list[str], NDArray[np.float64]]:
        if self._table is None:
            with open(self.path, encoding="utf-8-sig", errors="replace") as file:
                first = next((x for x in file if x.strip() and not x.startswith("#")), "")
            n = len(first.split())
            names = self._given
            if names is None:
                extra = [f"column_{i}" for i in range(len(self._NAMES), n)]
                names = [*self._NAMES, *extra][:n]
            if len(names) != n:
                raise FormatError(f"{self.path}: {n} columns, {len(names)} names")
            missing = [name for name in self._NAMES[:5] if name not in names]
            if missing:
                raise FormatError(f"{self.path}: no column {missing[0]} among {', '.join(names)}")
            self._table = names, _numbers(self.path, n, None)
        return self._table

    def _column(self, name: str) -> NDArray[np.float64]:
        names, table = self._read()
        return table[:, names.index(name)]

    def positions(self) -> Samples:
        year, doy = self._column("YEAR"), self._column("DOY")
        seconds = _clock.to_ns(self._column("SOD"))
        days = np.where(np.isfinite(year) & np.isfinite(doy), (year - 1970), 0).astype(np.int64)
        start = days.view("datetime64[Y]").astype("datetime64[D]").astype("datetime64[ns]")
        nth = np.where(np.isfinite(doy), doy - 1, 0).astype(np.int64) * 86_400_000_000_000
        missing = (seconds == _clock._NONE) | ~np.isfinite(year) | ~np.isfinite(doy)
        ns = np.where(missing, _clock._NONE, start.astype(np.int64) + nth + seconds)
        return Samples(self._column("LON"), self._column("LAT"), ns.view("datetime64[ns]"))

    def variables(self) -> tuple[str, ...]:
        return tuple(name for name in self._read()[0] if name not in self._NAMES[:5])

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        out = {}
        for name in names:
            if name not in self._read()[0]:
                raise self.unknown(name)
            out[name] = self._column(name)[index]
        return out


def _numbers(path: str, columns: int, delimiter: str | None) -> NDArray[np.float64]:
    """[rows, columns] of a text of numbers; the first line that is none is an error."""
    try:
        table = np.loadtxt(path, delimiter=delimiter, comments="#", ndmin=2, encoding="utf-8")
    except ValueError as error:
        raise FormatError(f"{path}: {error}") from None
    if table.size == 0:
        raise FormatError(f"{path}: no row of numbers")
    if table.shape[1] != columns:
        raise FormatError(f"{path}: {table.shape[1]} columns, {columns} are named")
    return np.asarray(table, dtype=np.float64)
