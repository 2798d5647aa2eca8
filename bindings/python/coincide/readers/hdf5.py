"""Helpers for HDF5, and the reader of plain HDF5 tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _columns
from coincide.readers._base import Probe, Reader, Samples, need

__all__ = ["Hdf5", "open_file", "read"]


def open_file(path: str) -> Any:
    """The h5py.File; FormatError where it is none or truncated."""
    h5py = need("h5py", f"{path}: HDF5")
    try:
        return h5py.File(path, "r")
    except OSError as error:
        raise FormatError(f"{path}: broken HDF5: {error}") from None


def read(path: str, dataset: Any, index: NDArray[np.int64] | None = None) -> NDArray[Any]:
    """Rows of a dataset; what equals its _FillValue is NaN where it is of floats.

    Of scattered rows, the run from the first to the last is read, in chunks as HDF5 has them.
    """
    try:
        if index is None:
            array = dataset[()]
        elif len(index) == 0:
            array = dataset[0:0]
        else:
            first, last = int(index[0]), int(index[-1]) + 1
            if last > dataset.shape[0]:
                raise FormatError(
                    f"{path}: {dataset.name} has {dataset.shape[0]} rows, row {last - 1} is wanted"
                )
            array = dataset[first:last][index - first]
    except OSError as error:
        raise FormatError(f"{path}: {dataset.name}: {error}") from None
    fill = dataset.attrs.get("_FillValue")
    if fill is not None and array.dtype.kind == "f":
        fill = np.asarray(fill).reshape(-1)
        if len(fill) == 1:
            array = np.where(array == fill[0].astype(array.dtype), np.nan, array)
    return np.asarray(array)


class Hdf5(Reader):
    """
    HDF5 with a row a sample: the group with most rows that has a longitude and a latitude.

    Parameters
    ----------
    path : str
    group : str, optional
        Which group.
    lon, lat, time, track : str or False, optional
        Datasets of it, where their names do not say.
    crs, time_units : optional
        As of tables.
    """

    name = "hdf5"

    def __init__(
        self,
        path: str,
        *,
        group: str | None = None,
        lon: Any = None,
        lat: Any = None,
        time: Any = None,
        track: Any = None,
        crs: Any = None,
        time_units: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(path, **options)
        self._given = {"lon": lon, "lat": lat, "time": time, "track": track}
        self._group, self._crs, self._time_units = group, crs, time_units
        self._found: tuple[str, _columns.Columns] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return probe.is_hdf5

    def _table(self) -> tuple[str, _columns.Columns]:
        if self._found is not None:
            return self._found
        h5py = need("h5py", f"{self.path}: HDF5")
        best: tuple[int, str, _columns.Columns] | None = None
        seen = []
        with open_file(self.path) as file:
            groups = [file] if self._group is None else []
            if self._group is not None:
                if self._group not in file:
                    raise FormatError(f"{self.path}: no group {self._group!r}")
                groups = [file[self._group]]
            else:
                file.visititems(
                    lambda _, item: groups.append(item) if isinstance(item, h5py.Group) else None
                )
            for group in groups:
                sizes = {
                    key: item.shape[0]
                    for key, item in group.items()
                    if isinstance(item, h5py.Dataset) and item.ndim == 1
                }
                seen.append(group.name)
                roles = _columns.Columns(
                    self.path, list(sizes), self._given if self._group is not None else {}
                )
                lon, lat = roles.role["lon"], roles.role["lat"]
                if lon is None or lat is None:
                    if self._group is not None:
                        roles.need_position()
                    continue
                n = sizes[lon]
                same = [key for key, size in sizes.items() if size == n]
                if sizes[lat] == n and (best is None or n > best[0]):
                    given = {k: v for k, v in self._given.items() if v is False or v in same}
                    best = (n, group.name, _columns.Columns(self.path, same, given))
        if best is None:
            raise FormatError(
                f"{self.path}: no group has lon and lat of one length; groups: "
                f"{', '.join(seen[:10])}; group=, lon= and lat= name them"
            )
        self._found = best[1], best[2]
        return self._found

    def positions(self) -> Samples:
        name, roles = self._table()
        lon, lat = roles.need_position()
        time = track = None
        tracks: tuple[str, ...] = ()
        with open_file(self.path) as file:
            group = file[name]
            x, y = read(self.path, group[lon]), read(self.path, group[lat])
            if (key := roles.role["time"]) is not None:
                units = self._time_units or _text(group[key].attrs.get("units"))
                column = read(self.path, group[key])
                if column.dtype.kind == "O":
                    column = np.array([_text(value) for value in column], dtype=object)
                time = _columns.times(self.path, f"{name}/{key}", column, units)
            if (key := roles.role["track"]) is not None:
                track, tracks = _columns.tracks(read(self.path, group[key]))
        x, y = _columns.lonlat_of(self.path, x, y, self._crs)
        return Samples(x, y, time, track, tracks)

    def variables(self) -> tuple[str, ...]:
        return self._table()[1].rest()

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        group, roles = self._table()
        out = {}
        with open_file(self.path) as file:
            for name in names:
                if name not in roles.names:
                    raise self.unknown(name)
                out[name] = read(self.path, file[group][name], index)
        return out


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.decode() if isinstance(value, bytes) else str(value)
