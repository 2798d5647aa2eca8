"""The seeded inputs of the comparisons, as float64 and uint64 columns."""

import numpy as np


def uniform_points(n):
    """(lon, lat) in degrees, uniform on the sphere, in random order."""
    rng = np.random.default_rng(1)
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))


def southern_points(n):
    """The same, south of 60 S only."""
    rng = np.random.default_rng(2)
    edge = np.sin(np.radians(-60.0))
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, edge, n)))


POINTS = {"uniform": uniform_points, "south of 60 S": southern_points}


def random_cells(order, n):
    """NESTED indices of one order, uint64."""
    return np.random.default_rng(3).integers(0, 12 * 4**order, n, dtype=np.uint64)
