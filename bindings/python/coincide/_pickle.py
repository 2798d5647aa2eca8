"""What pickle calls: functions, since the methods of the core have no name that it finds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import CoverageColumn, Ellipsoid, SpaceTimeCoverage, TimeCoverage


def column(
    offsets: NDArray[np.int64],
    ranges: NDArray[np.uint64],
    order: int,
    ellipsoid: Ellipsoid,
    is_null: NDArray[np.bool_],
) -> CoverageColumn:
    """A column of its parts."""
    made = CoverageColumn.from_ranges(offsets, ranges, order, ellipsoid=ellipsoid)
    if not is_null.any():
        return made
    return made.take(np.where(is_null, -1, np.arange(len(made))), errors="null")


def space_time(times: Any, coverages: Any, time_order: int) -> SpaceTimeCoverage:
    """A space-time coverage of the arguments of its class."""
    return SpaceTimeCoverage(times, coverages, time_order=time_order)


def time(times: Any, order: int) -> TimeCoverage:
    """A coverage of time of the arguments of its class."""
    return TimeCoverage(times, order=order)
