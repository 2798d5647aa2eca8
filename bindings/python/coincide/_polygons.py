"""Polygons as other libraries hold them, each as WKB."""

from __future__ import annotations

from typing import Any

import numpy as np

from coincide._geometry import _check_crs, to_wkb


def to_wkbs(polygons: Any) -> list[bytes]:
    """WKB of each of a sequence of geometries, or of the one that is given."""
    _check_crs(polygons)
    geometry = getattr(polygons, "geometry", polygons)
    if hasattr(geometry, "to_wkb") and hasattr(geometry, "crs"):  # geopandas
        return [bytes(one) for one in geometry.to_wkb()]
    if isinstance(polygons, list | tuple | np.ndarray):
        found = []
        for k, one in enumerate(polygons):
            try:
                found.append(to_wkb(one))
            except (TypeError, ValueError) as error:
                raise type(error)(f"polygons[{k}]: {error}") from None
        return found
    return [to_wkb(polygons)]
