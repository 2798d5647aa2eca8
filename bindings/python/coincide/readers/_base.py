"""What a reader is: one class that gives positions, and values of rows of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, FormatError
from coincide.readers import _footprint
from coincide.readers._broken import Named

__all__ = ["CatalogReader", "Metadata", "Probe", "Reader", "Samples", "need"]

_NS = np.timedelta64(1, "ns")


def need(package: str, what: str, extra: str = "io") -> Any:
    """The module `package`, or an ImportError that names the extra."""
    try:
        # As the statement, and quicker than importlib where it is there: asked for every file.
        __import__(package)
        return sys.modules[package]
    except ImportError:
        name = package.split(".")[0]
        raise ImportError(f"{what} needs {name}: pip install coincide[{extra}]") from None


def _no_rows() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


_counted = np.arange(0)


def first_rows(n: int) -> NDArray[np.int64]:
    """0 to n - 1, read-only: made once for all granules up to some size."""
    global _counted
    if n > 1 << 20:
        return np.arange(n)
    if n > len(_counted):
        _counted = np.arange(1 << (n - 1).bit_length())
        _counted.flags.writeable = False
    return _counted[:n]


@dataclass
class Samples:
    """
    Samples of one granule, in the order of its tracks.

    Attributes
    ----------
    lon, lat : ndarray of float64
        Degrees on WGS84.
    time : ndarray of datetime64[ns] or None
        UTC; NaT where unknown.
    track : ndarray of int32 or None
        Which of `tracks` each sample is of.
    tracks : tuple of str
        Beams, frames or lines of the granule.
    row : ndarray of int64
        Row in the source, counted within the track. Neighbours whose rows are not one
        apart were not neighbours there.
    values : dict of str to ndarray
        One row a sample.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    time: NDArray[np.datetime64] | None = None
    track: NDArray[np.int32] | None = None
    tracks: tuple[str, ...] = ()
    row: NDArray[np.int64] = field(default_factory=_no_rows)
    values: dict[str, NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lon = np.ascontiguousarray(self.lon, dtype=np.float64)
        self.lat = np.ascontiguousarray(self.lat, dtype=np.float64)
        if len(self.row) == 0:
            self.row = first_rows(len(self.lon))

    def __len__(self) -> int:
        return len(self.lon)

    def take(self, index: NDArray[Any]) -> Samples:
        """The samples of an index or mask."""
        return Samples(
            self.lon[index],
            self.lat[index],
            None if self.time is None else self.time[index],
            None if self.track is None else self.track[index],
            self.tracks,
            self.row[index],
            {name: values[index] for name, values in self.values.items()},
        )


@dataclass
class Metadata:
    """A granule as a row of a catalog: the arguments of `Catalog.from_columns`, one row."""

    granule: str
    href: str
    footprint: bytes | None
    edges: str = "geodesic"
    footprint_error_m: float = 0.0
    cut_gap: float | None = None
    time_start: np.datetime64 | None = None
    time_end: np.datetime64 | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class Probe:
    """A file before it is known what it is: its name, first bytes, and HDF5 groups."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = PurePosixPath(path.replace(os.sep, "/")).name
        self.suffix = PurePosixPath(self.name).suffix.lower()
        self.is_dir = os.path.isdir(path)
        self.head = b""
        if not self.is_dir and not os.path.isfile(path):
            # To open a pipe would wait for whoever writes to it.
            raise FormatError(f"{path}: a pipe or device: a file is wanted")
        if not self.is_dir:
            with open(path, "rb") as file:
                self.head = file.read(8192)
        self._hdf5: frozenset[str] | None = None

    @property
    def is_hdf5(self) -> bool:
        """HDF5, also behind the 512 bytes that MATLAB 7.3 puts before it."""
        magic = b"\x89HDF\r\n\x1a\n"
        return self.head.startswith(magic) or self.head[512:520] == magic

    @property
    def hdf5(self) -> frozenset[str]:
        """Names in the root of an HDF5 file and attributes of it as "@name"; else none."""
        if self._hdf5 is None:
            self._hdf5 = frozenset()
            if self.is_hdf5:
                h5py = need("h5py", f"{self.path}: HDF5")
                try:
                    with h5py.File(self.path, "r") as file:
                        self._hdf5 = frozenset(file) | {f"@{name}" for name in file.attrs}
                except (OSError, RuntimeError) as error:
                    raise FormatError(f"{self.path}: broken HDF5: {error}") from None
        return self._hdf5

    @property
    def text(self) -> list[str]:
        """The first lines, where this is a text."""
        if b"\0" in self.head:
            return []
        return self.head.decode("utf-8-sig", "replace").splitlines()


class Reader(Named):
    """
    Reads one format of sample files. A subclass gives `name`, `sniff`, `positions`, `values`.

    Parameters
    ----------
    path : str
    options : keywords of the subclass

    Notes
    -----
    An instance is one file. `positions` is asked once and kept. `values` is given indexes
    into them, ascending, and reads no more of the file than it must.
    """

    name: ClassVar[str] = ""
    #: Files of which a unit of the library may read parts through fsspec.
    footprint_error_m: float = 0.0

    def __init__(self, path: str, **options: Any) -> None:
        if options:
            known = ", ".join(options)
            raise TypeError(f"{path}: reader {self.name!r} has no option {known}")
        self.path = str(path)
        self._positions: Samples | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        """Whether a file looks like this format."""
        return False

    def positions(self) -> Samples:
        """Positions, times and tracks of every sample; no values."""
        raise NotImplementedError

    def variables(self) -> tuple[str, ...]:
        """What `values` can give."""
        return ()

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> Mapping[str, NDArray[Any]]:
        """Columns of the samples of `index`."""
        raise self.unknown(names[0])

    def granule(self) -> str:
        """What the granule is called."""
        return PurePosixPath(self.path.replace(os.sep, "/")).name

    def extra(self) -> dict[str, Any]:
        """More columns of the catalog."""
        return {}

    def unknown(self, name: str) -> FormatError:
        """The error of a variable that is not there."""
        there = ", ".join(self.variables()[:20]) or "none"
        return FormatError(f"{self.path}: no variable {name!r}; there are {there}")

    def kept(self) -> Samples:
        """`positions`, checked and read once."""
        if self._positions is None:
            found = self.positions()
            self._positions = _checked(self.path, found)
        return self._positions

    def metadata(
        self, *, cut_gap: float | None = None, footprint_error_m: float | None = None
    ) -> Metadata:
        """
        The granule as a row of a catalog: its tracks as footprint, and its time span.

        Parameters
        ----------
        cut_gap : float, optional
            Tracks are cut where samples are farther apart, metres.
        footprint_error_m : float, optional
            Vertices are left out where the track stays within this of the rest, metres.
        """
        found = self.footprint_samples()
        good = np.flatnonzero(np.isfinite(found.lon) & np.isfinite(found.lat))
        found = found.take(good)
        starts = _footprint.leg_starts(found.lon, found.lat, found.track, found.row, cut_gap)
        lon, lat = found.lon, found.lat
        error = self.footprint_error_m
        if footprint_error_m is not None and footprint_error_m > error:
            keep = _footprint.simplified(lon, lat, starts, footprint_error_m - error)
            starts = np.searchsorted(np.flatnonzero(keep), starts)
            lon, lat, error = lon[keep], lat[keep], footprint_error_m
        start, end = self.time_span()
        return Metadata(
            self.granule(),
            self.path,
            _footprint.lines_wkb(lon, lat, starts),
            footprint_error_m=error,
            cut_gap=cut_gap,
            time_start=start,
            time_end=end,
            extra={"reader": self.name, "n_samples": self.n_samples(), **self.extra()},
        )

    def footprint_samples(self) -> Samples:
        """What the footprint is made of: all positions, or fewer with `footprint_error_m` set."""
        return self.kept()

    def n_samples(self) -> int:
        """How many samples there are."""
        return len(self.kept())

    def time_span(self) -> tuple[np.datetime64 | None, np.datetime64 | None]:
        """UTC of the first sample, and of the last and 1 ns."""
        times = self.footprint_samples().time
        if times is None or np.isnat(times).all():
            return None, None
        return np.nanmin(times), np.nanmax(times) + _NS

    def samples(
        self,
        variables: Sequence[str] = (),
        where: Coverage | None = None,
        *,
        segments: bool = False,
    ) -> Samples:
        """
        Samples with a position, of a place if it is given.

        Parameters
        ----------
        variables : sequence of str
            Which values to read along.
        where : Coverage, optional
            Only samples in it.
        segments : bool
            With `where`: also both end samples of every segment between neighbours of a
            track that meets it, and perhaps a few more.
        """
        found = self.kept()
        good = np.isfinite(found.lon)
        good &= np.isfinite(found.lat)
        if where is not None and not segments and good.all():
            index = np.flatnonzero(where.contains(found.lon, found.lat))
        else:
            index = np.flatnonzero(good)
            if where is not None:
                index = index[_chosen(found, index, where, segments)]
        values = dict(self.values(list(variables), index)) if len(variables) else {}
        chosen = found if len(index) == len(found) else found.take(index)
        chosen.values = values
        return chosen

    def __iter__(self) -> Iterator[Metadata]:
        return iter([self.metadata()])


def _chosen(
    found: Samples, index: NDArray[np.int64], where: Coverage, segments: bool
) -> NDArray[np.bool_]:
    lon, lat = found.lon[index], found.lat[index]
    if len(index) == 0:
        return np.zeros(0, dtype=bool)
    if not segments or len(index) == 1:
        return np.asarray(where.contains(lon, lat))
    joined = np.diff(found.row[index]) == 1
    if found.track is not None:
        joined &= np.diff(found.track[index]) == 0
    # A point of a segment is no farther than half its length from one end. Segments are
    # taken in classes by length, so that one long gap does not widen the place for all.
    length = np.linalg.norm(np.diff(_footprint.ecef(lon, lat), axis=0), axis=1)
    half = np.where(joined, 0.51 * length, 0.0)
    inside = np.asarray(where.contains(lon, lat))
    for exponent in range(int(np.ceil(np.log2(max(half.max(), 1.0)))) + 1):
        low, high = (0.0 if exponent == 0 else 2.0 ** (exponent - 1)), 2.0**exponent
        at = np.flatnonzero(joined & (half >= low) & (half < high))
        if at.size and (wide := widened(where, high)) is not None:
            near = wide.contains(lon[at], lat[at]) | wide.contains(lon[at + 1], lat[at + 1])
            at = at[near]
        inside[at] = inside[at + 1] = True
    return inside


def widened(where: Coverage, metres: float) -> Coverage | None:
    """A place that holds all within `metres` of this one, by whole cells; None is everywhere."""
    # The side of a square with a cell's area is 6.5e6 * 2**-order m, and no cell is thinner
    # than half of that: the ring of cells around holds what is nearer than its least width.
    order = int(np.clip(np.floor(np.log2(3.2e6 / max(metres, 0.01))), 0, 29))
    if order == 0:
        return None
    # A coarser place is widened by one of its own, wider cells.
    return (where.at_order(order, "outer") if where.order > order else where).expand(1)


def _checked(path: str, found: Samples) -> Samples:
    """Positions that can be ones, or the first that cannot."""
    if len(found.lon) != len(found.lat):
        raise FormatError(f"{path}: {len(found.lon)} longitudes, {len(found.lat)} latitudes")
    bad = _beyond(found.lat, 90)
    if bad.size:
        at = int(bad[0])
        swapped = " (are lon and lat swapped?)" if abs(found.lon[at]) <= 90 else ""
        raise FormatError(f"{path}: latitude {found.lat[at]} in row {found.row[at]}{swapped}")
    bad = _beyond(found.lon, 1e6)
    if bad.size:
        at = int(bad[0])
        raise FormatError(f"{path}: longitude {found.lon[at]} in row {found.row[at]}")
    return found


def _beyond(values: NDArray[np.float64], limit: float) -> NDArray[np.intp]:
    """Where values are farther from 0 than a limit; NaN is not."""
    if len(values) == 0 or (values.min() >= -limit and values.max() <= limit):
        return np.empty(0, np.intp)
    return np.flatnonzero(np.abs(values) > limit)


class CatalogReader(Named):
    """Reads files or objects that list many granules: one `Metadata` a row."""

    name: ClassVar[str] = ""

    def __init__(self, source: Any, **options: Any) -> None:
        if options:
            raise TypeError(f"reader {self.name!r} has no option {', '.join(options)}")
        self.source = source

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        """Whether a file looks like this format."""
        return False

    def columns(self) -> dict[str, Any]:
        """The arguments of `Catalog.from_columns`."""
        raise NotImplementedError
