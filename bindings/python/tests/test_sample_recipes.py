"""The recipes that users of the field run today, row by row beside ours, on two made-up sensors.

Where a recipe's row is not ours, or the other way round, the reason is one of these, and each
such row is decided by PROJ, which must agree with us:

- chords (cKDTree in ECEF): up to R^3 / 24 a^2 shorter than the geodesic, 8 nm at 200 m
- a sphere (haversine, astropy): wrong by up to 0.5 %
- the plane of EPSG:3031 (buffers, dwithin, DuckDB): 0.9 to 1.6 % short at 75 S
- polygons of buffers: inscribed, so that the outermost 0.5 % is lost
- straight edges of the map: other curves than geodesics, 0.1 mm beside those of 80 m

Cells as partitions on Dask change nothing: their rows are those of the tree over all.
"""

import itertools

import coincide as co
import numpy as np
import pyproj
import pytest

shapely = pytest.importorskip("shapely")
spatial = pytest.importorskip("scipy.spatial")

GEOD = pyproj.Geod(ellps="WGS84")
TO_LONLAT = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform
TO_ECEF = pyproj.Transformer.from_crs(4979, 4978, always_xy=True).transform
DAY = 86_400 * 10**9


@pytest.fixture
def tracks(rng):
    """20 passes of one sensor and 10 frames of another in a window of 60 km: x, y, ns."""

    def made(n, length_m, spacing_m):
        parts = []
        for _ in range(n):
            s = np.arange(0, length_m, spacing_m)
            azimuth = rng.uniform(0, 2 * np.pi)
            x = rng.uniform(-1.32e6, -1.28e6) + (s - length_m / 2) * np.cos(azimuth)
            y = rng.uniform(-4.2e5, -3.8e5) + (s - length_m / 2) * np.sin(azimuth)
            x += 50 * np.sin(s / 4000)
            parts.append((x, y, np.full(len(s), rng.integers(0, 200)) * DAY))
        x, y, t = (np.concatenate([part[k] for part in parts]) for k in range(3))
        return x, y, t.astype(np.int64), np.r_[0, np.cumsum([len(part[0]) for part in parts])]

    return made(20, 60_000, 40.0), made(10, 30_000, 25.0)


def ecef(lon, lat):
    return np.c_[TO_ECEF(lon, lat, np.zeros_like(lon))]


def flat(lists):
    counts = [len(one) for one in lists]
    return np.repeat(np.arange(len(lists)), counts), np.array(
        [k for one in lists for k in one], int
    )


def decided(ours, theirs, a, b, within):
    """How many pairs differ; PROJ must agree with ours on each."""
    differ = sorted(ours ^ theirs)
    if differ:
        i, j = np.array(differ).T
        distance = GEOD.inv(a[0][i], a[1][i], b[0][j], b[1][j])[2]
        assert np.array_equal(distance <= within, [pair in ours for pair in differ])
    return len(differ)


@pytest.mark.parametrize("within", [50.0, 200.0, 2000.0])
def test_points_within_a_radius_and_days(tracks, within):
    (x, y, ta, _), (u, v, tb, _) = tracks
    a, b = TO_LONLAT(x, y), TO_LONLAT(u, v)
    i, j, _ = co.match_points(*a, *b, within, time_a=ta, time_b=tb, time_window="30D")
    ours = set(zip(i.tolist(), j.tolist(), strict=True))
    assert len(ours) > 100

    def in_time(p, q):
        good = np.abs(ta[p] - tb[q]) <= 30 * DAY
        return set(zip(p[good].tolist(), q[good].tolist(), strict=True))

    near = spatial.cKDTree(ecef(*b)).query_ball_point(ecef(*a), within, return_sorted=False)
    assert decided(ours, in_time(*flat(near)), a, b, within) <= 1
    # Haversine, as of scikit-learn's BallTree and typhon.
    units = [
        np.c_[np.cos(q) * np.cos(p), np.cos(q) * np.sin(p), np.sin(q)]
        for p, q in (np.radians(side) for side in (a, b))
    ]
    chord = 2 * np.sin(within / 6371008.8 / 2)
    near = spatial.cKDTree(units[1]).query_ball_point(units[0], chord, return_sorted=False)
    differ = decided(ours, in_time(*flat(near)), a, b, within)
    assert differ < 0.02 * len(ours) and (within < 2000 or differ > 0)


@pytest.mark.parametrize("order", [7, 9, 11])
def test_partitions_by_cells_on_dask(tracks, order):
    """A task a cell: samples of a in it, with those of b in it or within reach of it."""
    dask = pytest.importorskip("dask")
    healpix = pytest.importorskip("astropy_healpix")
    units = pytest.importorskip("astropy.units")
    within = 200.0
    (x, y, ta, _), (u, v, tb, _) = tracks
    a, b = TO_LONLAT(x, y), TO_LONLAT(u, v)
    places = ecef(*a), ecef(*b)
    grid = healpix.HEALPix(nside=2**order, order="nested")

    def cell(lon, lat):
        return np.asarray(grid.lonlat_to_healpix(lon * units.deg, lat * units.deg), np.int64)

    cells = cell(*a), cell(*b)
    # Where the disc leaves the cell a vertex of the octagon round it does: to all neighbours.
    leaves = np.zeros(len(u), bool)
    for azimuth in np.arange(0, 360, 45.0):
        round_it = GEOD.fwd(*b, np.full(len(u), azimuth), np.full(len(u), 1.1 * within))
        leaves |= cell(*round_it[:2]) != cells[1]
    ring = np.asarray(grid.neighbours(cells[1][leaves]), np.int64)
    keys = np.concatenate([cells[1], ring.ravel()])
    rows = np.concatenate([np.arange(len(u)), np.tile(np.flatnonzero(leaves), 8)])

    @dask.delayed
    def task(mine, theirs):
        near = spatial.cKDTree(places[1][theirs]).query_ball_point(places[0][mine], within)
        i, j = flat(near)
        i, j = mine[i], theirs[j]
        good = np.abs(ta[i] - tb[j]) <= 30 * DAY
        return np.c_[i[good], j[good]]

    shared = np.intersect1d(cells[0], keys)
    tasks = [task(np.flatnonzero(cells[0] == key), rows[keys == key]) for key in shared]
    assert len(tasks) > 3
    found = np.concatenate(dask.compute(*tasks, scheduler="threads"))
    theirs = set(map(tuple, found.tolist()))
    assert len(theirs) == len(found) > 100, "a pair twice"
    i, j, _ = co.match_points(*a, *b, within, time_a=ta, time_b=tb, time_window="30D")
    ours = set(zip(i.tolist(), j.tolist(), strict=True))
    assert decided(ours, theirs, a, b, within) <= 1


def test_the_nearest_point(tracks):
    (x, y, *_), (u, v, *_) = tracks
    a, b = TO_LONLAT(x, y), TO_LONLAT(u, v)
    i, j, distance = co.match_points(*a, *b, None, keep="nearest")
    chord, nearest = spatial.cKDTree(ecef(*b)).query(ecef(*a))
    assert i.tolist() == list(range(len(x)))
    # Where another is as near by chord, ours is the nearer by geodesic, or the first.
    other = np.flatnonzero(j != nearest)
    theirs = GEOD.inv(a[0][other], a[1][other], b[0][nearest[other]], b[1][nearest[other]])[2]
    assert len(other) < 20 and np.all(distance[other] <= theirs + 1e-7)
    # 60 km is 0.2 m more than its chord.
    assert np.abs(distance - chord).max() < 1.0


def test_samples_within_500_m_of_lines(tracks):
    (x, y, *_), (u, v, _, offsets) = tracks
    lon, lat = TO_LONLAT(x, y)
    rows, line, distance, along, _ = co.near_lines(lon, lat, *TO_LONLAT(u, v), offsets, 500.0)
    ours = dict(zip(zip(rows.tolist(), line.tolist(), strict=True), distance, strict=True))
    lines = [shapely.LineString(np.c_[u, v][p:q]) for p, q in itertools.pairwise(offsets)]
    points = shapely.points(x, y)
    k, i = shapely.STRtree(points).query(lines, predicate="dwithin", distance=500.0)
    theirs = set(zip(i.tolist(), k.tolist(), strict=True))
    assert ours.keys() < theirs and len(ours) > 500
    # What the plane has more is farther by PROJ from every place of the line, a metre apart.
    for row, number in theirs - ours.keys():
        path = lines[number]
        s = path.project(points[row]) + np.arange(-100.0, 101.0)
        foot = shapely.get_coordinates(shapely.line_interpolate_point(path, s.clip(0, path.length)))
        to = TO_LONLAT(*foot.T)
        assert GEOD.inv(np.full(201, lon[row]), np.full(201, lat[row]), *to)[2].min() > 500.0
    # Polygons of buffers lose some of those of the plane, and what they have is of it.
    buffers = shapely.buffer(lines, 500.0, quad_segs=16)
    k, i = shapely.STRtree(points).query(buffers, predicate="contains")
    assert set(zip(i.tolist(), k.tolist(), strict=True)) <= theirs
    # Where along the line: the map's lengths are as much shorter as its distances.
    of = [(pair, s) for pair, s in zip(zip(rows, line, strict=True), along, strict=True)]
    planar = np.array([lines[k].project(points[i]) for (i, k), _ in of])
    scale = planar[along > 1000] / along[along > 1000]
    assert 0.98 < scale.min() and scale.max() < 0.995


def test_samples_in_polygons(rng, tracks):
    (x, y, *_), _ = tracks
    turn = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    planar = []
    for _ in range(6):
        r = rng.uniform(5e3, 1.5e4) * (1 + 0.15 * np.sin(3 * turn) + 0.05 * np.sin(19 * turn))
        centre = rng.uniform([-1.31e6, -4.1e5], [-1.29e6, -3.9e5])
        planar.append(
            shapely.Polygon(np.c_[centre[0] + r * np.cos(turn), centre[1] + r * np.sin(turn)])
        )
    polygons = [
        shapely.Polygon(np.c_[TO_LONLAT(*shapely.get_coordinates(p.exterior).T)]) for p in planar
    ]
    rows, polygon = co.in_polygons(*TO_LONLAT(x, y), polygons)
    ours = set(zip(rows.tolist(), polygon.tolist(), strict=True))
    points = shapely.points(x, y)
    k, i = shapely.STRtree(points).query(planar, predicate="contains")
    theirs = set(zip(i.tolist(), k.tolist(), strict=True))
    assert len(ours) > 1000
    for row, number in ours ^ theirs:
        assert shapely.distance(points[row], planar[number].exterior) < 2e-3


def test_clusters_of_crossings(tracks):
    """DBSCAN chains, and a leader keeps what its seed claimed; where neither can, all agree."""
    sparse = pytest.importorskip("scipy.sparse")
    radius = 3000.0
    (x, y, _, of_a), (u, v, _, of_b) = tracks
    crossings = co.crossings(
        *TO_LONLAT(x, y), *TO_LONLAT(u, v),
        track_a=np.repeat(np.arange(20), np.diff(of_a)),
        track_b=np.repeat(np.arange(10), np.diff(of_b)),
    )  # fmt: skip
    s = co.super_crossovers(crossings, radius, min_passes=1)
    sites = {frozenset(s.members["row"][s.members["site"] == k].tolist()) for k in range(len(s))}
    n = len(crossings)
    assert n > 60 and sorted(row for site in sites for row in site) == list(range(n))
    lon, lat = crossings["lon"], crossings["lat"]
    i, j = np.divmod(np.arange(n * n), n)
    distance = GEOD.inv(lon[i], lat[i], lon[j], lat[j])[2].reshape(n, n)
    near = distance <= radius

    # DBSCAN with eps and one sample: the components of the graph of neighbours.
    _, component = sparse.csgraph.connected_components(sparse.csr_array(near))
    chains = [
        frozenset(np.flatnonzero(component == k).tolist()) for k in range(component.max() + 1)
    ]
    for site in sites:
        assert any(site <= chain for chain in chains)
        assert distance[np.ix_(list(site), list(site))].max() <= 2 * radius
    wide = [chain for chain in chains if chain not in sites]
    # A chain that is not a site is wider than a site may be from its centre.
    assert wide and all(distance[np.ix_(list(chain), list(chain))].max() > radius for chain in wide)

    # The leader: densest first, claims its neighbours, and keeps them.
    taken, leaders = np.zeros(n, bool), set()
    for seed in np.lexsort((lat, lon, -near.sum(axis=1))):
        if not taken[seed]:
            claimed = near[seed] & ~taken
            taken |= claimed
            leaders.add(frozenset(np.flatnonzero(claimed).tolist()))
    compact = {chain for chain in chains if near[np.ix_(list(chain), list(chain))].all()}
    assert len(compact) > 3 and compact <= sites and compact <= leaders
    assert len(sites & leaders) > 0.5 * len(sites)
