"""ICESat-2 ATL03, ATL06, ATL08 and ATL11: HDF5 with a group a beam.

``delta_time`` counts seconds since ``/ancillary_data/atlas_sdp_gps_epoch``, which is given in
GPS seconds since 1980: 1198800018 for 2018-01-01 00:00:00 UTC, 18 leap seconds included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, FormatError
from coincide.readers import _clock, hdf5
from coincide.readers._base import Probe, Reader, Samples, need, widened

__all__ = ["Atl03", "Atl06", "Atl08", "Atl11"]

BEAMS = ("gt1l", "gt1r", "gt2l", "gt2r", "gt3l", "gt3r")
PAIRS = ("pt1", "pt2", "pt3")
_ATLAS_EPOCH = 1_198_800_018.0


class _Beams(Reader):
    """
    Beams as tracks, each a group of equally long columns.

    Parameters
    ----------
    path : str
    beams : sequence of str, optional
        Which beams (ATL11: pairs); all if not given.
    """

    group: ClassVar[str] = ""
    lon: ClassVar[str] = "longitude"
    lat: ClassVar[str] = "latitude"
    time: ClassVar[str] = "delta_time"
    all_beams: ClassVar[tuple[str, ...]] = BEAMS

    def __init__(self, path: str, *, beams: Sequence[str] | None = None, **options: Any) -> None:
        super().__init__(path, **options)
        if beams is not None and (bad := [b for b in beams if b not in self.all_beams]):
            raise ValueError(
                f"beams has {bad[0]!r}: some of {', '.join(self.all_beams)} are wanted"
            )
        self._beams = tuple(beams) if beams is not None else self.all_beams
        self._parts: list[tuple[str, int, int]] | None = None
        # Rows of each beam to read, where not all are wanted.
        self._rows: list[NDArray[np.int64]] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if not probe.hdf5.intersection(cls.all_beams):
            return False
        if f"_{cls.name}_" in f"_{_short_name(probe)}_":
            return True
        with hdf5.open_file(probe.path) as file:
            return any(beam in file and cls.group in file[beam] for beam in cls.all_beams)

    def _epoch(self, file: Any) -> float:
        if "ancillary_data/atlas_sdp_gps_epoch" in file:
            return float(np.asarray(file["ancillary_data/atlas_sdp_gps_epoch"][()]).reshape(-1)[0])
        return _ATLAS_EPOCH

    def _utc(self, file: Any, delta: NDArray[np.float64]) -> NDArray[np.datetime64]:
        # Seconds of both are added as integers where they are whole, so that no digit is lost.
        epoch = self._epoch(file)
        ns = _clock.to_ns(delta)
        missing = ns == _clock._NONE
        start = _clock.to_ns(epoch + _clock.CLOCKS["gps1980"])
        return _clock.utc_of_tai_ns(np.where(missing, ns, ns + start))

    def _groups(self, file: Any) -> Iterator[tuple[str, Any]]:
        for beam in self._beams:
            if beam in file and self.group in file[beam]:
                yield beam, file[beam][self.group]

    def _dataset(self, group: Any, name: str) -> Any:
        if name not in group:
            raise FormatError(f"{self.path}: {group.name} has no {name}")
        return group[name]

    def positions(self) -> Samples:
        lon, lat, time, track, row = [], [], [], [], []
        parts: list[tuple[str, int, int]] = []
        begin = 0
        with hdf5.open_file(self.path) as file:
            for at, (beam, group) in enumerate(self._groups(file)):
                rows = None if self._rows is None else self._rows[at]
                x = hdf5.read(self.path, self._dataset(group, self.lon), rows)
                y = hdf5.read(self.path, self._dataset(group, self.lat), rows)
                t = hdf5.read(self.path, self._dataset(group, self.time), rows)
                if not len(x) == len(y) == len(t):
                    raise FormatError(
                        f"{self.path}: {group.name}: {self.lon}, {self.lat}, {self.time} have "
                        f"{len(x)}, {len(y)}, {len(t)} rows"
                    )
                lon.append(x)
                lat.append(y)
                time.append(self._utc(file, t))
                track.append(np.full(len(x), len(parts), np.int32))
                row.append(np.arange(len(x)) if rows is None else rows)
                parts.append((beam, begin, begin + len(x)))
                begin += len(x)
            if not parts:
                raise FormatError(f"{self.path}: no beam has a group {self.group}")
        self._parts = parts
        return Samples(
            np.concatenate(lon),
            np.concatenate(lat),
            np.concatenate(time),
            np.concatenate(track),
            tuple(beam for beam, _, _ in parts),
            np.concatenate(row),
        )

    def variables(self) -> tuple[str, ...]:
        """Datasets of one row a sample, by their path in the group."""
        h5py = need("h5py", f"{self.path}: HDF5")
        found: dict[str, None] = {}
        with hdf5.open_file(self.path) as file:
            for _, group in self._groups(file):
                rows = group[self.lat].shape[0]

                def note(name: str, item: Any, rows: int = rows) -> None:
                    if isinstance(item, h5py.Dataset) and item.shape[:1] == (rows,):
                        found[name] = None

                group.visititems(note)
        return tuple(found)

    def _path_of(self, group: Any, name: str) -> str:
        """A variable by its path in the group, or by its last part where only one ends so."""
        if name in group:
            return name
        ends = [path for path in self.variables() if path.rsplit("/", 1)[-1] == name]
        if len(ends) != 1:
            raise self.unknown(name)
        return ends[0]

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        if self._parts is None:
            self.kept()
        out: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        done: list[str] = []
        with hdf5.open_file(self.path) as file:
            for beam, begin, end in self._parts or ():
                group = file[beam][self.group]
                low, high = np.searchsorted(index, [begin, end])
                rows = index[low:high] - begin
                if self._rows is not None:
                    rows = self._rows[len(done)][rows]
                done.append(beam)
                for name in names:
                    path = self._path_of(group, name)
                    if path not in group:
                        raise FormatError(f"{self.path}: {group.name} has no {path}")
                    out[name].append(hdf5.read(self.path, group[path], rows))
        return {name: np.concatenate(columns) for name, columns in out.items()}

    def extra(self) -> dict[str, Any]:
        """Reference ground track and cycle, where the file says."""
        out = {}
        with hdf5.open_file(self.path) as file:
            for name, path in (("rgt", "orbit_info/rgt"), ("cycle", "orbit_info/cycle_number")):
                if path in file and file[path].size:
                    out[name] = int(np.asarray(file[path][()]).reshape(-1)[0])
        return out


def _short_name(probe: Probe) -> str:
    if "@short_name" not in probe.hdf5:
        return ""
    with hdf5.open_file(probe.path) as file:
        value = file.attrs["short_name"]
    return (value.decode() if isinstance(value, bytes) else str(value)).lower()


class Atl06(_Beams):
    """ATL06, land ice heights: a sample is a segment of 40 m; h_li, h_li_sigma, flags and all else.

    ``atl06_quality_summary`` is 0 where a height is good; it is a variable like others, nothing
    is left out.
    """

    name = "atl06"
    group = "land_ice_segments"


class Atl08(_Beams):
    """ATL08, land and vegetation heights: a sample is a segment of 100 m."""

    name = "atl08"
    group = "land_segments"


class Atl03(_Beams):
    """
    ATL03: a sample is a photon (h_ph, signal_conf_ph, ...).

    The footprint is made of the reference photons of the 20 m segments, without reading
    the photons; its error of 40 m is twice the length of a segment. Of a place only the
    segments in it are read.
    """

    name = "atl03"
    group = "heights"
    lon, lat = "lon_ph", "lat_ph"

    def footprint_samples(self) -> Samples:
        found = self._references()
        if found is None:
            return self.kept()
        self.footprint_error_m = 40.0
        return found

    def _references(self) -> Samples | None:
        lon, lat, time, track, row = [], [], [], [], []
        tracks: list[str] = []
        with hdf5.open_file(self.path) as file:
            for beam, _ in self._groups(file):
                place = file[beam].get("geolocation")
                needed = ("reference_photon_lon", "reference_photon_lat", "delta_time")
                if place is None or any(name not in place for name in needed):
                    return None
                x, y, t = (hdf5.read(self.path, place[name]) for name in needed)
                if not len(x) == len(y) == len(t):
                    raise FormatError(f"{self.path}: {place.name}: columns of unequal length")
                lon.append(x)
                lat.append(y)
                time.append(self._utc(file, t))
                track.append(np.full(len(x), len(tracks), np.int32))
                row.append(np.arange(len(x)))
                tracks.append(beam)
        if not tracks:
            raise FormatError(f"{self.path}: no beam has a group {self.group}")
        return Samples(
            np.concatenate(lon),
            np.concatenate(lat),
            np.concatenate(time),
            np.concatenate(track),
            tuple(tracks),
            np.concatenate(row),
        )

    def samples(
        self,
        variables: Sequence[str] = (),
        where: Coverage | None = None,
        *,
        segments: bool = False,
    ) -> Samples:
        """As `Reader.samples`; of a place only photons of the 20 m segments near it are read."""
        if where is not None and self._positions is None:
            self._limit(where)
        found = super().samples(variables, where, segments=segments)
        if self._rows is not None:
            self._positions = self._rows = None
        return found

    def _limit(self, where: Coverage) -> None:
        """Has `positions` read the photons of segments within 80 m of a place and no more."""
        references = self._references()
        wide = widened(where, 80.0)
        if references is None or wide is None:
            return
        near = wide.contains(references.lon, references.lat)
        rows, begin = [], 0
        with hdf5.open_file(self.path) as file:
            for beam, _ in self._groups(file):
                place = file[beam]["geolocation"]
                if "ph_index_beg" not in place or "segment_ph_cnt" not in place:
                    return
                first = hdf5.read(self.path, place["ph_index_beg"]).astype(np.int64)
                count = hdf5.read(self.path, place["segment_ph_cnt"]).astype(np.int64)
                chosen = near[begin : begin + len(first)] & (count > 0) & (first > 0)
                begin += len(first)
                first, count = first[chosen] - 1, count[chosen]
                within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
                rows.append(np.repeat(first, count) + within)
        self._rows = rows

    def n_samples(self) -> int:
        with hdf5.open_file(self.path) as file:
            return sum(int(group[self.lat].shape[0]) for _, group in self._groups(file))

    def time_span(self) -> tuple[np.datetime64 | None, np.datetime64 | None]:
        """Of the photons: the first and last of each beam, which are in order of time."""
        first, last = [], []
        with hdf5.open_file(self.path) as file:
            for _, group in self._groups(file):
                dataset = self._dataset(group, self.time)
                if dataset.shape[0]:
                    ends = self._utc(file, np.array([dataset[0], dataset[-1]], dtype=np.float64))
                    first.append(ends[0])
                    last.append(ends[1])
        if not first:
            return None, None
        return min(first), max(last) + np.timedelta64(1, "ns")


class Atl11(_Beams):
    """
    ATL11, heights of repeats: a sample is a reference point in one cycle.

    Tracks are pair and cycle ("pt1/c03"); the row is that of the reference point. What has
    no time in a cycle is no sample. Variables are those of one row a point, or of one row
    a point and column a cycle (h_corr, h_corr_sigma, quality_summary, ...).
    """

    name = "atl11"
    all_beams = PAIRS
    group = "ref_surf"

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return bool(probe.hdf5.intersection(PAIRS))

    def _groups(self, file: Any) -> Iterator[tuple[str, Any]]:
        for pair in self._beams:
            if pair in file and "h_corr" in file[pair]:
                yield pair, file[pair]

    def positions(self) -> Samples:
        lon, lat, time, track, row = [], [], [], [], []
        names: list[str] = []
        self._cells: list[tuple[str, NDArray[np.int64], NDArray[np.int64]]] = []
        with hdf5.open_file(self.path) as file:
            for pair, group in self._groups(file):
                x = hdf5.read(self.path, self._dataset(group, self.lon))
                y = hdf5.read(self.path, self._dataset(group, self.lat))
                t = hdf5.read(self.path, self._dataset(group, self.time))
                if t.ndim != 2 or len(t) != len(x):
                    raise FormatError(f"{self.path}: {group.name}/delta_time has shape {t.shape}")
                cycles = np.arange(1, t.shape[1] + 1)
                if "cycle_number" in group:
                    cycles = hdf5.read(self.path, group["cycle_number"])
                for column, cycle in enumerate(cycles.tolist()):
                    rows = np.flatnonzero(np.isfinite(t[:, column]))
                    if rows.size == 0:
                        continue
                    lon.append(x[rows])
                    lat.append(y[rows])
                    time.append(self._utc(file, t[rows, column]))
                    track.append(np.full(len(rows), len(names), np.int32))
                    row.append(rows)
                    names.append(f"{pair}/c{int(cycle):02}")
                    self._cells.append((pair, rows, np.full(len(rows), column)))
        if not names:
            raise FormatError(f"{self.path}: no pair has a height with a time")
        return Samples(
            np.concatenate(lon),
            np.concatenate(lat),
            np.concatenate(time),
            np.concatenate(track),
            tuple(names),
            np.concatenate(row),
        )

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        self.kept()
        out: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        begin = 0
        with hdf5.open_file(self.path) as file:
            for pair, rows, columns in self._cells:
                low, high = np.searchsorted(index, [begin, begin + len(rows)])
                at = index[low:high] - begin
                begin += len(rows)
                for name in names:
                    group = file[pair]
                    dataset = group[self._path_of(group, name)]
                    table = hdf5.read(self.path, dataset, rows[at])
                    if table.ndim == 2:
                        table = table[np.arange(len(at)), columns[at]]
                    out[name].append(table)
        return {name: np.concatenate(columns) for name, columns in out.items()}
