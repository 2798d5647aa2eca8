"""Stretches where tracks of two catalogs run along one another: a table beside the crossovers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _part_rows
from coincide._parts import Part
from coincide._previous import PairReuse, Previous, codes_of, ns_of, read
from coincide._table import Table
from coincide._table_columns import Text
from coincide.catalog import Catalog

_PLACES = ("lon", "lat", "end_lon", "end_lat", "length_m")
_ENDS = tuple(f"{name}_{side}" for side in "ab" for name in ("seg", "frac", "end_seg", "end_frac"))
_TIMES = tuple(f"{name}_{side}" for side in "ab" for name in ("time", "end_time"))
_CODES = ("granule_a", "granule_b", "track_a", "track_b")
_KEYS = ("granule_a", "seg_a", "frac_a", "granule_b", "seg_b", "frac_b")


def _kind_of(name: str) -> Any:
    return np.float64 if name in _PLACES or "frac" in name else np.int64


#: None, as a task makes them.
NONE = {name: np.empty(0, _kind_of(name)) for name in (*_CODES, *_PLACES, *_ENDS, *_TIMES)}


def join(found: Sequence[dict[str, Any]], not_same_track: bool = False) -> dict[str, Any]:
    """Overlaps of several tasks as those of one, sorted by granules and place on a."""

    def order(columns: dict[str, Any]) -> NDArray[np.int64]:
        rows: NDArray[np.int64] = np.lexsort([columns[name] for name in reversed(_KEYS)])
        if not not_same_track:
            return rows
        same = (columns["track_a"] == columns["track_b"]) & (columns["track_a"] >= 0)
        return np.asarray(rows[~same[rows]])

    return _part_rows.join(found, ("track_a", "track_b"), (*_KEYS, "track_a", "track_b"), order)


def table_of(parts: Sequence[Part], a: Catalog, b: Catalog) -> Table:
    """The overlaps of all parts of a run."""
    found = [part.inner("overlaps") for part in parts]
    rows = join(found or [{**NONE, "track_names": []}])
    columns: dict[str, Any] = {}
    for side, catalog in (("a", a), ("b", b)):
        columns[f"granule_{side}"] = Text(rows[f"granule_{side}"], catalog.granule.tolist())
    for side in "ab":
        columns[f"track_{side}"] = Text(rows[f"track_{side}"], rows["track_names"])
    for name in (*_PLACES, *_ENDS):
        columns[name] = rows[name]
    for name in _TIMES:
        columns[name] = rows[name].view("datetime64[ns]")
    return Table(columns, points=("lon", "lat"))


def again(reuse: PairReuse, table: Table) -> tuple[Mapping[str, Any], list[str]]:
    """Those of an earlier run that are good, as a task would make them, and names of tracks."""
    if not len(table):
        return NONE, []
    table, of_a, of_b = reuse.kept(table)
    codes, words = codes_of([table._held[f"track_{side}"] for side in "ab"])
    rows = {"granule_a": of_a, "granule_b": of_b, "track_a": codes[0], "track_b": codes[1]}
    for name in (*_PLACES, *_ENDS):
        rows[name] = table[name]
    return rows | {name: ns_of(table[name]) for name in _TIMES}, words


def path_of(output: Any) -> str:
    """Where a run that writes `output` writes its overlaps."""
    root, suffix = os.path.splitext(os.fspath(output))
    return f"{root}.overlaps{suffix}"


def write(table: Table, output: Any) -> None:
    """Beside `output`; an older file of that name does not stay behind."""
    path = path_of(output)
    if len(table) or os.path.exists(path):
        table.write(path)


def of_previous(given: Any, before: Previous) -> Table:
    """The overlaps of an earlier result, in memory or beside its file."""
    found: Table | None = getattr(given, "overlaps", None)
    if found is not None:
        return found
    count = int(before.table.metadata.get("overlaps", "0"))
    if count == 0:
        return Table({})
    path = path_of(given)
    found = read(path)
    if len(found) != count:
        raise ValueError(f"previous has {count} overlaps, and {path} {len(found)}: it is another's")
    return found
