"""Where the samples of a run come from: granules in memory, or files through the readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core
from coincide._core import Coverage
from coincide._limited import limited, samples_of
from coincide.catalog import Catalog


class Source:
    """Reads the samples of a catalog's rows: from memory, or through `coincide.readers`."""

    def __init__(
        self,
        catalog: Catalog,
        variables: Sequence[str | None],
        where: Mapping[int, Coverage] | None = None,
        *,
        segments: bool = False,
        limit: Any = None,
    ) -> None:
        self.limit = limit or limited(None)
        self.catalog = catalog
        self.variables = list(variables)
        self.where = where or {}
        self.segments = segments
        # Memory that a row is expected to need: what it holds, or what its file is.
        self.bytes = np.zeros(len(catalog), np.int64)
        samples = catalog.extra.get("samples")
        if samples is not None:
            each = sample_bytes(len(variables))
            self.bytes[:] = [each * len(held.lon) for held in samples]
        elif "n_samples" in catalog.extra:
            known = catalog.extra["n_samples"]
            each = sample_bytes(len(variables))
            self.bytes[:] = [0 if n is None else each * int(n) for n in known]

    def read(self, row: int) -> tuple[Any, ...]:
        """Columns of one granule as `_core.match_tasks` wants them."""
        samples = self._samples(row)
        n = len(samples.lon)
        times = None
        if samples.time is not None:
            times = np.asarray(samples.time, "datetime64[ns]").view(np.int64)
        values, integer = [], []
        for name in self.variables:
            column = np.full(n, np.nan) if name is None else np.asarray(samples.values[name])
            integer.append(column.dtype.kind in "biu")
            if integer[-1]:
                self._check_whole(str(name), row, column)
            values.append(column.astype(np.float64, copy=False))
        tracks = [str(name) for name in samples.tracks]
        track = samples.track
        if track is not None and not tracks:
            tracks = [str(i) for i in range(int(track.max()) + 1 if len(track) else 0)]
        return samples.lon, samples.lat, times, samples.row, track, tracks, values, integer

    def _check_whole(self, name: str, row: int, column: NDArray[Any]) -> None:
        """Integers must be ones that doubles tell apart."""
        if not column.size or -(2**53) <= int(column.min()) <= int(column.max()) <= 2**53:
            return
        at = int(np.flatnonzero((column > 2**53) | (column < -(2**53)))[0])
        raise ValueError(
            f"granule {self.catalog.granule[row]!r}: {name}[{at}] is {column[at]}: at most 2**53 "
            "is allowed"
        )

    def _samples(self, row: int) -> Any:
        names = [name for name in dict.fromkeys(self.variables) if name is not None]
        held = self.catalog.extra.get("samples")
        if held is not None:
            samples = held[row]
            missing = [name for name in names if name not in samples.values]
            if missing:
                raise ValueError(
                    f"granule {self.catalog.granule[row]!r} has no value {missing[0]!r}: "
                    f"there are {', '.join(samples.values) or 'none'}"
                )
            return samples
        href = self.catalog.href[row]
        if href is None:
            raise ValueError(
                f"granule {self.catalog.granule[row]!r} has no href to read its samples from"
            )
        reader = self.catalog.extra.get("reader")
        name = "auto" if reader is None or reader[row] is None else str(reader[row])
        return self.limit(samples_of, href, name, names, self.where.get(row), self.segments)


def sample_bytes(values: int) -> int:
    """Memory of a sample with so many values."""
    return 32 + 8 * values


def union_of_shared(rows: NDArray[np.int64], shared: Any) -> dict[int, Coverage]:
    """Where to look in each granule: the union over its pairs, as it is read once for all."""
    if shared is None:
        return {}
    parts: dict[int, list[Coverage] | None] = {}
    for row, coverage in zip(rows.tolist(), shared, strict=True):
        if coverage is None:
            parts[row] = None
        elif parts.setdefault(row, []) is not None:
            parts[row].append(coverage)  # type: ignore[union-attr]
    return {row: _core.union(found) for row, found in parts.items() if found}


def curve_keys(
    catalog: Catalog, pairs_rows: NDArray[np.int64], where: Mapping[int, Coverage]
) -> Any:
    """Where each granule is on the curve: the first leaf of the part that is looked at."""
    keys = np.zeros(len(catalog), np.uint64)
    for row in np.unique(pairs_rows).tolist():
        coverage = where.get(row)
        if coverage is not None and not coverage.is_empty:
            keys[row] = coverage.ranges[0, 0]
    return keys
