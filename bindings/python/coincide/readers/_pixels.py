"""Pixels of large grids: which of them a place may hold, and their values, a block at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage
from coincide.readers import _footprint
from coincide.readers._base import widened

__all__ = ["in_place", "values_at"]

_Ints = NDArray[np.int64]

# Sides of blocks, and of the lattice of their pixels that is looked at. The first is spaced
# by 32 pixels: on a grid of degrees a lattice much wider would bend too much.
_LEVELS = ((256, 9), (32, 5), (8, 3))
# Blocks that are looked at together.
_BATCH = 8192
# A window of so many pixels is read at once whatever is wanted of it.
_AT_ONCE = 1 << 20
_READ_BLOCK = 512


def in_place(
    shape: tuple[int, int], centres: Callable[[_Ints], tuple[Any, Any]], where: Coverage
) -> _Ints:
    """
    Flat indexes, ascending, of all pixels with their centre in a place, and of some near it.

    Parameters
    ----------
    shape : (rows, columns)
    centres : callable
        (lon, lat) of the centres of pixels by flat index.
    where : Coverage
    """
    corners = np.zeros((1, 2), np.int64)
    size = max(shape)
    wide: dict[float, Coverage | None] = {}
    for side, lattice in _LEVELS:
        corners = _split(corners, size, side, shape)
        kept = [
            batch[_may_meet(batch, side, lattice, shape, centres, where, wide)]
            for batch in np.array_split(corners, len(corners) // _BATCH + 1)
        ]
        corners, size = np.concatenate(kept), side
    row, column = (corners[:, i, None] + np.arange(size) for i in (0, 1))
    flat = row[:, :, None] * shape[1] + column[:, None, :]
    good = (row < shape[0])[:, :, None] & (column < shape[1])[:, None, :]
    return np.sort(flat[good])


def _split(corners: _Ints, size: int, side: int, shape: tuple[int, int]) -> _Ints:
    """Corners of the blocks of `side` in blocks of `size`."""
    steps = np.arange(0, size, side)
    inner = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    found = (corners[:, None] + inner).reshape(-1, 2)
    return found[np.all(np.less(found, shape), axis=1)]


def _may_meet(
    corners: _Ints,
    side: int,
    lattice: int,
    shape: tuple[int, int],
    centres: Callable[[_Ints], tuple[Any, Any]],
    where: Coverage,
    wide: dict[float, Coverage | None],
) -> NDArray[np.bool_]:
    """Whether the place comes within a block's greatest spacing of its lattice."""
    last = np.minimum(corners + side, shape) - 1 - corners
    at = corners[:, None] + last[:, None] * np.arange(lattice)[:, None] // (lattice - 1)
    flat = at[:, :, None, 0] * shape[1] + at[:, None, :, 1]
    lon, lat = centres(flat.reshape(-1))
    good = np.isfinite(lon) & np.isfinite(lat)
    # A block that is in part beyond its projection is looked at pixel by pixel.
    whole = good.reshape(len(corners), lattice**2).all(axis=1)
    lon, lat = np.where(good, lon, 0.0), np.where(good, lat, 0.0)
    xyz = _footprint.ecef(lon, lat).reshape(len(corners), lattice, lattice, 3)
    step = np.ones(len(corners))
    for axis in (1, 2):
        apart = np.linalg.norm(np.diff(xyz, axis=axis), axis=-1)
        step = np.maximum(step, apart.max(axis=(1, 2)))
    # A pixel of the block is within 1/sqrt(2) of the spacing of one of the lattice on a plane;
    # the whole spacing leaves room for the bend of a grid in a block. Powers of two, so that
    # the place is widened a few times only.
    reach = np.exp2(np.ceil(np.log2(step)))
    lon, lat = lon.reshape(len(corners), lattice**2), lat.reshape(len(corners), lattice**2)
    found: NDArray[np.bool_] = np.logical_not(whole)
    for metres in np.unique(reach[whole]).tolist():
        if metres not in wide:
            wide[metres] = widened(where, metres)
        rows = np.flatnonzero(whole & (reach == metres))
        place = wide[metres]
        if place is None:
            found[rows] = True
            continue
        inside = np.asarray(place.contains(lon[rows].reshape(-1), lat[rows].reshape(-1)))
        found[rows] = inside.reshape(len(rows), lattice**2).any(axis=1)
    return found


def values_at(
    row: _Ints, column: _Ints, window: Callable[[int, int, int, int], NDArray[Any]]
) -> NDArray[Any]:
    """
    Values of pixels; of a large and thin choice no more than the blocks that hold it is read.

    Parameters
    ----------
    row, column : int64[n]
        At least one.
    window : callable
        The array of rows top to bottom, columns left to right, from (top, bottom, left,
        right).
    """
    top, bottom = int(row.min()), int(row.max()) + 1
    left, right = int(column.min()), int(column.max()) + 1
    if (bottom - top) * (right - left) <= max(_AT_ONCE, 4 * len(row)):
        return window(top, bottom, left, right)[row - top, column - left]
    across = right // _READ_BLOCK + 1
    block = row // _READ_BLOCK * across + column // _READ_BLOCK
    order = np.argsort(block, kind="stable")
    ends = np.flatnonzero(np.diff(block[order])) + 1
    parts = []
    for rows in np.split(order, ends):
        r, c = row[rows], column[rows]
        top, left = int(r.min()), int(c.min())
        part = window(top, int(r.max()) + 1, left, int(c.max()) + 1)
        parts.append(part[r - top, c - left])
    joined = np.concatenate(parts)
    out = np.empty_like(joined)
    out[order] = joined
    return out
