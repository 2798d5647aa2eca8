"""Matches as a collocation result file of HARP."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from coincide._files import whole
from coincide._table import Table
from coincide._table_columns import Text

# As HARP 1.16 writes it, and wants it; its documentation has older names.
_HEADER = (
    "collocation_index,source_product_a,index_a,source_product_b,index_b,"
    "datetime_diff [s],point_distance [km]"
)
_ROWS_AT_ONCE = 1 << 16


def write(matches: Table, path: str | os.PathLike[str]) -> None:
    """Writes the file; see `Matches.to_harp`."""
    for name in ("granule_a", "granule_b", "idx_a", "idx_b", "dt_s", "distance_m"):
        if name not in matches:
            raise ValueError(f"matches have no column {name}, which HARP's file is made of")
    for side in "ab":
        _check_names(matches, side)
    columns = [matches[f"{name}_{side}"] for side in "ab" for name in ("granule", "idx")]
    # Its differences are of a minus b.
    apart, distance = -matches["dt_s"], matches["distance_m"] / 1000
    with whole(path) as name, open(name, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEADER}\n")
        for first in range(0, len(matches), _ROWS_AT_ONCE):
            part = slice(first, first + _ROWS_AT_ONCE)
            rows = zip(
                *(column[part].tolist() for column in (*columns, apart, distance)), strict=True
            )
            file.writelines(
                f"{first + k},{a},{i},{b},{j},{seconds:.9g},{km:.9g}\n"
                for k, (a, i, b, j, seconds, km) in enumerate(rows)
            )


def _check_names(matches: Table, side: str) -> None:
    """One row of a file for each sample, and names that need no quotes, which HARP has not."""
    granule: Any = matches._held[f"granule_{side}"]
    for name in np.unique(np.asarray(granule)) if not isinstance(granule, Text) else granule.values:
        if "," in str(name) or "\n" in str(name):
            raise ValueError(f"granule {name!r} of {side}: HARP's file has no quotes for a comma")
    tracks = np.unique(
        np.stack([np.asarray(matches[f"{name}_{side}"], str) for name in ("granule", "track")]),
        axis=1,
    )
    again = np.flatnonzero(tracks[0][1:] == tracks[0][:-1])
    if len(again):
        raise ValueError(
            f"granule {str(tracks[0][again[0]])!r} of {side} has several tracks, within which rows "
            "count: HARP counts within files"
        )
