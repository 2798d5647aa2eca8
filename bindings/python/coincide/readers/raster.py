"""Grids as granules: GeoTIFF through rasterio, NetCDF and Zarr through xarray."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, FormatError
from coincide.readers import _columns, _footprint, _pixels
from coincide.readers._base import Metadata, Probe, Reader, Samples, need
from coincide.readers.netcdf import is_netcdf

__all__ = ["Grid"]

_X = ("x", "easting", "projection_x_coordinate", "xc")
_Y = ("y", "northing", "projection_y_coordinate", "yc")


class Grid(Reader):
    """
    A grid: its outline is the footprint, its pixels are the samples.

    Positions are centres of pixels in the order of the file, rows of samples are flat
    indexes; of a place only blocks of pixels near it are looked at. Other dimensions than
    the two of the map (time, member) stay: values have shape (samples, ...).

    Parameters
    ----------
    path : str
    crs : optional
        Where the file does not say.
    x, y : str, optional
        Names of the coordinates of a NetCDF or Zarr grid.

    Attributes
    ----------
    crs : pyproj.CRS or None
        None: the grid is in degrees, or has its own two-dimensional lon and lat.
    transform : tuple of 6 floats or None
        x, y of a pixel's corner: x = a col + b row + c, y = d col + e row + f; None for grids
        with lon and lat of their own.
    lonlat : (lon, lat) or None
        Two-dimensional coordinates of centres.
    shape : (rows, columns)
    """

    name = "grid"

    def __init__(
        self, path: str, *, crs: Any = None, x: Any = None, y: Any = None, **options: Any
    ) -> None:
        super().__init__(path, **options)
        self._given_crs, self._x, self._y = crs, x, y
        self._opened = False
        self.crs: Any = None
        self.transform: tuple[float, ...] | None = None
        self.lonlat: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self.shape = (0, 0)

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        tiff = probe.head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
        return tiff or (probe.is_dir and _is_zarr(probe.path)) or is_netcdf(probe)

    # ---- what the file holds ---------------------------------------------------------------

    def open(self) -> Grid:
        """Reads what is known of the grid, not its values; once."""
        if not self._opened:
            if _is_tiff(self.path):
                self._open_tiff()
            else:
                self._open_xarray()
            self._opened = True
        return self

    def _open_tiff(self) -> None:
        rasterio = need("rasterio", f"{self.path}: GeoTIFF")
        try:
            with rasterio.open(self.path) as file:
                crs = file.crs.to_wkt() if file.crs else None
                self.shape, transform = file.shape, file.transform
                self._variables = tuple(
                    text or f"band_{i}" for i, text in enumerate(file.descriptions, start=1)
                )
        except rasterio.errors.RasterioIOError as error:
            raise FormatError(f"{self.path}: broken GeoTIFF: {error}") from None
        self.transform = tuple(transform)[:6]
        self._set_crs(crs)

    def _dataset(self) -> Any:
        xarray = need("xarray", f"{self.path}: grids")
        try:
            if _is_zarr(self.path):
                return xarray.open_zarr(self.path, chunks=None)
            return xarray.open_dataset(self.path)
        except (OSError, ValueError, KeyError) as error:
            raise FormatError(f"{self.path}: {error}") from None

    def _open_xarray(self) -> None:
        with self._dataset() as file:
            x, y = self._axes(file)
            if x is None or y is None:
                there = ", ".join(map(str, file.variables))
                raise FormatError(
                    f"{self.path}: no axes x, y or lon, lat; there are {there}; x= and y= name them"
                )
            xs, ys = file[x].to_numpy(), file[y].to_numpy()
            degrees = _columns.plain(x) in _columns._NAMES["lon"]
            if xs.ndim == 2:
                self.shape = xs.shape
                self._dims = file[x].dims
                self.lonlat = (xs.astype(np.float64), ys.astype(np.float64))
            else:
                self.shape = (len(ys), len(xs))
                self._dims = (file[y].dims[0], file[x].dims[0])
                self.transform = _affine(self.path, xs, ys)
            self._variables = tuple(
                str(name)
                for name, array in file.data_vars.items()
                if set(self._dims) <= set(array.dims)
            )
            crs = None
            for name in self._variables:
                mapping = file[name].attrs.get("grid_mapping")
                mapping = mapping or file[name].encoding.get("grid_mapping")
                if mapping in file.variables:
                    attributes = file[mapping].attrs
                    crs = attributes.get("crs_wkt") or attributes.get("spatial_ref")
                    if crs is None and "grid_mapping_name" in attributes:
                        pyproj = need("pyproj", f"{self.path}: its CRS", "geo")
                        crs = pyproj.CRS.from_cf(dict(attributes)).to_wkt()
                    break
        if degrees or self.lonlat is not None:
            self._set_crs(self._given_crs, degrees=True)
        else:
            self._set_crs(crs)

    def _axes(self, file: Any) -> tuple[Any, Any]:
        if self._x or self._y:
            for name in (self._x, self._y):
                if name not in file.variables:
                    raise FormatError(f"{self.path}: no coordinate {name!r}")
            return self._x, self._y
        by_plain = {_columns.plain(name): name for name in file.variables}
        for xs, ys in ((_X, _Y), (_columns._NAMES["lon"], _columns._NAMES["lat"])):
            x = next((by_plain[n] for n in xs if n in by_plain), None)
            y = next((by_plain[n] for n in ys if n in by_plain), None)
            if x is not None and y is not None and file[x].ndim in (1, 2):
                return x, y
        return None, None

    def _set_crs(self, crs: Any, *, degrees: bool = False) -> None:
        crs = crs if self._given_crs is None else self._given_crs
        if crs is None:
            if degrees:
                return
            raise FormatError(f"{self.path}: no CRS; crs='EPSG:3031' says which it is")
        pyproj = need("pyproj", f"{self.path}: its CRS", "geo")
        found = pyproj.CRS.from_user_input(crs)
        self.crs = None if found.is_geographic else found

    # ---- places of pixels ------------------------------------------------------------------

    def xy(self, row: Any, column: Any) -> tuple[Any, Any]:
        """Coordinates in the CRS of rows and columns; whole numbers are corners."""
        a, b, c, d, e, f = self.open().transform or (np.nan,) * 6
        row, column = np.asarray(row, np.float64), np.asarray(column, np.float64)
        return a * column + b * row + c, d * column + e * row + f

    def centres(self, flat: NDArray[np.int64]) -> tuple[Any, Any]:
        """(lon, lat) of centres of pixels by flat index."""
        self.open()
        if self.lonlat is not None:
            lon, lat = self.lonlat
            return lon.reshape(-1)[flat], lat.reshape(-1)[flat]
        row, column = np.divmod(flat, self.shape[1])
        return _columns.lonlat_of(self.path, *self.xy(row + 0.5, column + 0.5), self.crs)

    def outline(self) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """(lon, lat, error): the border, with vertices so that geodesics are within `error` m."""
        rows, columns = self.open().shape
        if self.lonlat is not None:
            lon, lat = self.lonlat
            border: list[Any] = [(0, slice(None)), (slice(None), -1)]
            back: list[Any] = [(-1, slice(None, None, -1)), (slice(None, None, -1), 0)]
            ring = [np.concatenate([c[at][:-1] for at in (*border, *back)]) for c in (lon, lat)]
            xyz = _footprint.ecef(*ring)
            return ring[0], ring[1], float(np.linalg.norm(np.diff(xyz, axis=0), axis=1).max())
        n = 200
        t = np.linspace(0, 1, n, endpoint=False)
        corner_row = np.concatenate([0 * t, t, 1 + 0 * t, 1 - t]) * rows
        corner_column = np.concatenate([t, 1 + 0 * t, 1 - t, 0 * t]) * columns
        lon, lat = _columns.lonlat_of(self.path, *self.xy(corner_row, corner_column), self.crs)
        # How far the true border is from the geodesic between neighbours: at the middles.
        half_row = (corner_row + np.roll(corner_row, -1)) / 2
        half_column = (corner_column + np.roll(corner_column, -1)) / 2
        half_row[-1], half_column[-1] = corner_row[-1] / 2, 0.0
        middle = _columns.lonlat_of(self.path, *self.xy(half_row, half_column), self.crs)
        xyz = _footprint.ecef(lon, lat)
        chord = (xyz + np.roll(xyz, -1, axis=0)) / 2
        chord /= np.linalg.norm(chord, axis=1, keepdims=True)
        found = _footprint.ecef(*middle)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        error = 1.5 * 6.4e6 * np.linalg.norm(chord - found, axis=1)
        return lon, lat, float(np.nanmax(error))

    def metadata(
        self, *, cut_gap: float | None = None, footprint_error_m: float | None = None
    ) -> Metadata:
        lon, lat, error = self.outline()
        good = np.isfinite(lon) & np.isfinite(lat)
        rows, columns = self.shape
        return Metadata(
            self.granule(),
            self.path,
            _footprint.polygon_wkb((lon[good], lat[good])),
            footprint_error_m=max(error, footprint_error_m or 0.0),
            extra={"reader": self.name, "n_samples": rows * columns},
        )

    # ---- samples ---------------------------------------------------------------------------

    def positions(self) -> Samples:
        flat = np.arange(self.open().shape[0] * self.shape[1])
        lon, lat = self.centres(flat)
        return Samples(lon, lat, row=flat)

    def samples(
        self,
        variables: Sequence[str] = (),
        where: Coverage | None = None,
        *,
        segments: bool = False,
    ) -> Samples:
        rows, columns = self.open().shape
        if where is None:
            flat = np.arange(rows * columns)
        else:
            flat = _pixels.in_place(self.shape, self.centres, where)
        lon, lat = self.centres(flat)
        good = np.isfinite(lon) & np.isfinite(lat)
        if where is not None:
            good[good] = where.contains(lon[good], lat[good])
        flat = flat[good]
        found = Samples(lon[good], lat[good], row=flat)
        found.values = self.values(variables, flat) if len(variables) else {}
        return found

    def variables(self) -> tuple[str, ...]:
        self.open()
        return self._variables

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Of pixels by flat index; the window that holds them is read."""
        self.open()
        for name in names:
            if name not in self._variables:
                raise self.unknown(name)
        if len(index) == 0:
            return {name: np.empty(0) for name in names}
        row, column = np.divmod(np.asarray(index, np.int64), self.shape[1])
        with self._source() as read:
            return {n: _pixels.values_at(row, column, partial(read, n)) for n in names}

    def window(self, name: str, top: int, bottom: int, left: int, right: int) -> NDArray[Any]:
        """[rows, columns, ...] of a variable; what the file calls missing is NaN."""
        self.open()
        if name not in self._variables:
            raise self.unknown(name)
        with self._source() as read:
            return read(name, top, bottom, left, right)

    @contextmanager
    def _source(self) -> Iterator[Callable[..., NDArray[Any]]]:
        """`window` of the file while it is open."""
        if not _is_tiff(self.path):
            with self._dataset() as file:
                yield partial(self._of_xarray, file)
            return
        rasterio = need("rasterio", f"{self.path}: GeoTIFF")
        try:
            with rasterio.open(self.path) as file:
                yield partial(self._of_tiff, file)
        except rasterio.errors.RasterioIOError as error:
            raise FormatError(f"{self.path}: {error}") from None

    def _of_tiff(
        self, file: Any, name: str, top: int, bottom: int, left: int, right: int
    ) -> NDArray[Any]:
        band = self._variables.index(name) + 1
        array = file.read(band, window=((top, bottom), (left, right)), masked=True)
        if np.ma.is_masked(array):
            return np.asarray(array.astype(np.float64).filled(np.nan))
        return np.asarray(array.data)

    def _of_xarray(
        self, file: Any, name: str, top: int, bottom: int, left: int, right: int
    ) -> NDArray[Any]:
        rows, columns = self._dims
        array = file[name].isel({rows: slice(top, bottom), columns: slice(left, right)})
        return np.asarray(array.transpose(rows, columns, ...).to_numpy())


def _is_tiff(path: str) -> bool:
    return path.lower().endswith((".tif", ".tiff"))


def _is_zarr(path: str) -> bool:
    import os

    return any(os.path.exists(os.path.join(path, name)) for name in ("zarr.json", ".zgroup"))


def _affine(path: str, x: NDArray[Any], y: NDArray[Any]) -> tuple[float, ...]:
    """Corner and steps of evenly spaced centres."""
    steps = []
    for name, values in (("x", x), ("y", y)):
        values = np.asarray(values, np.float64)
        if len(values) < 2:
            raise FormatError(f"{path}: axis {name} has {len(values)} values: 2 or more are wanted")
        step = (values[-1] - values[0]) / (len(values) - 1)
        bend = np.abs(values - (values[0] + step * np.arange(len(values)))).max()
        # float32 coordinates are even to a part in 1e7 of their size.
        if step == 0 or bend > max(abs(step) * 1e-3, np.abs(values).max() * 2e-7):
            at = int(np.argmax(np.abs(np.diff(values) - step)))
            raise FormatError(f"{path}: axis {name} is not even at {at}: {values[at]}")
        steps.append((step, values[0] - step / 2))
    (dx, x0), (dy, y0) = steps
    return dx, 0.0, x0, 0.0, dy, y0
