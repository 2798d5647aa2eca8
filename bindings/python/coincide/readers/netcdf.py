"""CryoSat-2 L1b and L2, and trajectories by the CF conventions: NetCDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _clock, _columns
from coincide.readers._base import Probe, Reader, Samples, need
from coincide.readers._classic import check_classic

__all__ = ["CryoSat2", "Trajectory", "is_netcdf", "open_dataset"]


def is_netcdf(probe: Probe) -> bool:
    """NetCDF 3, or 4 by its name: all of it is HDF5."""
    return probe.head[:3] == b"CDF" or (probe.is_hdf5 and probe.suffix in (".nc", ".nc4", ".cdf"))


def open_dataset(path: str) -> Any:
    """The netCDF4.Dataset; FormatError where it is none or truncated."""
    netcdf = need("netCDF4", f"{path}: NetCDF")
    with open(path, "rb") as file:
        classic = file.read(3) == b"CDF"
    if classic:
        check_classic(path)
    try:
        return netcdf.Dataset(path)
    except (OSError, RuntimeError) as error:
        raise FormatError(f"{path}: broken NetCDF: {error}") from None


def read(path: str, variable: Any, index: NDArray[np.int64] | None = None) -> Any:
    """Values unpacked; what is masked is NaN, of integers too where there is some."""
    try:
        if index is None:
            array = variable[...]
        elif len(index) == 0:
            array = variable[0:0]
        else:
            first = int(index[0])
            array = variable[first : int(index[-1]) + 1][index - first]
    except (OSError, RuntimeError, IndexError) as error:
        raise FormatError(f"{path}: {variable.name}: {error}") from None
    if np.ma.isMaskedArray(array):
        if not np.ma.is_masked(array):
            return np.asarray(array.data)
        if array.dtype.kind in "fiu":
            return np.ma.filled(array.astype(np.float64), np.nan)
        array = np.ma.filled(array)
    return np.asarray(array)


def times_of(path: str, variable: Any, index: NDArray[np.int64] | None = None) -> Any:
    """UTC of a variable with CF units, of TAI where its long name or comment says so."""
    units = getattr(variable, "units", None)
    if units is None:
        raise FormatError(f"{path}: {variable.name} has no units")
    calendar = str(getattr(variable, "calendar", "standard")).lower()
    if calendar not in ("standard", "gregorian", "proleptic_gregorian"):
        raise FormatError(f"{path}: {variable.name} has the calendar {calendar!r}")
    said = f"{getattr(variable, 'long_name', '')} {getattr(variable, 'comment', '')}"
    tai = bool(re.search(r"\bTAI\b", said)) and not re.search(r"\bUTC\b", said)
    try:
        return _clock.from_units(read(path, variable, index), units, tai=tai)
    except ValueError as error:
        raise FormatError(f"{path}: {variable.name}: {error}") from None


class CryoSat2(Reader):
    """
    CryoSat-2 L1b and L2 of ESA: the 20 Hz records, a sample each.

    Their time counts TAI seconds since 2000 and is turned into UTC. Variables are those of
    one row a 20 Hz record.
    """

    name = "cryosat2"

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if not is_netcdf(probe):
            return False
        return {"time_20_ku"} <= probe.hdf5 and bool(probe.hdf5 & {"lat_20_ku", "lat_poca_20_ku"})

    def positions(self) -> Samples:
        with open_dataset(self.path) as file:
            # In L2 the echo's place (poca) is not nadir's.
            names = ("lon_poca_20_ku", "lat_poca_20_ku")
            if any(name not in file.variables for name in names):
                names = ("lon_20_ku", "lat_20_ku")
            for name in (*names, "time_20_ku"):
                if name not in file.variables:
                    raise FormatError(f"{self.path}: no variable {name}")
            lon, lat = (read(self.path, file[name]).astype(np.float64) for name in names)
            return Samples(lon, lat, times_of(self.path, file["time_20_ku"]))

    def variables(self) -> tuple[str, ...]:
        with open_dataset(self.path) as file:
            dimension = file["time_20_ku"].dimensions[0]
            return tuple(
                name
                for name, variable in file.variables.items()
                if variable.dimensions[:1] == (dimension,) and name != "time_20_ku"
            )

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        known = set(self.variables())
        out = {}
        with open_dataset(self.path) as file:
            for name in names:
                if name not in known:
                    raise self.unknown(name)
                out[name] = read(self.path, file[name], index)
        return out

    def granule(self) -> str:
        return super().granule().removesuffix(".nc")


class Trajectory(Reader):
    """
    CF trajectories, and any NetCDF with lon, lat of one dimension.

    Contiguous ragged (``sample_dimension``), indexed ragged (``instance_dimension``) and single
    trajectories are known; each trajectory is a track. Longitude, latitude and time are told
    by ``standard_name``, ``units``, then by name.

    Parameters
    ----------
    path : str
    lon, lat, time : str or False, optional
        Variables, where the file does not say.
    """

    name = "trajectory"

    def __init__(
        self, path: str, *, lon: Any = None, lat: Any = None, time: Any = None, **options: Any
    ) -> None:
        super().__init__(path, **options)
        self._given = {"lon": lon, "lat": lat, "time": time}
        self._names_found: dict[str, str | None] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if not is_netcdf(probe):
            return False
        with open_dataset(probe.path) as file:
            lon, lat = _find(file, "lon"), _find(file, "lat")
            if lon is None or lat is None:
                return False
            dimensions = file[lon].dimensions
            return len(dimensions) == 1 and file[lat].dimensions == dimensions

    def _roles(self, file: Any) -> dict[str, str | None]:
        if self._names_found is None:
            found: dict[str, str | None] = {}
            for role, given in self._given.items():
                if isinstance(given, str) and given not in file.variables:
                    raise FormatError(f"{self.path}: no variable {given!r} for {role}")
                found[role] = None if given is False else given or _find(file, role)
            for role in ("lon", "lat"):
                name = found[role]
                if name is None or len(file[name].dimensions) != 1:
                    there = ", ".join(list(file.variables)[:20])
                    raise FormatError(f"{self.path}: no {role} of one dimension; there are {there}")
            if file[found["lon"]].dimensions != file[found["lat"]].dimensions:
                raise FormatError(f"{self.path}: lon and lat are of different dimensions")
            if found["time"] and file[found["time"]].dimensions != file[found["lon"]].dimensions:
                found["time"] = None
            self._names_found = found
        return self._names_found

    def positions(self) -> Samples:
        with open_dataset(self.path) as file:
            roles = self._roles(file)
            lon, lat = (read(self.path, file[roles[r]]).astype(np.float64) for r in ("lon", "lat"))
            time = None if not roles["time"] else times_of(self.path, file[roles["time"]])
            track, names = self._tracks(file, file[roles["lon"]].dimensions[0], len(lon))
        # Rows are brought together by trajectory: an indexed ragged file may mix them.
        self._order = np.arange(len(lon)) if track is None else np.argsort(track, kind="stable")
        o = self._order
        return Samples(
            lon[o],
            lat[o],
            None if time is None else time[o],
            None if track is None else track[o],
            names,
            _rows_within(None if track is None else track[o], len(lon)),
        )

    def _tracks(self, file: Any, dimension: str, n: int) -> Any:
        for variable in file.variables.values():
            if getattr(variable, "sample_dimension", None) == dimension:
                counts = read(self.path, variable).astype(np.int64).reshape(-1)
                if counts.sum() != n:
                    raise FormatError(
                        f"{self.path}: {variable.name} counts {counts.sum()} samples of {n}"
                    )
                track = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
                return track, self._track_names(file, variable.dimensions[0], len(counts))
            if getattr(variable, "instance_dimension", None) is not None:
                if variable.dimensions == (dimension,):
                    track = read(self.path, variable).astype(np.int32)
                    names = self._track_names(
                        file, variable.instance_dimension, int(track.max(initial=-1)) + 1
                    )
                    return track, names
        return None, ()

    def _track_names(self, file: Any, dimension: str, n: int) -> tuple[str, ...]:
        netcdf = need("netCDF4", f"{self.path}: NetCDF")
        for variable in file.variables.values():
            if getattr(variable, "cf_role", None) == "trajectory_id":
                if variable.dimensions[:1] == (dimension,):
                    array = variable[...]
                    if array.dtype.kind == "S" and array.ndim == 2:
                        array = netcdf.chartostring(np.asarray(array))
                    return tuple(str(value).strip() for value in np.asarray(array))
        return tuple(str(i) for i in range(n))

    def variables(self) -> tuple[str, ...]:
        with open_dataset(self.path) as file:
            roles = self._roles(file)
            dimensions = file[roles["lon"]].dimensions
            return tuple(
                name
                for name, variable in file.variables.items()
                if variable.dimensions[:1] == dimensions and name not in roles.values()
            )

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        self.kept()
        known = set(self.variables())
        rows = self._order[index]
        ascending = np.sort(rows)
        back = np.searchsorted(ascending, rows)
        out = {}
        with open_dataset(self.path) as file:
            for name in names:
                if name not in known:
                    raise self.unknown(name)
                out[name] = read(self.path, file[name], ascending)[back]
        return out


def _rows_within(track: Any, n: int) -> Any:
    if track is None or n == 0:
        return np.arange(n)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(track)) + 1])
    return np.arange(n) - np.repeat(starts, np.diff(np.append(starts, n)))


_STANDARD = {"lon": "longitude", "lat": "latitude", "time": "time"}
_UNIT = {"lon": "degrees_east", "lat": "degrees_north"}


def _find(file: Any, role: str) -> str | None:
    """The variable of a role: by standard_name, by units, by name."""
    for name, variable in file.variables.items():
        if getattr(variable, "standard_name", None) == _STANDARD[role]:
            return str(name)
    for name, variable in file.variables.items():
        if role in _UNIT and getattr(variable, "units", None) == _UNIT[role]:
            return str(name)
    for name in file.variables:
        if _columns.plain(name) in _columns._NAMES[role]:
            return str(name)
    return None
