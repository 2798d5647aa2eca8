"""Open Polar Radar (CReSIS): layer files, MATLAB 5 and 7.3, and their CSV.

``gps_time`` counts seconds since 1970-01-01 with GPS's leap seconds in it: UTC is that less
the leap seconds since 1980 (15 in 2009 to 18 since 2017). So CReSIS states it; the files at
hand hold no UTC that would prove it, so ``clock="utc1970"`` takes it as UTC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _clock, _columns, hdf5
from coincide.readers._base import Probe, Reader, Samples, need
from coincide.readers._matlab import check_matlab5
from coincide.readers.table import Csv

__all__ = ["OprCsv", "OprLayer"]


class OprLayer(Reader):
    """
    A layer file of one frame: ``Data_YYYYMMDD_SS_FFF.mat`` with lat, lon, gps_time, twtt.

    Variables are ``elev``, ``twtt_1`` .. ``twtt_n`` (seconds, one a layer, by its place in
    the file), ``quality_n``, ``type_n``; and, where the segment's ``layer_*.mat`` stands beside
    it, the layers by their names too: ``surface``, ``bottom`` (two-way times), and
    ``thickness`` in metres (bottom below surface at 1.68e8 m/s, ice with eps_r = 3.15).

    Parameters
    ----------
    path : str
    clock : {"gps1970", "utc1970"}
        What gps_time counts.
    """

    name = "opr"
    _C_ICE = 299_792_458.0 / 3.15**0.5

    def __init__(self, path: str, *, clock: str = "gps1970", **options: Any) -> None:
        super().__init__(path, **options)
        if clock not in ("gps1970", "utc1970"):
            raise ValueError(f"clock is {clock!r}: 'gps1970' or 'utc1970' is wanted")
        self._clock = clock
        self._loaded: dict[str, NDArray[Any]] | None = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if probe.is_hdf5:
            return {"gps_time", "lat", "lon", "twtt"} <= probe.hdf5
        if not probe.head.startswith(b"MATLAB 5.0"):
            return False
        names = {entry[0] for entry in _whosmat(probe.path)}
        return {"gps_time", "lat", "lon", "twtt"} <= names

    def _load(self) -> dict[str, NDArray[Any]]:
        if self._loaded is None:
            fields = ("lat", "lon", "gps_time", "elev", "twtt", "quality", "type", "id")
            found = _load_mat(self.path, fields)
            for name in ("lat", "lon", "gps_time", "twtt"):
                if name not in found:
                    raise FormatError(f"{self.path}: no field {name}")
            n = found["lat"].size
            for name in ("lon", "gps_time", "elev"):
                if name in found and found[name].size != n:
                    raise FormatError(
                        f"{self.path}: {name} has {found[name].size} rows, lat has {n}"
                    )
            for name in ("twtt", "quality", "type"):
                if name in found:
                    found[name] = _layers(self.path, name, found[name], n)
            self._loaded = found
        return self._loaded

    def positions(self) -> Samples:
        found = self._load()
        time = _clock.from_clock(found["gps_time"].reshape(-1), self._clock)
        return Samples(found["lon"].reshape(-1), found["lat"].reshape(-1), time)

    def _layer_names(self) -> dict[str, int]:
        """Names of the segment's organiser to places in this file, by the layers' ids."""
        match = re.search(r"^(.*)Data_(?:img_\d+_)?(\d{8}_\d\d)_\d{3}\.mat$", self.path)
        ids = self._load().get("id")
        if match is None or ids is None:
            return {}
        organiser = f"{match[1]}layer_{match[2]}.mat"
        try:
            found = _load_mat(organiser, ("lyr_id", "lyr_name"), texts=("lyr_name",))
        except (OSError, FormatError):
            return {}
        if "lyr_id" not in found or "lyr_name" not in found:
            return {}
        place = {int(key): i for i, key in enumerate(ids.reshape(-1))}
        return {
            str(text): place[int(key)]
            for key, text in zip(found["lyr_id"].reshape(-1), found["lyr_name"], strict=False)
            if int(key) in place
        }

    def variables(self) -> tuple[str, ...]:
        found = self._load()
        layers = range(1, len(found["twtt"]) + 1)
        out = [name for name in ("elev",) if name in found]
        for name in ("twtt", "quality", "type"):
            if name in found:
                out += [f"{name}_{i}" for i in layers]
        named = self._layer_names()
        out += list(named)
        if "surface" in named and "bottom" in named:
            out.append("thickness")
        return tuple(out)

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        found = self._load()
        named = self._layer_names()
        out: dict[str, NDArray[Any]] = {}
        for name in names:
            match = re.fullmatch(r"(twtt|quality|type)_(\d+)", name)
            if name == "elev" and name in found:
                out[name] = found["elev"].reshape(-1)[index]
            elif match and match[1] in found and 1 <= int(match[2]) <= len(found[match[1]]):
                out[name] = found[match[1]][int(match[2]) - 1][index]
            elif name in named:
                out[name] = found["twtt"][named[name]][index]
            elif name == "thickness" and "surface" in named and "bottom" in named:
                two_way = found["twtt"][named["bottom"]] - found["twtt"][named["surface"]]
                out[name] = (two_way * self._C_ICE / 2)[index]
            else:
                raise self.unknown(name)
        return out

    def granule(self) -> str:
        return super().granule().removesuffix(".mat")


def _checked_mat(path: str) -> BytesIO:
    """The bytes of a MATLAB 5 file that scipy may trust."""
    with open(path, "rb") as file:
        data = file.read()
    check_matlab5(path, data)
    return BytesIO(data)


def _whosmat(path: str) -> list[tuple[str, Any, str]]:
    io = need("scipy.io", f"{path}: MATLAB 5")
    try:
        return list(io.whosmat(_checked_mat(path)))
    except FormatError:
        raise
    except Exception as error:  # scipy raises many kinds for a broken file
        raise FormatError(f"{path}: broken MATLAB 5 file: {error}") from None


def _load_mat(
    path: str, fields: Sequence[str], texts: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """Fields of a MATLAB file of either version that are there."""
    with open(path, "rb") as file:
        head = file.read(10)
    if head == b"MATLAB 5.0":
        io = need("scipy.io", f"{path}: MATLAB 5")
        try:
            found = io.loadmat(_checked_mat(path), variable_names=list(fields), squeeze_me=False)
        except FormatError:
            raise
        except Exception as error:  # scipy raises many kinds for a broken file
            raise FormatError(f"{path}: broken MATLAB 5 file: {error}") from None
        out = {name: found[name] for name in fields if name in found}
        for name in texts:
            if name in out:
                flat = out[name].reshape(-1)
                out[name] = np.array(["".join(v.reshape(-1)) for v in flat], dtype=object)
        return out
    out = {}
    with hdf5.open_file(path) as file:
        for name in fields:
            if name not in file:
                continue
            array = hdf5.read(path, file[name])
            if name in texts:
                array = np.array(
                    ["".join(map(chr, file[ref][()].reshape(-1))) for ref in array.reshape(-1)],
                    dtype=object,
                )
            out[name] = array
    return out


def _layers(path: str, name: str, array: NDArray[Any], n: int) -> NDArray[Any]:
    """[layers, n] of a matrix: MATLAB 7.3 files hold the transpose of what MATLAB shows."""
    array = np.atleast_2d(array)
    if array.shape[1] == n:
        return array
    if array.shape[0] == n:
        return array.T
    raise FormatError(f"{path}: {name} has shape {array.shape}, lat has {n} rows")


class OprCsv(Csv):
    """
    CSV of CReSIS: LAT, LON, UTCTIMESOD, THICK, ELEVATION, FRAME, SURFACE, BOTTOM, QUALITY.

    Frames (``2011032601001`` or ``20110326_01_001``) are the tracks, and tell the day of the
    seconds; -9999 stands for no value.
    """

    name = "opr_csv"

    def __init__(self, path: str, *, missing: Any = -9999.0, **options: Any) -> None:
        super().__init__(path, missing=missing, **options)

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        first = probe.text[:1]
        names = {name.strip().upper() for name in first[0].split(",")} if first else set()
        return {"LAT", "LON", "FRAME"} <= names and bool(names & {"UTCTIMESOD", "TIME"})

    def positions(self) -> Samples:
        lon, lat = self._position()
        by_upper = {name.upper(): name for name in self._names()}
        frames = self._column(by_upper["FRAME"])
        if frames.dtype.kind == "f":
            frames = frames.astype(np.int64)
        track, names = _columns.tracks(frames)
        seconds = self._numbers(by_upper.get("UTCTIMESOD") or by_upper["TIME"])
        time = np.full(len(lon), _clock.NAT)
        for code, name in enumerate(names):
            digits = re.sub(r"\D", "", name)
            try:
                day = np.datetime64(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")
            except ValueError:
                raise FormatError(
                    f"{self.path}: FRAME {name!r} does not begin with a day"
                ) from None
            rows = np.flatnonzero(track == code)
            time[rows] = _clock.on_day(day, seconds[rows])
        return Samples(lon, lat, time, track, names)

    def variables(self) -> tuple[str, ...]:
        used = ("LAT", "LON", "FRAME", "UTCTIMESOD", "TIME")
        return tuple(name for name in self._names() if name.upper() not in used)
