"""Footprints of samples: their tracks as lines, cut at gaps, as WKB."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from coincide._core import Ellipsoid

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

# Lines are simplified in pieces of this length at most, along which the geodesic
# between two ends and the chord's projection differ by far less than a millimetre.
_LONGEST_M = 50_000.0


def ecef(lon: Doubles, lat: Doubles) -> Doubles:
    """[n, 3] metres on the WGS84 ellipsoid: chords are never longer than geodesics."""
    wgs84 = Ellipsoid("WGS84")
    e2 = wgs84.flattening * (2 - wgs84.flattening)
    a, b = np.radians(lon), np.radians(lat)
    normal = wgs84.a / np.sqrt(1 - e2 * np.sin(b) ** 2)
    across = normal * np.cos(b)
    return np.stack([across * np.cos(a), across * np.sin(a), normal * (1 - e2) * np.sin(b)], axis=1)


def leg_starts(
    lon: Doubles, lat: Doubles, track: NDArray[np.int32] | None, row: Ints, cut_gap: float | None
) -> Ints:
    """Index of the first sample of each leg: a new track, a gap, a missing row."""
    if len(lon) == 0:
        return np.empty(0, np.int64)
    breaks = np.diff(row) != 1
    if track is not None:
        breaks |= np.diff(track) != 0
    if cut_gap is not None:
        xyz = ecef(lon, lat)
        # Samples one `cut_gap` apart are joined: the chord is shorter than the geodesic.
        breaks |= np.linalg.norm(np.diff(xyz, axis=0), axis=1) > cut_gap
    return np.concatenate([[0], np.flatnonzero(breaks) + 1])


def simplified(lon: Doubles, lat: Doubles, starts: Ints, error_m: float) -> NDArray[np.bool_]:
    """Which samples to keep so that none of the others is farther than error_m from its line.

    Douglas-Peucker on chords: the distance to a chord in space is no less than that to
    the geodesic over it, up to 1e-6 of it, for which the tolerance is taken smaller.
    """
    xyz = ecef(lon, lat)
    keep = np.zeros(len(lon), dtype=bool)
    ends = np.append(starts[1:], len(lon))
    tolerance = 0.999 * error_m
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        keep[start] = keep[end - 1] = True
        stack = [(start, end - 1)]
        while stack:
            i, j = stack.pop()
            if j - i < 2:
                continue
            chord = xyz[j] - xyz[i]
            length = float(np.linalg.norm(chord))
            if length > _LONGEST_M:
                # Cut anyway: where its samples are need not be known for that.
                middle = (i + j) // 2
                keep[middle] = True
                stack += [(i, middle), (middle, j)]
                continue
            inner = xyz[i + 1 : j] - xyz[i]
            along = np.clip(inner @ chord / length**2, 0, 1) if length > 0 else np.zeros(len(inner))
            off = np.linalg.norm(inner - along[:, None] * chord, axis=1)
            at = int(np.argmax(off))
            if off[at] <= tolerance:
                continue
            middle = i + 1 + at
            keep[middle] = True
            stack += [(i, middle), (middle, j)]
    return keep


def lines_wkb(lon: Doubles, lat: Doubles, starts: Ints) -> bytes | None:
    """WKB of a MultiLineString of the legs; a leg of one sample is a line of two equal points."""
    if len(lon) == 0:
        return None
    xy = np.stack([lon, lat], axis=1).astype("<f8")
    ends = np.append(starts[1:], len(lon))
    parts = [struct.pack("<BII", 1, 5, len(starts))]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        leg = xy[start:end] if end - start > 1 else xy[[start, start]]
        parts.append(struct.pack("<BII", 1, 2, len(leg)) + leg.tobytes())
    return b"".join(parts)


def polygon_wkb(*rings: tuple[Doubles, Doubles]) -> bytes:
    """WKB of a polygon of rings (lon, lat), closed where they are not; the first is the shell."""
    parts = [struct.pack("<BII", 1, 3, len(rings))]
    for lon, lat in rings:
        xy = np.stack([lon, lat], axis=1).astype("<f8")
        if len(xy) and not np.array_equal(xy[0], xy[-1]):
            xy = np.concatenate([xy, xy[:1]])
        parts.append(struct.pack("<I", len(xy)) + xy.tobytes())
    return b"".join(parts)
