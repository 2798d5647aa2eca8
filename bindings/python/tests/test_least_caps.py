"""Budgeted covers of caps against the least area there is, by looking at every choice of cells."""

import coincide as co
import least_cap
import numpy as np
import pytest

RADIUS_M = 6371007.180918474
# The worst caps of bench/compare/budgets.py (100,000, seed 7) at max_cells 4 and 8, the least
# ratio of areas that S2's cells have at their worst, and ours over the least of HEALPix's.
WORST = [
    (4, (0.26870940895076956, -71.83377536213057, 0.1009692165474519), 13.72, 1e-12),
    (8, (-74.90298876862438, -88.36073172017313, 0.43887350369199696), 3.95, 1e-3),
]


def ratio(cap, max_cells):
    lon, lat, angle = cap
    point = {"type": "Point", "coordinates": [lon, lat]}
    cover = co.Coverage.from_geometry(
        point, buffer_m=angle * RADIUS_M, max_cells=max_cells, ellipsoid="sphere"
    )
    assert cover.n_cells <= max_cells
    return cover.fraction / np.sin(angle / 2) ** 2


@pytest.mark.parametrize(("max_cells", "cap", "worst_of_s2", "above"), WORST)
def test_the_worst_caps_have_no_smaller_cover(max_cells, cap, worst_of_s2, above):
    least = least_cap.Cap(*cap).least_ratio(max_cells)
    # No cover by so few HEALPix cells is as small as S2's worst.
    assert least > worst_of_s2
    assert least * (1 - 1e-12) <= ratio(cap, max_cells) <= least * (1 + above)


@pytest.mark.parametrize(("max_cells", "caps", "above"), [(4, 40, 0.01), (8, 15, 0.05)])
def test_random_caps(rng, max_cells, caps, above):
    """`above`: ours are chosen among the cells of a fine cover, not among all."""
    seen = 0
    while seen < caps:
        fraction = np.exp(rng.uniform(np.log(1e-10), np.log(0.5)))
        lat = np.degrees(np.arcsin(rng.uniform(-1, 1)))
        cap = (rng.uniform(-180, 180), lat, 2 * np.arcsin(np.sqrt(fraction)))
        least = least_cap.Cap(*cap).least_ratio(max_cells)
        if np.isinf(least):
            continue  # It meets more base cells than that.
        seen += 1
        assert least * (1 - 1e-9) <= ratio(cap, max_cells) <= least * (1 + above), cap


def test_the_search_looks_at_every_choice():
    """A cap at the middle of a base cell is held by one cell of each order up to its own."""
    cap = least_cap.Cap(0.0, 0.0, 0.01)
    assert cap.meets(0, 4) and not cap.meets(0, 6)
    # Its centre is the corner of four cells of every order from 1 on.
    assert cap.least_ratio(4) == pytest.approx(4 * np.pi / 3 / 4**6 / cap.area)
    assert cap.least_ratio(1) == pytest.approx(np.pi / 3 / cap.area)
    # Over the corner of three base cells.
    corner = least_cap.Cap(90.0, np.degrees(np.arcsin(2 / 3)), 1e-3)
    assert np.isinf(corner.least_ratio(2)) and np.isfinite(corner.least_ratio(3))
