"""A first walk through the library: python -m coincide.demo

Two satellites fly over the poles; the demo encodes their ground tracks as cells and
shows where both were.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

import coincide as co

Doubles = NDArray[np.float64]

ORDER = 8


def ground_track(
    inclination: float, node_lon: float, minutes: float, *, start: float = 0.0
) -> tuple[Doubles, Doubles]:
    """Ground track of a circular orbit over the turning Earth, one sample a second.

    Parameters
    ----------
    inclination, node_lon : float
        Degrees; node_lon is the longitude where it goes north through the equator.
    minutes, start : float
        How long it flies, and how many minutes after the node it begins.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees, lat geodetic on WGS84.
    """
    period_s, day_s = 99.2 * 60, 86164.0905  # Of CryoSat-2; the sidereal day.
    t = 60 * start + np.arange(round(60 * minutes))
    along = 2 * np.pi * t / period_s
    i = np.radians(inclination)
    geocentric = np.arcsin(np.sin(i) * np.sin(along))
    lon = np.degrees(np.arctan2(np.cos(i) * np.sin(along), np.cos(along)))
    lon = (lon + node_lon - 360 * t / day_s + 180) % 360 - 180
    wgs84 = co.Ellipsoid("WGS84")
    lat = np.degrees(
        np.arctan2(np.sin(geocentric), np.cos(geocentric) * (1 - wgs84.flattening) ** 2)
    )
    return lon, lat


def main() -> int:
    a = ground_track(92.0, 20.0, 99.2)
    b = ground_track(88.0, 75.0, 99.2)
    print(f"coincide {co.__version__}, kernel {co.kernel()}")
    print(f"\nTwo polar orbits as cells of order {ORDER} ({cell_width_km(ORDER):.0f} km wide)\n")
    print("track  inclination  samples  cells  southernmost")
    cells = []
    for name, inclination, (lon, lat) in (("a", 92, a), ("b", 88, b)):
        words = np.unique(co.encode(lon, lat, ORDER))
        cells.append(words)
        print(f"{name:5}  {inclination:10}°  {len(lon):7}  {len(words):5}  {lat.min():11.4f}°")

    both = np.intersect1d(cells[0], cells[1])
    print(f"\n{len(both)} cells were seen by both:\n")
    print("cell                  longitude  latitude  samples a  samples b")
    in_a, in_b = (co.encode(*track, ORDER) for track in (a, b))
    for word, lon, lat in zip(both, *co.decode(both), strict=True):
        count_a, count_b = np.count_nonzero(in_a == word), np.count_nonzero(in_b == word)
        print(f"{word:#018x}  {lon:11.3f}  {lat:8.3f}  {count_a:9}  {count_b:9}")
    return 0


def cell_width_km(order: int) -> float:
    """Side in km of a square with the area of a cell."""
    return float(np.sqrt(co.Ellipsoid("WGS84").area_m2 / (12 * 4**order)) / 1000)


if __name__ == "__main__":
    sys.exit(main())
