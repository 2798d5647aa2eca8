"""crossings against GMT's x2sys_cross and against segments in GEOS, row by row.

Both work in the plane of EPSG:3031: with segments of some 20 m a straight line of the map is
within 0.01 mm of the geodesic. A gap of x2sys is the way from the crossing to a sample, ours that
between two samples: with gaps of more than twice the limit they mean the same.
"""

import shutil

import coincide as co
import numpy as np
import pyproj
import pytest
from x2sys import X2sys

shapely = pytest.importorskip("shapely")

GAP_M = 250.0
TO_LONLAT = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform


def made(rng, tracks, n=400, even=False):
    """Tracks of some 20 m, or of just 20 m, through one place, with gaps: (x, y, h, t) of each."""
    result = []
    for _ in range(tracks):
        heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.01, n))
        steps = 20 * (np.ones(n) if even else rng.uniform(0.8, 1.2, n))
        x, y = np.cumsum(steps * np.cos(heading)), np.cumsum(steps * np.sin(heading))
        x += -1_500_000 - x[n // 2] + rng.normal(0, 800)
        y += -400_000 - y[n // 2] + rng.normal(0, 800)
        h = 1000 + 20 * np.sin(x / 300) + 0.01 * y + rng.normal(0, 1, n)
        t = 1000.0 * rng.integers(1, 9) + 0.01 * np.arange(n)
        keep = np.ones(n, bool)
        keep[n // 4 : n // 4 + 32] = False  # 600 m.
        result.append(tuple(column[keep] for column in (x, y, h, t)))
    return result


def sides(a, b, **options):
    """co.crossings of both sides."""
    given = {}
    for name, tracks in (("a", a), ("b", b)):
        x, y, h, t = (np.concatenate([track[k] for track in tracks]) for k in range(4))
        lon, lat = TO_LONLAT(x, y)
        given |= {
            f"lon_{name}": lon, f"lat_{name}": lat, f"values_{name}": {"h": h},
            f"time_{name}": np.round(t * 1e9).astype(np.int64),
            f"track_{name}": np.repeat(np.arange(len(tracks)), [len(track[0]) for track in tracks]),
        }  # fmt: skip
    return co.crossings(**given, max_gap=GAP_M, **options)


@pytest.mark.skipif(shutil.which("gmt") is None, reason="GMT is not installed")
@pytest.mark.parametrize(("method", "theirs"), [("linear", "l"), ("akima", "a"), ("cubic", "c")])
def test_x2sys(rng, tmp_path, method, theirs):
    # Its splines go by sample number, ours by distance.
    a, b = (made(rng, n, even=method != "linear") for n in (6, 7))
    ours = sides(a, b, method=method)
    peer = X2sys(tmp_path, a, b, GAP_M, (-1600000, -1400000, -500000, -300000))
    rows = peer.rows(peer.cross(theirs))
    assert len(rows) == len(ours) > 20
    x, y = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform(
        ours["lon"], ours["lat"]
    )
    # In one order: pair, then place.
    order = np.lexsort((np.round(x, 1), ours["track_b"], ours["track_a"]))
    rows = rows[np.lexsort((np.round(rows[:, 2], 1), rows[:, 1], rows[:, 0]))]
    assert np.array_equal(rows[:, 0], ours["track_a"][order])
    assert np.array_equal(rows[:, 1], ours["track_b"][order])
    assert np.abs(rows[:, 2] - x[order]).max() < 1e-3
    assert np.abs(rows[:, 3] - y[order]).max() < 1e-3
    # Its places along a track are sample numbers, as there are no times.
    for side, tracks, column in (("a", a, 4), ("b", b, 5)):
        starts = np.r_[0, np.cumsum([len(track[0]) for track in tracks])]
        at = (ours[f"seg_{side}"] + ours[f"frac_{side}"])[order]
        assert np.abs(rows[:, column] - (at - starts[ours[f"track_{side}"][order]])).max() < 1e-3
    for side, column in (("a", -2), ("b", -1)):
        apart = np.abs(rows[:, column] - ours[f"h_{side}"][order])
        # Beside a gap ours are linear, its splines go on over it.
        short = ours["flags"][order] & 64 != 0
        assert apart[~short].max() < 1e-4 and short.sum() < len(short) / 4


def test_segments_in_geos(rng):
    a, b = made(rng, 8), made(rng, 9)
    ours = sides(a, b)

    def segments(tracks):
        rows, first, second, start = [], [], [], 0
        for x, y, *_ in tracks:
            xy = np.c_[x, y]
            good = np.flatnonzero(np.hypot(*np.diff(xy, axis=0).T) <= GAP_M)
            rows.append(start + good)
            first.append(xy[good])
            second.append(xy[good + 1])
            start += len(x)
        ends = np.concatenate(first), np.concatenate(second)
        return np.concatenate(rows), *ends, shapely.linestrings(np.stack(ends, axis=1))

    rows_a, p0, p1, lines_a = segments(a)
    rows_b, q0, q1, lines_b = segments(b)
    i, j = shapely.STRtree(lines_b).query(lines_a)
    r, s, w = p1[i] - p0[i], q1[j] - q0[j], q0[j] - p0[i]

    def cross(p, q):
        return p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]

    d = cross(r, s)
    u, v = cross(w, s) / d, cross(w, r) / d
    hit = (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    found = sorted(zip(rows_a[i[hit]], rows_b[j[hit]], u[hit], v[hit], strict=True))
    got = zip(*(ours[name] for name in ("seg_a", "seg_b", "frac_a", "frac_b")), strict=True)
    got = sorted(got)
    assert len(found) == len(got) > 40
    for want, have in zip(found, got, strict=True):
        assert want[:2] == have[:2]
        # A segment of 20 m and angles above a degree: 0.01 mm over the sine.
        assert abs(want[2] - have[2]) < 1e-4 and abs(want[3] - have[3]) < 1e-4
