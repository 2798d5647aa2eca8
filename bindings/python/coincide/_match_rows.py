"""The rows of a match: those of all tasks, in the order of a table, a piece at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core
from coincide._parts import Part

_SAMPLE = ("granule", "track", "idx")
_RANKED = (*(f"{name}_{side}" for side in "ab" for name in _SAMPLE), "distance_m")
_ORDERED = (*(f"{name}_{side}" for side in "ab" for name in _SAMPLE), "cell")
#: Of one side beside its values, and of both: bytes of a row.
_PLAIN_BYTES = 8 * (2 * 6 + 3)
# Of the columns that ranks are made of, and what is made of them.
_RANK_BYTES = 240


def row_bytes(values: int) -> int:
    """Memory of a row with so many values on each side."""
    return _PLAIN_BYTES + 16 * values


def join(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows of several tasks as those of one, in the order of a table; tracks by the alphabet.

    The columns of `found` are taken from it, so that they are in memory once.
    """
    # One of no rows may lack the values: none of its granules could be read.
    found = [part for part in found if len(part["cell"])] or found[:1]
    words = sorted({name for part in found for name in part["track_names"]})
    place = {name: code for code, name in enumerate(words)}
    for part in found:
        codes = np.array([*(place[word] for word in part.pop("track_names")), -1], np.int64)
        for name in ("track_a", "track_b"):
            part[name] = codes[part[name]]
    names = list(found[0])
    keys = {name: np.concatenate([part.pop(name) for part in found]) for name in _ORDERED}
    order = _core.table_order(keys["cell"], _samples(keys, "a"), _samples(keys, "b"))
    made: dict[str, Any] = {}
    for name in names:
        column = keys.pop(name) if name in keys else None
        if column is None:
            column = np.concatenate([part.pop(name) for part in found])
        made[name] = column[order]
    return {**made, "track_names": words}


def _samples(columns: Mapping[str, Any], side: str) -> tuple[Any, ...]:
    return tuple(columns[f"{name}_{side}"] for name in _SAMPLE)


class MatchRows:
    """What `parts` hold, each as `join` makes it, with the policy of `options` on them.

    folder : of the parts that are in files; what does not fit `budget` bytes is put there.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        options: Mapping[str, Any],
        folder: str | None = None,
        budget: int = 0,
    ) -> None:
        self.parts = [part for part in parts if part.size("cell")]
        self.folder, self.budget = folder, budget
        self.track_names = sorted({word for p in self.parts for word in p.plain("track_names")})
        place = {name: code for code, name in enumerate(self.track_names)}
        self._codes = [
            np.array([*(place[w] for w in p.plain("track_names")), -1], np.int64)
            for p in self.parts
        ]
        self._counts = [part.size("cell") for part in self.parts]
        self._kept: list[NDArray[np.bool_]] | None = None
        self._ranks: list[Any] | None = None
        if options["keep"] in ("nearest_b", "mutual", "unique"):
            self._keep(dict(options))
        else:
            self._rank()

    def __len__(self) -> int:
        if self._kept is not None:
            return sum(int(np.count_nonzero(kept)) for kept in self._kept)
        return sum(self._counts)

    def names(self) -> list[str]:
        """The columns of pieces."""
        return [*self.parts[0].names(), "rank_a", "rank_b"] if self.parts else []

    def bounds(self) -> tuple[float, float, float, float] | None:
        """The least and greatest lon and lat of a: west, east, south, north."""
        found = []
        for number, part in enumerate(self.parts):
            lon, lat = part.column("lon_a"), part.column("lat_a")
            if self._kept is not None:
                lon, lat = lon[self._kept[number]], lat[self._kept[number]]
            if len(lon):
                found.append((lon.min(), lon.max(), lat.min(), lat.max()))
        if not found:
            return None
        box = np.array(found)
        west, east = float(box[:, 0].min()), float(box[:, 1].max())
        return west, east, float(box[:, 2].min()), float(box[:, 3].max())

    def pieces(self, most_rows: int | None = None) -> Iterator[dict[str, Any]]:
        """The columns of all rows, about `most_rows` at a time: no cell is in two pieces."""
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

    # ------------------------------------------------------------------------------

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
        if self._ranks is None:
            # One pair a sample of b.
            columns["rank_b"] = np.ones(len(columns["cell"]), np.int64)
        else:
            ranks = [self._rank_slice(p, starts[p], ends[p]) for p in used]
            columns["rank_b"] = ranks[0] if len(ranks) == 1 else np.concatenate(ranks)
        a, b = _samples(columns, "a"), _samples(columns, "b")
        # All pairs of a sample of a have its cell.
        columns["rank_a"] = _core.rank_rows(a, b, columns["distance_m"])
        if len(used) > 1:
            order = _core.table_order(columns["cell"], a, b)
            columns = {name: column[order] for name, column in columns.items()}
        return columns

    def _column(self, p: int, name: str, first: int = 0, last: int | None = None) -> NDArray[Any]:
        column = self.parts[p].column(name, first, last)
        if self._kept is not None:
            column = column[self._kept[p][first:last]]
        return self._codes[p][column] if name in ("track_a", "track_b") else column

    def _all(self, name: str) -> NDArray[Any]:
        if not self.parts:
            return np.empty(0, np.float64 if name == "distance_m" else np.int64)
        return np.concatenate([self._column(p, name) for p in range(len(self.parts))])

    def _side(self, side: str) -> tuple[Any, ...]:
        return tuple(self._all(f"{name}_{side}") for name in _SAMPLE)

    def _keep(self, options: dict[str, Any]) -> None:
        """Which rows a policy keeps that looks at all rows of both sides."""
        rows = _core.keep_rows(options, self._side("a"), self._side("b"), self._all("distance_m"))
        kept = np.zeros(sum(self._counts), np.bool_)
        kept[rows] = True
        self._kept = np.split(kept, np.cumsum(self._counts)[:-1]) if self.parts else []

    def _rank(self) -> None:
        """Ranks among the rows of each sample of b, those of a number of granules at a time."""
        most = sum(self._counts)
        if self.folder is not None:
            most = max(self.budget // _RANK_BYTES, 1)
        if sum(self._counts) <= most:
            ranks = _core.rank_rows(self._side("b"), self._side("a"), self._all("distance_m"))
            self._ranks = np.split(ranks, np.cumsum(self._counts)[:-1]) if self.parts else []
            return
        assert self.folder is not None
        rows = np.zeros(0, np.int64)
        for part in self.parts:
            found = np.bincount(part.column("granule_b"), minlength=len(rows))
            found[: len(rows)] += rows
            rows = found
        group = (np.cumsum(rows) - 1) // most
        groups = np.unique(group[rows > 0])
        self._ranks = []
        for p, count in enumerate(self._counts):
            path = os.path.join(self.folder, f"{p:08d}.part.ranks")
            np.zeros(count, np.int32).tofile(path)
            self._ranks.append(path)
        sizes = self._distribute(group, groups)
        for k in range(len(groups)):
            self._rank_group(k, sizes[:, k])

    def _distributed(self, k: int) -> str:
        assert self.folder is not None
        return os.path.join(self.folder, f"{k:08d}.part.group")

    def _distribute(self, group: NDArray[np.int64], groups: NDArray[np.int64]) -> Any:
        """Writes what ranks are made of to a file for each group of granules of b.

        Returns how many rows each part has in each.
        """
        sizes = np.zeros((len(self.parts), len(groups)), np.int64)
        files = [open(self._distributed(k), "wb") for k in range(len(groups))]
        try:
            for p in range(len(self.parts)):
                of = np.searchsorted(groups, group[self.parts[p].column("granule_b")])
                # Sorts short integers in linear time.
                order = np.argsort(of.astype(np.uint16), kind="stable")
                sizes[p] = np.bincount(of, minlength=len(groups))
                ends = np.cumsum(sizes[p])
                columns = [self._column(p, name)[order].view(np.int64) for name in _RANKED]
                for k, (first, last) in enumerate(zip(ends - sizes[p], ends, strict=True)):
                    for column in (*columns, order):
                        column[first:last].tofile(files[k])
        finally:
            for file in files:
                file.close()
        return sizes

    def _rank_group(self, k: int, sizes: NDArray[np.int64]) -> None:
        blocks: list[Any] = []
        with open(self._distributed(k), "rb") as file:
            for size in sizes.tolist():
                block = np.fromfile(file, np.int64, size * (len(_RANKED) + 1))
                blocks.append(np.split(block, len(_RANKED) + 1))
        os.unlink(self._distributed(k))
        columns = {
            name: np.concatenate([block[i] for block in blocks]) for i, name in enumerate(_RANKED)
        }
        distance = columns["distance_m"].view(np.float64)
        ranks = _core.rank_rows(_samples(columns, "b"), _samples(columns, "a"), distance)
        begin = 0
        assert self._ranks is not None
        for path, block in zip(self._ranks, blocks, strict=True):
            end = begin + len(block[-1])
            if end > begin:
                np.memmap(path, np.int32, "r+")[block[-1]] = ranks[begin:end]
            begin = end

    def _rank_slice(self, p: int, first: int, last: int) -> NDArray[Any]:
        assert self._ranks is not None
        if isinstance(self._ranks[p], str):
            found = np.fromfile(self._ranks[p], np.int32, last - first, offset=4 * first)
            return found.astype(np.int64)
        return np.asarray(self._ranks[p][first:last])
