"""Coincident data on the WGS84 ellipsoid: granules that meet, samples within them.

Cells are HEALPix NESTED cells of order 0 to 29 in 64-bit words; every function takes
scalars or arrays, (lon, lat) in degrees in this order, and returns the like.
"""

from coincide._core import (
    Ellipsoid,
    children,
    common_ancestor,
    contains,
    decode,
    encode,
    from_leaves,
    from_nested,
    from_nuniq,
    from_ring,
    from_xy,
    from_zuniq,
    intersects,
    is_point,
    is_valid,
    kernel,
    leaf_range,
    neighbors,
    next_cell,
    order,
    parent,
    previous_cell,
    to_nested,
    to_nuniq,
    to_ring,
    to_xy,
    to_zuniq,
)

__version__ = "0.1.0"

__all__ = [
    "Ellipsoid",
    "children",
    "common_ancestor",
    "contains",
    "decode",
    "encode",
    "from_leaves",
    "from_nested",
    "from_nuniq",
    "from_ring",
    "from_xy",
    "from_zuniq",
    "intersects",
    "is_point",
    "is_valid",
    "kernel",
    "leaf_range",
    "neighbors",
    "next_cell",
    "order",
    "parent",
    "previous_cell",
    "to_nested",
    "to_nuniq",
    "to_ring",
    "to_xy",
    "to_zuniq",
]
