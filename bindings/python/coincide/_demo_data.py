"""Two sensors made up: tracks that are circles, over a surface that is a formula.

So the answer is known without the library: where two tracks cross follows from the planes of
their circles, and what both measure there from the formula and its noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Ellipsoid

Doubles = NDArray[np.float64]

SEED = 20181030
NOISE_A_M, NOISE_B_M = 0.5, 0.05
STEP_A_M, STEP_B_M = 25.0, 40.0
_START = np.datetime64("2018-10-14T00:00:00", "ns")
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_YEAR_S = 365.25 * 86400
_MIDDLE = (-105.5, -76.0)  # Inland of Thwaites Glacier.


def unit(lon: Any, lat: Any) -> Doubles:
    """Geocentric unit vectors of geodetic positions on WGS84."""
    f = Ellipsoid("WGS84").flattening
    down = np.arctan((1 - f) ** 2 * np.tan(np.radians(lat)))
    lam = np.radians(lon)
    return np.stack([np.cos(down) * np.cos(lam), np.cos(down) * np.sin(lam), np.sin(down)], axis=-1)


def lonlat(vectors: Doubles) -> tuple[Doubles, Doubles]:
    """Geodetic positions of geocentric vectors."""
    f = Ellipsoid("WGS84").flattening
    x, y, z = np.moveaxis(vectors, -1, 0)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, (1 - f) ** 2 * np.hypot(x, y)))


@dataclass
class Pass:
    """One track: an arc of a circle from `begin` to `end` (unit vectors), flown once."""

    granule: str
    track: str
    begin: Doubles
    end: Doubles
    start: np.datetime64
    speed: float

    def samples(self, step_m: float) -> tuple[Doubles, Doubles, NDArray[np.datetime64]]:
        """lon, lat, time, `step_m` apart."""
        angle = float(np.arccos(self.begin @ self.end))
        length = 6_359_000.0 * angle  # The radius of the Earth at 75 degrees.
        at = np.arange(0.0, length, step_m) / length
        vectors = (
            np.sin((1 - at) * angle)[:, None] * self.begin + np.sin(at * angle)[:, None] * self.end
        ) / np.sin(angle)
        time = self.start + np.rint(at * length / self.speed * 1e9).astype("m8[ns]")
        return *lonlat(vectors), time


def _place(east_km: float, north_km: float) -> Doubles:
    """A unit vector so far from the middle."""
    lat = _MIDDLE[1] + north_km / 111.6
    return unit(_MIDDLE[0] + east_km / (111.3 * np.cos(np.radians(lat))), lat)


def passes() -> tuple[list[Pass], list[Pass]]:
    """Radar flights, each flown in two years, and altimeter beams, in four cycles."""
    rng = np.random.default_rng(SEED)
    radar, altimeter = [], []
    for line in range(8):
        # Alternately along and across, none in the direction of the ground tracks.
        offset = -105 + 30 * line + rng.uniform(-4, 4)
        for year in range(2):
            aside = 0.02 * year
            name = f"radar_{2018 + year}_{line:02}"
            ends = (
                (_place(-120, offset + aside), _place(120, offset + 25 + aside))
                if line % 2
                else (_place(offset + aside, -110), _place(offset + 60 + aside, 110))
            )
            day = _START + (20 + line + 365 * year) * _DAY
            radar.append(Pass(name, "0", *ends, day, 120.0))
    for rgt in range(10):
        offset = -130 + 28 * rgt + rng.uniform(-4, 4)
        lean = 45.0 if rgt % 2 else -45.0
        for cycle in range(4):
            name = f"ATL06_{rgt:04}_{cycle + 1:02}"
            day = _START + (91 * cycle + 9 * rgt) * _DAY + np.timedelta64(rgt, "h")
            for k, beam in enumerate(("gt1l", "gt2l", "gt3l")):
                aside = offset + 3.3 * k + rng.normal(0, 0.005)
                begin, end = _place(aside - lean, -115), _place(aside + lean, 115)
                altimeter.append(Pass(name, beam, begin, end, day, 6900.0))
    return radar, altimeter


def surface(lon: Any, lat: Any, time: Any) -> Doubles:
    """Height of the ice, m: a slope with hills that sinks by up to 2 m a year."""
    x = (np.asarray(lon) - _MIDDLE[0]) * 26.9
    y = (np.asarray(lat) - _MIDDLE[1]) * 111.6
    years = (np.asarray(time) - _START).astype(np.float64) / 1e9 / _YEAR_S
    hills: Doubles = 40 * np.sin(x / 9.0) * np.cos(y / 7.0)
    height: Doubles = 900 + 2.0 * x - 3.0 * y + hills + rate(lon, lat) * years
    return height


def rate(lon: Any, lat: Any) -> Doubles:
    """m a year that the surface rises."""
    x = (np.asarray(lon) - _MIDDLE[0]) * 26.9
    y = (np.asarray(lat) - _MIDDLE[1]) * 111.6
    return -2.0 * np.exp(-((x / 60) ** 2) - (y / 60) ** 2)


@dataclass
class Crossing:
    """Where two passes cross, as their circles say."""

    granule_a: str
    granule_b: str
    track_b: str
    lon: float
    lat: float
    time_a: np.datetime64
    time_b: np.datetime64


def crossings(a: list[Pass], b: list[Pass]) -> list[Crossing]:
    """Every crossing of the arcs, up to the last sample of each."""
    out = []
    for p in a:
        for q in b:
            point = np.cross(np.cross(p.begin, p.end), np.cross(q.begin, q.end))
            point /= np.linalg.norm(point)
            if point @ p.begin < 0:
                point = -point
            at = [_fraction(one, point) for one in (p, q)]
            if all(0 <= f <= 1 for f in at):
                lon, lat = lonlat(point)
                times = [
                    one.start + np.timedelta64(round(f * _length(one) / one.speed * 1e9), "ns")
                    for one, f in zip((p, q), at, strict=True)
                ]
                out.append(Crossing(p.granule, q.granule, q.track, float(lon), float(lat), *times))
    return out


def _length(one: Pass) -> float:
    return 6_359_000.0 * float(np.arccos(one.begin @ one.end))


def _fraction(one: Pass, point: Doubles) -> float:
    """How far along the arc a point of its circle is."""
    normal = np.cross(one.begin, one.end)
    side = np.cross(normal / np.linalg.norm(normal), one.begin)
    angle = np.arctan2(point @ side, point @ one.begin)
    return float(angle / np.arccos(one.begin @ one.end))


def grounding_line() -> tuple[Doubles, Doubles]:
    """A winding line through the middle, 180 km long."""
    at = np.linspace(-90, 90, 361)
    lat = _MIDDLE[1] + (15 * np.sin(at / 20) + 0.2 * at) / 111.6
    return _MIDDLE[0] + at / (111.3 * np.cos(np.radians(lat))), lat


def write(folder: Path) -> None:
    """Files of both: radar as Parquet, the altimeter as ATL06 has it, and a velocity grid."""
    import h5py
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(SEED)
    radar, altimeter = passes()
    for name in ("radar", "atl06"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for one in radar:
        lon, lat, time = one.samples(STEP_A_M)
        h = surface(lon, lat, time)
        columns = {
            "lon": lon,
            "lat": lat,
            "time": pa.array(time),
            "surface": h + rng.normal(0, NOISE_A_M, len(lon)),
            "thickness": 1500 + 0.2 * h,
        }
        pq.write_table(pa.table(columns), folder / "radar" / f"{one.granule}.parquet")
    epoch = np.datetime64("2018-01-01", "ns")
    by_granule: dict[str, list[Pass]] = {}
    for one in altimeter:
        by_granule.setdefault(one.granule, []).append(one)
    for name, beams in by_granule.items():
        with h5py.File(folder / "atl06" / f"{name}.h5", "w") as file:
            file.attrs["short_name"] = "ATL06"
            file["ancillary_data/atlas_sdp_gps_epoch"] = np.array([1198800018.0])
            for one in beams:
                lon, lat, time = one.samples(STEP_B_M)
                group = file.create_group(f"{one.track}/land_ice_segments")
                group["longitude"], group["latitude"] = lon, lat
                group["delta_time"] = (time - epoch).astype(np.int64) / 1e9
                h = surface(lon, lat, time) + rng.normal(0, NOISE_B_M, len(lon))
                group["h_li"] = h
                group["atl06_quality_summary"] = np.zeros(len(lon), np.int8)
    _write_velocity(folder / "velocity.tif")


def velocity(lon: Any, lat: Any) -> Doubles:
    """Speed of the ice, m a year."""
    return -1500 * rate(lon, lat) / 2 + 20


def _write_velocity(path: Path) -> None:
    import rasterio
    from rasterio.transform import from_origin

    from coincide._maps import View

    view, step = View("south"), 450.0
    x, y = view.xy(*_MIDDLE)
    n = 520
    left, top = float(x) - n / 2 * step, float(y) + n / 2 * step
    import pyproj

    to = pyproj.Transformer.from_crs(3031, 4326, always_xy=True)
    centres = (np.arange(n) + 0.5) * step
    lon, lat = to.transform(*np.meshgrid(left + centres, top - centres))
    with rasterio.open(
        path, "w", driver="GTiff", width=n, height=n, count=1, dtype="float32",
        crs="EPSG:3031", transform=from_origin(left, top, step, step),
    ) as file:  # fmt: skip
        file.write(velocity(lon, lat).astype(np.float32), 1)
        file.set_band_description(1, "speed")
