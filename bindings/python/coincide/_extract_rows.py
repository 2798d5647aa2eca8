"""The rows of a run of `extract`: as granules make them, as parts hold them, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core, _part_rows
from coincide._extract_place import Place
from coincide._parts import Part
from coincide._previous import Previous, codes_of, ns_of
from coincide._table import Table
from coincide.catalog import Catalog

# Columns of a row but its values.
PLAIN = {
    **dict.fromkeys(("granule", "track", "idx", "time", "line_id", "poly_id"), np.int64),
    **dict.fromkeys(("lon", "lat", "distance_m", "s_m", "offset_m", "length_m"), np.float64),
    "cell": np.uint64,
}


class ExtractRows(_part_rows.PartRows):
    """What `parts` hold."""

    tracks = ("track",)

    def __init__(self, parts: Sequence[Part], values: int) -> None:
        empty = {name: np.empty(0, kind) for name, kind in PLAIN.items()}
        empty |= {f"value{number}": np.empty(0) for number in range(values)}
        super().__init__(parts, empty)

    def order(self, columns: Mapping[str, Any]) -> NDArray[np.int64]:
        """As PartRows.order."""
        return _order(columns)


def count(part: Mapping[str, Any]) -> int:
    """How many rows a granule made."""
    return len(part["cell"])


def _order(columns: Mapping[str, Any]) -> NDArray[np.int64]:
    return _part_rows.order_by(columns["cell"], columns["granule"], columns["idx"])


def join(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows of several granules as those of one, sorted."""
    return _part_rows.join(found, ExtractRows.tracks, ("cell", "granule", "idx"), _order)


def again(
    old: Previous, earlier: Table, same: set[int], data: Catalog, names: Sequence[str]
) -> dict[str, Any]:
    """Rows of a piece of an earlier table, as a granule would make them."""
    of = old.rows(earlier, "data", data, same)
    kept = np.flatnonzero(of >= 0)
    table = earlier[kept]
    (track,), words = codes_of([table._held["track"]])
    part: dict[str, Any] = {"granule": of[kept], "track": track, "time": ns_of(table["time"])}
    for name in PLAIN:
        if name not in part:
            part[name] = table[name]
    part |= {f"value{number}": table[name] for number, name in enumerate(names)}
    return part | {"track_names": words}


def chosen_of(
    granules: Sequence[tuple[int, Any]], place: Place
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(its row, the rows of the result) of each granule, of what was read of it."""
    goods = [np.flatnonzero(np.isfinite(read[0]) & np.isfinite(read[1])) for _, read in granules]
    lon, lat = (
        np.concatenate([read[k][good] for (_, read), good in zip(granules, goods, strict=True)])
        for k in (0, 1)
    )
    found = place.choose(lon, lat)
    chosen = found.pop("row")
    found |= {"lon": lon[chosen], "lat": lat[chosen]}
    found["cell"] = _core.encode(found["lon"], found["lat"], ellipsoid=place.ellipsoid)
    del lon, lat
    ends = np.cumsum([len(good) for good in goods])
    cuts = np.searchsorted(chosen, ends)
    first = begin = 0
    for (row, read), good, cut, end in zip(
        granules, goods, cuts.tolist(), ends.tolist(), strict=True
    ):
        near = {name: column[begin:cut] for name, column in found.items()}
        yield row, _rows_of(row, read, good[chosen[begin:cut] - first], near)
        first, begin = end, cut


def _rows_of(row: int, read: Any, at: NDArray[np.int64], near: dict[str, Any]) -> dict[str, Any]:
    """The rows `at` of what was read of a granule, of which `near` says where they are."""
    _, _, times, rows, track, tracks, values = read
    missing = np.iinfo(np.int64).min
    if track is None:
        codes = np.full(len(at), 0 if tracks else -1, np.int64)
    else:
        codes = track[at].astype(np.int64)
    used = np.unique(codes[codes >= 0])
    return {
        "granule": np.full(len(at), row),
        "track": np.where(codes < 0, -1, np.searchsorted(used, codes)),
        "track_names": [tracks[code] for code in used.tolist()],
        "idx": at if rows is None else rows[at],
        "time": np.full(len(at), missing) if times is None else times[at],
        # Parts of what a batch has would hold all of it.
        **{name: column.copy() for name, column in near.items()},
        **{f"value{number}": column[at] for number, column in enumerate(values)},
    }
