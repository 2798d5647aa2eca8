"""The rows of a match, with the policy and the ranks that look at all of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core, _part_rows
from coincide._parts import Part

_SAMPLE = ("granule", "track", "idx")
_RANKED = (*(f"{name}_{side}" for side in "ab" for name in _SAMPLE), "distance_m")
_ORDERED = ("cell", *(f"{name}_{side}" for side in "ab" for name in _SAMPLE))
#: Of one side beside its values, and of both: bytes of a row.
_PLAIN_BYTES = 8 * (2 * 6 + 3)
# Of the columns that ranks are made of, and what is made of them.
_RANK_BYTES = 240


def row_bytes(values: int) -> int:
    """Memory of a row with so many values on each side."""
    return _PLAIN_BYTES + 16 * values


def join(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows of several tasks as those of one, in the order of a table."""
    return _part_rows.join(found, MatchRows.tracks, _ORDERED, _order)


def _order(columns: Mapping[str, Any]) -> NDArray[np.int64]:
    return _core.table_order(columns["cell"], _samples(columns, "a"), _samples(columns, "b"))


def _samples(columns: Mapping[str, Any], side: str) -> tuple[Any, ...]:
    return tuple(columns[f"{name}_{side}"] for name in _SAMPLE)


def _no_rows(values: int) -> dict[str, Any]:
    columns: dict[str, Any] = {"cell": np.empty(0, np.uint64)}
    for side in "ab":
        for name in ("granule", "track", "idx", "time", "rank"):
            columns[f"{name}_{side}"] = np.empty(0, np.int64)
        for name in ("lon", "lat", *(f"value{k}" for k in range(values))):
            columns[f"{name}_{side}"] = np.empty(0)
    return columns | {"distance_m": np.empty(0), "azimuth": np.empty(0)}


class MatchRows(_part_rows.PartRows):
    """What `parts` hold, with the policy of `options` on them.

    values : of each side.
    folder : of the parts that are in files; what does not fit `budget` bytes is put there.
    """

    place = ("lon_a", "lat_a")

    def __init__(
        self,
        parts: Sequence[Part],
        values: int,
        options: Mapping[str, Any],
        folder: str | None = None,
        budget: int = 0,
    ) -> None:
        super().__init__(parts, _no_rows(values))
        self.folder, self.budget = folder, budget
        self._ranks: list[Any] | None = None
        if options["keep"] in ("nearest_b", "mutual", "unique"):
            self._keep(dict(options))
        else:
            self._rank()

    def order(self, columns: Mapping[str, Any]) -> NDArray[np.int64]:
        """As PartRows.order."""
        return _order(columns)

    def _more(
        self, columns: Mapping[str, Any], used: Sequence[tuple[int, int, int]]
    ) -> dict[str, Any]:
        if self._ranks is None:
            # One pair a sample of b.
            rank_b: Any = np.ones(len(columns["cell"]), np.int64)
        else:
            ranks = [self._rank_slice(*rows) for rows in used]
            rank_b = ranks[0] if len(ranks) == 1 else np.concatenate(ranks)
        a, b = _samples(columns, "a"), _samples(columns, "b")
        # All pairs of a sample of a have its cell.
        return {"rank_a": _core.rank_rows(a, b, columns["distance_m"]), "rank_b": rank_b}

    # ------------------------------------------------------------------------------

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
