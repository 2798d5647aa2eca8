"""A first walk through the library: python -m coincide.demo

Two satellites fly over the poles for a day. The demo encodes the samples of their ground
tracks, covers the tracks with every cell they meet, and shows where and how much the two
coverages meet.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from numpy.typing import NDArray

import coincide as co

Doubles = NDArray[np.float64]

ORDER = 8


def ground_track(
    inclination: float, node_lon: float, hours: float, period_minutes: float
) -> tuple[Doubles, Doubles]:
    """Ground track of a circular orbit over the turning Earth, one sample a second.

    Parameters
    ----------
    inclination, node_lon : float
        Degrees; the track begins at longitude `node_lon`, going north over the equator.
    hours, period_minutes : float
        How long it flies, and how long one turn takes.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees, lat geodetic on WGS84.
    """
    sidereal_day_s = 86164.0905
    t = np.arange(round(3600 * hours), dtype=np.float64)
    along = 2 * np.pi * t / (60 * period_minutes)
    i = np.radians(inclination)
    geocentric = np.arcsin(np.sin(i) * np.sin(along))
    lon = np.degrees(np.arctan2(np.cos(i) * np.sin(along), np.cos(along)))
    lon = (lon + node_lon - 360 * t / sidereal_day_s + 180) % 360 - 180
    squashed = np.cos(geocentric) * (1 - co.Ellipsoid("WGS84").flattening) ** 2
    return lon, np.degrees(np.arctan2(np.sin(geocentric), squashed))


def cell_width_km(order: int) -> float:
    """Side in km of a square with the area of a cell."""
    return float(np.sqrt(co.Ellipsoid("WGS84").area_m2 / (12 * 4**order)) / 1000)


def main() -> int:
    print(f"coincide {co.__version__}, {co.kernel()} kernel")
    print("Two satellites, a day each, one sample a second:\n")
    print("    inclination  turns  samples  encoded in  covered in   cells    area km²")
    co.encode(np.zeros(100_000), 0.0)  # So that the first call does not start the threads.
    tracks, covers = [], []
    for name, inclination, node, minutes in (("a", 92.0, 20.0, 99.2), ("b", 88.0, 75.0, 94.2)):
        lon, lat = ground_track(inclination, node, 24.0, minutes)
        begin = time.perf_counter()
        co.encode(lon, lat)
        took_ms = 1000 * (time.perf_counter() - begin)
        begin = time.perf_counter()
        cover = co.Coverage.from_line(lon, lat, ORDER)
        cover_ms = 1000 * (time.perf_counter() - begin)
        tracks.append((lon, lat))
        covers.append(cover)
        print(
            f"{name}  {inclination:12.0f}°  {24 * 60 / minutes:5.1f}  {len(lon):7}  "
            f"{took_ms:7.2f} ms  {cover_ms:7.2f} ms  "
            f"{len(cover.cells(ORDER)):6}  {cover.area_m2 / 1e6:10,.0f}"
        )

    a, b = covers
    both = a & b
    moc, width = str(both), cell_width_km(ORDER)
    print(f"\nWhat both saw, as cells of order {ORDER} ({width:.0f} km wide) and larger,")
    print(f"in the IVOA's notation: {moc[:60].rsplit(' ', 1)[0]} .. ({len(moc):,} characters)")
    print(f"that is {100 * both.area_m2 / a.area_m2:.1f} % of a; {len(both.ranges)} runs of cells.")
    print("\nThe ten cells that both sampled most:\n")
    print("cell                longitude  latitude  samples a  samples b  8 neighbours too")
    words = both.cells(ORDER)
    counts = [np.isin(co.encode(*track, ORDER), words) for track in tracks]
    per_cell = []
    for track, inside in zip(tracks, counts, strict=True):
        seen = co.encode(track[0][inside], track[1][inside], ORDER)
        per_cell.append(
            np.searchsorted(np.sort(seen), words, "right") - np.searchsorted(np.sort(seen), words)
        )
    busiest = np.argsort(-np.minimum(per_cell[0], per_cell[1]), kind="stable")[:10]
    near = both.contains_cells(co.neighbors(words[busiest]), errors="null").sum(axis=1)
    lon, lat = co.decode(words[busiest])
    for row, i in enumerate(busiest):
        print(
            f"{words[i]:#018x}  {lon[row]:9.3f}  {lat[row]:8.3f}  "
            f"{per_cell[0][i]:9}  {per_cell[1][i]:9}  {near[row]:16}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
