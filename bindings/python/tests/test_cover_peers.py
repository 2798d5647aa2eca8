"""Covers of rings against cdshealpix and healpy: each cell that differs is judged, none of
ours may be wrong."""

import arc_cells
import numpy as np
import pytest
from surroundings import LONG

healpy = pytest.importorskip("healpy")
pytest.importorskip("cdshealpix")
import cover_peers  # noqa: E402

pytestmark = pytest.mark.peers


@pytest.mark.parametrize("family", cover_peers.FAMILIES)
def test_cells_that_differ(family):
    seed = 12 if LONG else 11
    print(f"seed {seed}")
    for i, ring in enumerate(cover_peers.rings_of(family, 200 if LONG else 5, seed)):
        counts, lines, faults = cover_peers.compare(ring)
        print(f"ring {i}, order {ring.order}: {len(lines)} cells differ", *lines[:40], sep="\n  ")
        assert not faults, f"ring {i}: {ring}"
        assert sum(count["wrong"] for count in counts.values()) == 0


def test_the_box_of_which_cdshealpix_loses_nine_tenths():
    ring = cover_peers.rings_of(cover_peers.ONE_BOX, 5)[-1]
    counts, _, faults = cover_peers.compare(ring)
    assert not faults
    assert counts["cdshealpix"]["lost"] > 0.85 * counts["cdshealpix"]["ours"]
    assert counts["healpy"]["lost"] == 0


def test_the_judge_finds_what_is_left_out_and_put_in(monkeypatch):
    """With a boundary cell of ours taken away, and one added, each is a fault."""
    ring = cover_peers.rings_of("small", 1)[0]
    outer, inner = cover_peers.ours(ring)
    theirs = cover_peers.of_healpy(ring) if ring.convex else cover_peers.of_cdshealpix(ring)[0]
    boundary = np.setdiff1d(np.intersect1d(outer, theirs), inner)
    less = np.setdiff1d(outer, boundary[:1])
    monkeypatch.setattr(cover_peers, "ours", lambda _: [less, inner])
    assert len(cover_peers.compare(ring)[2]) >= 1
    far = np.setdiff1d(np.arange(4**ring.order), outer)[:1]
    monkeypatch.setattr(cover_peers, "ours", lambda _: [np.union1d(outer, far), inner])
    assert len(cover_peers.compare(ring)[2]) >= 1
    monkeypatch.setattr(cover_peers, "ours", lambda _: [outer, np.union1d(inner, boundary[:1])])
    assert len(cover_peers.compare(ring)[2]) >= 1


@pytest.mark.parametrize("family", cover_peers.FAMILIES)
def test_the_judge_against_samples(family, rng):
    """Cells with samples of the edges in them are met; centres are inside as windings say."""
    for ring in cover_peers.rings_of(family, 3, seed=5):
        judge = arc_cells.Ring(ring.lon, ring.lat, ring.outside)
        n = 300 // len(ring.lon) + 2
        a = np.repeat(judge.a, n, axis=0)
        b = np.repeat(judge.b, n, axis=0)
        t = np.tile(np.linspace(0, 1, n + 2)[1:-1], len(ring.lon))[:, None]
        p = (1 - t) * a + t * b
        met = np.unique(healpy.vec2pix(1 << ring.order, *p.T, nest=True))
        verdicts = judge.verdicts(ring.order, met)
        assert set(verdicts.values()) <= {"boundary", "touches", "grazed"}
        # Random cells near the ring: those without an edge are as the winding says, which
        # counts turns round the opposite place too, the other way about.
        middle = -np.array(arc_cells.unit(arc_cells.Doubles, *ring.outside))
        way = np.sign(judge.normal.sum(axis=0) @ middle)
        side = 3 * np.degrees(judge.length.max()) + 1
        lon = ring.lon[0] + rng.uniform(-side, side, 200)
        lat = np.clip(ring.lat[0] + rng.uniform(-side, side, 200), -89, 89)
        cells = healpy.ang2pix(1 << ring.order, lon, lat, nest=True, lonlat=True)
        for cell, verdict in judge.verdicts(ring.order, cells).items():
            if verdict in ("inside", "outside"):
                centre = np.array(healpy.pix2vec(1 << ring.order, cell, nest=True))
                assert (winding(judge.a, centre) * way > 0.5) == (verdict == "inside")


def winding(vertices, point):
    """Turns of the direction from a point to the vertices of a ring, whose edges are short
    beside half the sphere."""
    ref = np.array([0.3, 0.5, 0.8]) if abs(point[2]) < 0.9 else np.array([1.0, 0.2, 0.1])
    east = np.cross(ref, point)
    east /= np.linalg.norm(east)
    north = np.cross(point, east)
    azimuth = np.arctan2(vertices @ north, vertices @ east)
    turn = np.diff(np.append(azimuth, azimuth[0]))
    return ((turn + np.pi) % (2 * np.pi) - np.pi).sum() / (2 * np.pi)
