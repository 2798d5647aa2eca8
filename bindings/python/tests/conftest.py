"""Fixtures of the Python tests, and the way to the oracles of tests/oracle."""

import json
import os
import sys

import numpy as np
import pytest
from surroundings import ROOT

sys.path.insert(0, str(ROOT / "tests" / "oracle"))


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers; the seed is printed, and taken from COINCIDE_SEED if it is set."""
    seed = int(os.environ.get("COINCIDE_SEED", "20050622"))
    print(f"seed {seed} in {request.node.name}")
    return np.random.default_rng(seed)


@pytest.fixture(scope="session")
def vectors():
    """Rows of a file of tests/vectors as dicts."""

    def read(name: str) -> list[dict]:
        table = json.loads((ROOT / "tests" / "vectors" / name).read_text())
        return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]

    return read


@pytest.fixture
def points(rng):
    """points(n): lon in [-180, 180) and lat, uniform on the sphere, degrees."""

    def draw(n: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))

    return draw
