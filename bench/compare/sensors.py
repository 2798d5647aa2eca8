"""Seeded footprints of sensors: what the comparisons of stage one run on."""

import numpy as np

EARTH_M = 6371007.2


def orbit(inclination, node, arg):
    """Unit vectors on the ground tracks of circular orbits; degrees, broadcast."""
    i, o, u = np.radians(inclination), np.radians(node), np.radians(arg)
    x = np.cos(u) * np.cos(o) - np.sin(u) * np.cos(i) * np.sin(o)
    y = np.cos(u) * np.sin(o) + np.sin(u) * np.cos(i) * np.cos(o)
    return np.stack([x, y, np.sin(u) * np.sin(i) * np.ones_like(o)], axis=-1)


def degrees(v):
    """(lon, lat) of vectors, [..., 3]."""
    lon = np.degrees(np.arctan2(v[..., 1], v[..., 0]))
    return lon, np.degrees(np.arctan2(v[..., 2], np.hypot(v[..., 0], v[..., 1])))


def unit(v):
    return v / np.linalg.norm(v, axis=-1, keepdims=True)


# ICESat-2: reference tracks of a cycle of 91 days, inclination, and the latitudes at which
# an orbit is cut into 14 granules, those over the poles among them.
TRACKS, CYCLE_DAYS, INCLINATION = 1387, 91, 92.0
CUTS = np.array([0, 27, 59.5, 80])


def granule_args():
    """[15]: where along an orbit its granules begin and end, degrees."""
    up = np.degrees(np.arcsin(np.sin(np.radians(CUTS)) / np.sin(np.radians(INCLINATION))))
    north = np.concatenate([up, 180 - up[::-1]])
    return np.concatenate([north, 180 + north[1:]])


def altimeter_rings(n, seed):
    """(offsets, lon, lat): rings round the six beams of a laser altimeter's granules.

    As CMR has them for ICESat-2: in the order of time, each a part of an orbit with 27 to
    32 vertices down one side and up the other, five decimals, on tracks that repeat to
    hundreds of metres near the poles and are pointed elsewhere by kilometres away from them.
    """
    rng = np.random.default_rng(seed)
    args = granule_args()
    row = np.arange(n)
    region, track = row % 14, row // 14 % TRACKS
    turn = 360 * CYCLE_DAYS / TRACKS  # Of the Earth under one orbit.
    node = -turn * track
    first, last = args[region], args[region + 1]
    polar = np.isin(region, (2, 3, 4, 9, 10, 11))
    aside = np.where(polar, rng.normal(0, 300, n), rng.uniform(-4500, 4500, n)) / EARTH_M
    width = rng.normal(3300, 50, n) / EARTH_M
    count = rng.integers(27, 33, n)
    offsets = np.concatenate([[0], np.cumsum(count)])
    lon, lat = np.empty(offsets[-1]), np.empty(offsets[-1])
    for vertices in range(27, 33):
        rows = np.flatnonzero(count == vertices)
        sides = []
        for stations, sign in ((vertices - vertices // 2, 1), (vertices // 2, -1)):
            part = np.linspace(0, 1, stations) * np.ones((len(rows), 1))
            part[:, 1:-1] += rng.uniform(-0.05, 0.05, (len(rows), stations - 2)) / stations
            arg = first[rows, None] + (last - first)[rows, None] * part
            middle, ahead = (
                orbit(INCLINATION, node[rows, None] - turn * a / 360, a) for a in (arg, arg + 0.01)
            )
            off = (aside[rows] + sign * width[rows])[:, None, None]
            sides.append(
                middle * np.cos(off) + unit(np.cross(middle, ahead - middle)) * np.sin(off)
            )
        ring = np.concatenate([sides[0], sides[1][:, ::-1]], axis=1)
        at = offsets[rows, None] + np.arange(vertices)
        lon[at], lat[at] = (np.round(v, 5) for v in degrees(ring))
    return offsets, lon, lat


def regions(n, seed, low_km=10, high_km=1000):
    """(offsets, lon, lat): boxes, turned any way, and shapes like basins, over the globe.

    Across from low_km to high_km, small ones as many as large ones by the logarithm; of the
    basins 12 to 200 vertices, in and out by half of their radius.
    """
    rng = np.random.default_rng(seed)
    offsets, rings = [0], []
    for k in range(n):
        centre = unit(rng.normal(size=3))
        east = unit(np.cross(centre, unit(rng.normal(size=3))))
        north = np.cross(centre, east)
        half = 500 * low_km * (high_km / low_km) ** rng.uniform() / EARTH_M
        if k % 2 == 0:
            aspect = rng.uniform(0.4, 1)
            x, y = np.array([-1, 1, 1, -1]), aspect * np.array([-1, -1, 1, 1])
        else:
            angle = np.linspace(0, 2 * np.pi, rng.integers(12, 201), endpoint=False)
            radius = np.full(len(angle), 0.75)
            for wave in range(2, 8):
                radius += rng.normal(0, 0.12 / wave) * np.cos(wave * angle + rng.uniform(0, 7))
            x, y = radius * np.cos(angle), radius * np.sin(angle)
        ring = unit(centre + half * (x[:, None] * east + y[:, None] * north))
        rings.append(np.round(np.stack(degrees(ring), axis=-1), 6))
        offsets.append(offsets[-1] + len(ring))
    lon, lat = np.concatenate(rings).T
    return np.array(offsets), lon.copy(), lat.copy()


def mixed_sizes(n, seed, scale=1.0):
    """WKB of n points and lines of 20 vertices over the globe, in one catalog.

    A third are points; lines are 10 m to 350 km long, times `scale`, small ones as many as large
    ones by the logarithm; and one in 1,000, times `scale`, goes half round the Earth.
    """
    rng = np.random.default_rng(seed)
    head = np.frombuffer(b"\1\2\0\0\0\x14\0\0\0", np.uint8)
    rows = []
    for begin in range(0, n, 50_000):
        count = min(50_000, n - begin)
        length = scale * 10 ** rng.uniform(-4, 0.5, count)
        length[rng.uniform(size=count) < scale / 1000] = 179
        is_point = rng.uniform(size=count) < 1 / 3
        inclination, node, first = (rng.uniform(0, top, (count, 1)) for top in (180, 360, 360))
        arg = first + length[:, None] * np.linspace(0, 1, 20)
        xy = np.stack(degrees(orbit(inclination, node, arg)), axis=-1)
        lines = np.empty((count, 9 + 320), np.uint8)
        lines[:, :9], lines[:, 9:] = head, xy.reshape(count, -1).view(np.uint8)
        for line, point in zip(lines, is_point.tolist(), strict=True):
            rows.append(b"\1\1\0\0\0" + line[9:25].tobytes() if point else line.tobytes())
    return rows
