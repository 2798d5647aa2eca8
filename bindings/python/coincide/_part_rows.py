"""The rows of a run: those of all its parts, in the order of a table, a piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from coincide._parts import Part


def join(
    found: Sequence[dict[str, Any]],
    tracks: Sequence[str],
    keys: Sequence[str],
    order: Callable[[dict[str, Any]], NDArray[np.int64]],
) -> dict[str, Any]:
    """Rows of several tasks as those of one, sorted; words of `tracks` by the alphabet.

    The columns of `found` are taken from it, so that they are in memory once. `order` gives
    the rows to keep, in their order, from the columns `keys`, of which every task has the first;
    those that it takes away are not kept.
    """
    # One of no rows may lack the values: none of its granules could be read.
    found = [part for part in found if len(part[keys[0]])] or list(found[:1])
    words = sorted({name for part in found for name in part["track_names"]})
    place = {name: code for code, name in enumerate(words)}
    for part in found:
        codes = np.array([*(place[word] for word in part.pop("track_names")), -1], np.int64)
        for name in tracks:
            part[name] = codes[part[name]]
    names = list(found[0])
    first = {name: np.concatenate([part.pop(name) for part in found]) for name in keys}
    rows = order(first)
    made: dict[str, Any] = {}
    for name in names:
        if name in first:
            made[name] = first.pop(name)[rows]
        elif name in found[0]:
            made[name] = np.concatenate([part.pop(name) for part in found])[rows]
    return {**made, "track_names": words}


def order_by(cell: NDArray[np.uint64], *keys: NDArray[Any]) -> NDArray[np.int64]:
    """Rows by cell, and those of one cell by `keys`, the first first; equal ones as they come."""
    order = np.argsort(cell, kind="stable")
    sorted_cells = cell[order]
    same = sorted_cells[1:] == sorted_cells[:-1]
    if same.any():
        # Cells of 1 cm are seldom shared: only those rows are looked at.
        tied = np.zeros(len(cell), np.bool_)
        tied[1:] = same
        tied[:-1] |= same
        at = np.flatnonzero(tied)
        rows = order[at]
        by = [key[rows] for key in reversed(keys)]
        order[at] = rows[np.lexsort((*by, cell[rows]))]
    return order


class PartRows:
    """What `parts` hold, each as `join` makes it and sorted by cell.

    empty : the columns of a table without rows.
    """

    #: Columns of codes of `track_names`.
    tracks: ClassVar[Sequence[str]] = ("track_a", "track_b")
    #: Columns of where a row is.
    place: ClassVar[tuple[str, str]] = ("lon", "lat")

    def __init__(self, parts: Sequence[Part], empty: Mapping[str, Any]) -> None:
        self.empty = empty
        self.parts = [part for part in parts if part.size("cell")]
        self.track_names = sorted({word for p in self.parts for word in p.plain("track_names")})
        place = {name: code for code, name in enumerate(self.track_names)}
        self._codes = [
            np.array([*(place[w] for w in p.plain("track_names")), -1], np.int64)
            for p in self.parts
        ]
        self._counts = [part.size("cell") for part in self.parts]
        self._kept: list[NDArray[np.bool_]] | None = None

    def order(self, columns: Mapping[str, Any]) -> NDArray[np.int64]:
        """The rows of a piece in the order of the table."""
        raise NotImplementedError

    def __len__(self) -> int:
        if self._kept is not None:
            return sum(int(np.count_nonzero(kept)) for kept in self._kept)
        return sum(self._counts)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, east, south and north of the rows."""
        found = []
        for number, part in enumerate(self.parts):
            lon, lat = (part.column(name) for name in self.place)
            if self._kept is not None:
                lon, lat = lon[self._kept[number]], lat[self._kept[number]]
            if len(lon):
                found.append((lon.min(), lon.max(), lat.min(), lat.max()))
        if not found:
            return None
        box = np.array(found)
        west, east = float(box[:, 0].min()), float(box[:, 1].max())
        return west, east, float(box[:, 2].min()), float(box[:, 3].max())

    def pieces(self, most_rows: int | None = None) -> Iterator[Mapping[str, Any]]:
        """The columns of all rows, about `most_rows` at a time: no cell is in two pieces.

        There is one at least.
        """
        if not self.parts:
            yield self.empty
            return
        cuts = self._cuts(most_rows)
        ends = [
            [*np.searchsorted(part.column("cell"), cuts).tolist(), count]
            for part, count in zip(self.parts, self._counts, strict=True)
        ]
        starts = [0] * len(self.parts)
        for stop in zip(*ends, strict=True):
            if list(stop) != starts:
                yield self._piece(starts, stop)
            starts = list(stop)

    def _cuts(self, most_rows: int | None) -> NDArray[np.uint64]:
        """Cells at which pieces begin, but for the first."""
        total = sum(self._counts)
        if most_rows is None or total <= most_rows:
            return np.empty(0, np.uint64)
        step = max(most_rows // 64, 1)
        some = np.sort(np.concatenate([part.column("cell")[::step] for part in self.parts]))
        pieces = -(-total // most_rows)
        at = np.arange(1, pieces) * len(some) // pieces
        return np.unique(some[at])

    def _piece(self, starts: Sequence[int], ends: Sequence[int]) -> dict[str, Any]:
        """Rows starts[p] to ends[p] of each part, as one."""
        used = [p for p in range(len(self.parts)) if ends[p] > starts[p]]
        columns = {}
        for name in self.parts[0].names():
            found = [self._column(p, name, starts[p], ends[p]) for p in used]
            columns[name] = found[0] if len(found) == 1 else np.concatenate(found)
        columns |= self._more(columns, [(p, starts[p], ends[p]) for p in used])
        if len(used) > 1:
            order = self.order(columns)
            columns = {name: column[order] for name, column in columns.items()}
        return columns

    def _more(
        self, columns: Mapping[str, Any], used: Sequence[tuple[int, int, int]]
    ) -> dict[str, Any]:
        """Columns that no part has; `used` are the parts of the piece, and which of their rows."""
        return {}

    def _column(self, p: int, name: str, first: int = 0, last: int | None = None) -> NDArray[Any]:
        column = self.parts[p].column(name, first, last)
        if self._kept is not None:
            column = column[self._kept[p][first:last]]
        return self._codes[p][column] if name in self.tracks else column
