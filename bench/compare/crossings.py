"""Crossings of tracks against shapely (a tree of segments, whole lines), x2sys and pyinterp.

One thread on all sides, but for the rows that say so. The peers work in polar
stereographic coordinates, made before the clock starts, on lines that are straight
there; we take lon and lat and geodesics of the ellipsoid. Crossings are matched by their
pair of segments; where the two disagree (a crossing within the bend of an edge of a
sample) the count of such rows is in the table.

GMT's x2sys (Debian's gmt) and pyinterp look at each pair of tracks, so they are given 4 of 60
passes with 60 frames, every pair of them; both are left out where they are not installed. All of
60 x 60 tracks, some of them with gaps, in a window of 500 km are a part that is run when it is
named, crossings.all_pairs: ten minutes and more, by processor time.
x2sys reads text in the plane; its crossings are matched by place. pyinterp's geodesic mode
gives places and the nearest samples, without values; 2025's and later have other functions
than the one used here, and want Python 3.12.
"""

import functools
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

os.environ["COINCIDE_THREADS"] = "1"

import coincide as co
import numpy as np
import pyproj
import shapely
import timing
from scipy.spatial import cKDTree
from timing import Row

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROJECT = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform
EARTH_M = 6371007.2


def orbits(seed, tracks, samples, inclination, jitter_m=0.0):
    """(lon, lat) [tracks, samples] of 40 degrees of near-polar ground tracks, far south."""
    rng = np.random.default_rng(seed)
    u = np.radians(270 + rng.uniform(-8, 8, tracks)[:, None] + np.linspace(-20, 20, samples))
    node, tilt = np.radians(rng.uniform(0, 360, tracks)[:, None]), np.radians(inclination)
    xyz = np.stack(
        [
            np.cos(u) * np.cos(node) - np.sin(u) * np.cos(tilt) * np.sin(node),
            np.cos(u) * np.sin(node) + np.sin(u) * np.cos(tilt) * np.cos(node),
            np.sin(u) * np.sin(tilt) + 0 * node,
        ]
    )
    xyz += rng.normal(scale=jitter_m / EARTH_M, size=xyz.shape)
    return (
        np.degrees(np.arctan2(xyz[1], xyz[0])),
        np.degrees(np.arctan2(xyz[2], np.hypot(xyz[0], xyz[1]))),
    )


def survey(seed, tracks, kind, spacing_m=20.0, size_m=950e3, gaps=False):
    """A list of (lon, lat) in a square window: passes right across, or frames of 20-100 km.

    With `gaps` three tracks of ten lack 1 to 5 km.
    """
    rng = np.random.default_rng(seed)
    low = np.array([-1.70e6, -0.75e6])
    high = low + size_m
    unproject = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform
    lines = []
    for _ in range(tracks):
        if kind == "passes":
            x = rng.uniform(low[0], high[0])
            lean = rng.uniform(-0.5, 0.5) * (high[1] - low[1])
            ends = np.array([[x, low[1]], [np.clip(x + lean, low[0], high[0]), high[1]]])
            bow = 30.0
        else:
            middle = rng.uniform(low + 6e4, high - 6e4)
            azimuth, half = rng.uniform(0, 2 * np.pi), rng.uniform(1e4, 5e4)
            step = half * np.array([np.cos(azimuth), np.sin(azimuth)])
            ends = np.array([middle - step, middle + step])
            bow = 400.0
        along = ends[1] - ends[0]
        length = np.hypot(*along)
        t = np.linspace(0, 1, int(length / spacing_m))
        aside = bow * np.sin(2 * np.pi * (t * rng.uniform(0.5, 3) + rng.uniform()))
        across = np.array([-along[1], along[0]]) / length
        xy = ends[0][:, None] + np.outer(along, t) + np.outer(across, aside)
        if gaps and rng.uniform() < 0.3:
            lost = int(rng.uniform(1e3, 5e3) / spacing_m)
            first = rng.integers(0, len(t) - lost)
            xy = np.delete(xy, slice(first, first + lost), axis=1)
        lines.append(unproject(*xy))
    return lines


class Side:
    """The samples of a set of tracks, with what the peers need ready made."""

    def __init__(self, lines):
        self.lon, self.lat = (np.concatenate([line[k] for line in lines]) for k in range(2))
        counts = [len(line[0]) for line in lines]
        self.track = np.repeat(np.arange(len(lines)), counts)
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.xy = np.stack(PROJECT(self.lon, self.lat), axis=1)
        self.height = 1e-3 * self.xy[:, 0]
        self.segments = np.flatnonzero(np.diff(self.track) == 0)

    def interpolate(self, segment, fraction):
        h = self.height
        return (1 - fraction) * h[segment] + fraction * h[segment + 1]


def ours(a, b, threads=1, max_gap=None):
    return co.crossings(
        a.lon, a.lat, b.lon, b.lat, track_a=a.track, track_b=b.track,
        values_a={"h": a.height}, values_b={"h": b.height}, threads=threads, max_gap=max_gap,
    )  # fmt: skip


def solve(a, b, i, j):
    """Fractions where segments i and j cross, half-open, and which of them do."""
    r, s = a.xy[i + 1] - a.xy[i], b.xy[j + 1] - b.xy[j]
    w = b.xy[j] - a.xy[i]
    cross = lambda p, q: p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]  # noqa: E731
    d = cross(r, s)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v = cross(w, s) / d, cross(w, r) / d
    return u, v, (d != 0) & (u >= 0) & (u < 1) & (v >= 0) & (v < 1)


def segment_tree(a, b):
    """A tree over the segments of b, asked with those of a."""
    lines = [
        shapely.linestrings(np.stack([s.xy[s.segments], s.xy[s.segments + 1]], axis=1))
        for s in (a, b)
    ]
    i, j = shapely.STRtree(lines[1]).query(lines[0])
    i, j = a.segments[i], b.segments[j]
    u, v, crossing = solve(a, b, i, j)
    i, j, u, v = i[crossing], j[crossing], u[crossing], v[crossing]
    return i, j, b.interpolate(j, v) - a.interpolate(i, u)


def whole_lines(a, b):
    """GEOS's intersections of whole tracks, then found again along each."""
    lines = [
        np.array(
            [shapely.LineString(s.xy[p:q]) for p, q in zip(s.first, s.first[1:], strict=False)]
        )
        for s in (a, b)
    ]
    p, q = shapely.STRtree(lines[1]).query(lines[0], predicate="intersects")
    parts, pair = shapely.get_parts(
        shapely.intersection(lines[0][p], lines[1][q]), return_index=True
    )
    points = shapely.get_type_id(parts) == 0
    parts, p, q = parts[points], p[pair[points]], q[pair[points]]

    def locate(side, lines, which):
        along = shapely.line_locate_point(lines[which], parts)
        segment, fraction = np.empty(len(which), int), np.empty(len(which))
        for track in np.unique(which):
            rows = which == track
            xy = side.xy[side.first[track] : side.first[track + 1]]
            run = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
            k = np.clip(np.searchsorted(run, along[rows], "right") - 1, 0, len(run) - 2)
            segment[rows] = side.first[track] + k
            fraction[rows] = (along[rows] - run[k]) / (run[k + 1] - run[k])
        return segment, fraction

    i, u = locate(a, lines[0], p)
    j, v = locate(b, lines[1], q)
    return i, j, b.interpolate(j, v) - a.interpolate(i, u)


def compare(x, theirs):
    """Text of how many rows are the same; raises where more than 1 in 1,000 is not."""
    i, j, dh = theirs
    found = {(p, q): h for p, q, h in zip(i.tolist(), j.tolist(), dh.tolist(), strict=True)}
    mine = zip(x["seg_a"].tolist(), x["seg_b"].tolist(), x["dh"].tolist(), strict=True)
    same = [(h, found[p, q]) for p, q, h in mine if (p, q) in found]
    apart = len(x) + len(found) - 2 * len(same)
    assert apart <= 2e-3 * len(x), (len(x), len(found), len(same))
    assert max(abs(h - g) for h, g in same) < 1e-3 * 1
    return f"{len(x):,} crossings, {apart} differ in their segments"


def rows_of(case, a, b, peers, rounds):
    x = ours(a, b)
    answers = {name: compare(x, run(a, b)) for name, run in peers.items()}
    assert x == ours(a, b, threads=2)
    runs = {name: functools.partial(run, a, b) for name, run in peers.items()}
    runs |= {"one": lambda: ours(a, b), "two": lambda: ours(a, b, threads=2)}
    best = timing.best_of(runs, rounds)
    rows = [Row(case, best["one"], name, best[name], 1, answers[name]) for name in peers]
    same = "the same bytes"
    return [
        *rows,
        Row(f"{case}, 2 threads", best["two"], "coincide, 1 thread", best["one"], 1, same),
    ]


def near_ours(x, xy, slack_m):
    """Text of how many places of a peer are ours, one by one; raises where ours have more."""
    mine = np.stack(PROJECT(x["lon"], x["lat"]), axis=1)
    distance, nearest = cKDTree(mine).query(xy)
    found = np.unique(nearest[distance < slack_m])
    assert len(found) == len(x), (len(found), len(x))
    apart = distance[distance < slack_m].max()
    more = np.count_nonzero(distance >= slack_m)
    text = f"{len(x)} crossings, all its own, at most {apart * 1e3:.2g} mm apart"
    return f"{text}; it has {more} more" if more else text


def processor_time():
    """Seconds of this program and of those it ran."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def x2sys_rows(case, lines_a, lines_b, a, b, best, clock=time.perf_counter):
    sys.path.insert(0, str(ROOT / "bindings" / "python" / "tests"))
    from x2sys import X2sys

    sides = [
        [(*s.xy[p:q].T, s.height[p:q]) for p, q in zip(s.first, s.first[1:], strict=False)]
        for s in (a, b)
    ]
    low, high = (getattr(np.r_[a.xy, b.xy], f)(axis=0) for f in ("min", "max"))
    window = (low[0] - 1, high[0] + 1, low[1] - 1, high[1] + 1)
    with tempfile.TemporaryDirectory() as folder:
        peer = X2sys(pathlib.Path(folder), *sides, 250, [f"{edge:.0f}" for edge in window])
        start = clock()
        text = peer.cross(seconds=3 * 3600)
        seconds = clock() - start
    rows = peer.rows(text)
    answer = near_ours(ours(a, b, max_gap=250.0), rows[:, 2:4], 1e-2)
    version = subprocess.run(["gmt", "--version"], capture_output=True, text=True).stdout.strip()
    return [Row(case, best, f"x2sys of GMT {version}", seconds, 1, answer)]


def pyinterp_rows(case, lines_a, lines_b, a, b, best, clock=time.perf_counter):
    import pyinterp.geodetic

    start = clock()
    found = [
        place
        for p in lines_a
        for q in lines_b
        for place, _ in pyinterp.geodetic.calculate_crossover_list(
            *p, *q, predicate=20.0, wgs=pyinterp.geodetic.Spheroid(), cartesian_plane=False
        )
    ]
    seconds = clock() - start
    xy = np.stack(PROJECT([p.lon for p in found], [p.lat for p in found]), axis=1)
    answer = near_ours(ours(a, b), xy, 1e-2)
    return [Row(case, best, f"pyinterp {pyinterp.__version__}, geodesics", seconds, 1, answer)]


def pair_rows(scale, rounds):
    """Peers that look at pairs of tracks."""
    lines_a, lines_b = survey(1, 4, "passes"), survey(2, max(2, int(60 * min(1, scale))), "frames")
    a, b = Side(lines_a), Side(lines_b)
    case = f"4 passes x {len(lines_b)} frames, {len(a.lon):,} x {len(b.lon):,} samples"
    best = timing.best_of({"ours": lambda: ours(a, b)}, max(20, rounds))["ours"]
    return peers_of_pairs(case, lines_a, lines_b, a, b, best)


def peers_of_pairs(*job):
    rows = []
    if shutil.which("gmt"):
        rows += x2sys_rows(*job)
    if importlib.util.find_spec("pyinterp"):
        rows += pyinterp_rows(*job)
    return rows


def all_pair_rows(scale, rounds):
    """The same peers on every pair of two sets of tracks with gaps, by processor time."""
    tracks = max(2, int(60 * min(1, scale)))
    lines_a = survey(1, tracks, "passes", size_m=500e3, gaps=True)
    lines_b = survey(2, tracks, "frames", size_m=500e3, gaps=True)
    a, b = Side(lines_a), Side(lines_b)
    case = f"{tracks} passes x {tracks} frames, {len(a.lon):,} x {len(b.lon):,} samples, CPU"
    times = []
    for _ in range(max(20, rounds)):
        start = time.process_time()
        ours(a, b, max_gap=250.0)
        times.append(time.process_time() - start)
    return peers_of_pairs(case, lines_a, lines_b, a, b, min(times), processor_time)


def shapely_rows(scale, rounds):
    tree = {f"shapely {shapely.__version__}, tree of segments": segment_tree}
    lines = {f"shapely {shapely.__version__}, whole lines": whole_lines}
    tracks = max(2, int(200 * min(1, scale)))
    rows = []
    for jitter_m, name in ((0.0, ""), (30.0, ", 30 m jitter")):
        a, b = (
            Side(list(zip(*orbits(seed, tracks, 20_000, inclination, jitter_m), strict=True)))
            for seed, inclination in ((30, 92.0), (31, 94.0))
        )
        rows += rows_of(f"{tracks} x {tracks} tracks of 20,000{name}", a, b, tree, rounds)
    a = Side(survey(1, tracks, "passes"))
    b = Side(survey(2, tracks, "frames"))
    case = f"{tracks} passes x {tracks} frames, {len(a.lon):,} x {len(b.lon):,} samples"
    rows += rows_of(case, a, b, lines, rounds)
    return rows


def main():
    jobs = {"shapely": shapely_rows, "pairs": pair_rows}
    long = {"all_pairs": all_pair_rows}
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--only", choices=[*jobs, *long], help="one part of the table")
    options = parser.parse_args()
    rows = []
    for name, job in (jobs | long).items():
        if options.only == name or (options.only is None and name in jobs):
            rows += job(options.scale, options.rounds)
    timing.save(rows, options.json)
    timing.show(rows)


if __name__ == "__main__":
    main()
