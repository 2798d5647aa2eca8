"""Stage one: which granules of two catalogs meet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from coincide import _core
from coincide._catalog_sources import catalog
from coincide._core import CoverageColumn
from coincide._progress import Line
from coincide._runs import memory_bytes
from coincide._table import Table
from coincide._table_columns import Lists, Text
from coincide._units import to_metres, to_nanoseconds
from coincide.catalog import EDGES, Catalog

__all__ = ["GranulePairs", "match_granules"]

_INDEX_BYTES = 2 << 30


class GranulePairs(Table):
    """
    The pairs of granules that meet, ordered by row of a, then of b.

    Columns: ``granule_a``, ``granule_b``, ``href_a``, ``href_b``, ``time_start_a``,
    ``time_end_a``, ``time_start_b``, ``time_end_b``, ``lag_s`` (0 where the times overlap,
    positive if b is later, NaN if unknown), ``distance_lower_m`` and ``distance_upper_m``
    (bounds of the distance of the footprints, 0 where they overlap), ``exact`` (whether
    geometry decided), ``row_a`` and ``row_b`` (rows of the catalogs). Three more are made
    when they are first asked for, by name or by `with_shared`: ``shared_a`` and
    ``shared_b`` (the coverages in which matching samples can lie) and ``overlap_m2`` (the
    area that the coverages of both footprints have in common, an upper bound).

    Attributes
    ----------
    a, b : Catalog
        What was matched.
    within_m : float
        How close samples are wanted.
    """

    a: Catalog
    b: Catalog
    within_m: float

    _SHARED = ("shared_a", "shared_b", "overlap_m2")

    def with_shared(self, *, threads: int | None = None) -> GranulePairs:
        """This table with the columns ``shared_a``, ``shared_b`` and ``overlap_m2``."""
        if "shared_a" not in self._held:
            places = _core.shared_places(
                _table(self.a), _table(self.b), self["row_a"], self["row_b"], self.within_m, threads
            )
            self._held.update(zip(self._SHARED, places, strict=True))
        return self

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, str) and which in self._SHARED:
            self.with_shared()
        return super().__getitem__(which)

    @property
    def shared_a(self) -> CoverageColumn:
        """Where in each granule of a the samples that match can lie."""
        column: CoverageColumn = self["shared_a"]
        return column

    @property
    def shared_b(self) -> CoverageColumn:
        """Where in each granule of b the samples that match can lie."""
        column: CoverageColumn = self["shared_b"]
        return column

    def group_by(self, side: str) -> Table:
        """
        One row for each granule of a side that meets any, with lists of those it meets.

        Parameters
        ----------
        side : str
            "a" or "b".

        Returns
        -------
        Table
            ``granule``, ``href``, ``row``, ``n_granules`` and the lists ``granules`` and
            ``rows`` of the other side.
        """
        if side not in ("a", "b"):
            raise ValueError(f"side is {side!r}: 'a' or 'b' is wanted")
        other = "b" if side == "a" else "a"
        catalogs = {"a": self.a, "b": self.b}
        rows, others = self[f"row_{side}"], self[f"row_{other}"]
        order = np.argsort(rows, kind="stable")
        found, counts = np.unique(rows, return_counts=True)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        items = others[order]
        return Table(
            {
                "granule": catalogs[side].granule[found].tolist(),
                "href": Text.of(catalogs[side].href[found].tolist()),
                "row": found,
                "n_granules": counts.astype(np.int64),
                "granules": Lists(offsets, _names(catalogs[other].granule, items)),
                "rows": Lists(offsets, items),
            },
            metadata=self.metadata,
        )


def _names(values: Any, rows: Any) -> Text:
    """values[rows] as codes, without a text a row."""
    known, first = np.unique(rows, return_inverse=True)
    return _recode(values[known], first)


def _recode(values: Any, codes: Any) -> Text:
    """Text of distinct words: row i is values[codes[i]]."""
    numbers: dict[Any, int] = {}
    of_value = np.array(
        [-1 if v is None else numbers.setdefault(v, len(numbers)) for v in values], np.int32
    )
    return Text(of_value[codes] if len(codes) else np.empty(0, np.int32), list(numbers))


def _table(catalog: Catalog) -> _core.GranuleTable:
    """What the core made of a catalog, once."""
    if catalog._table is None:
        code = {name: i for i, name in enumerate(EDGES)}
        catalog._table = _core.granule_table(
            list(catalog.footprint),
            catalog.coverage,
            catalog.half_width_m,
            catalog.footprint_error_m,
            np.array([code[e] for e in catalog.edges], np.int64),
            catalog.time_start.view(np.int64),
            catalog.time_end.view(np.int64),
            catalog.ellipsoid,
        )
    table: _core.GranuleTable = catalog._table
    return table


def _teller(line: Line) -> Callable[[int, int, int], object]:
    def tell(done: int, of: int, pairs: int) -> None:
        line.show(done, of, f"{done:,} of {of:,} of a, {pairs:,} pairs")

    return tell


@contextlib.contextmanager
def _telling(progress: Any) -> Iterator[Any]:
    """What the core is to call with its progress, and a line on a terminal if that is asked for."""
    line = Line("granules", progress is True)
    try:
        yield progress if callable(progress) else _teller(line) if line.on else None
    finally:
        line.close()


def _criterion(metres: float, window: int | None, exact: bool, missing_time: str) -> dict[str, str]:
    """What was asked for, as metadata of the answer."""
    held = {"within_m": repr(metres), "exact": str(bool(exact)).lower()}
    if window is not None:
        held |= {"time_window_ns": str(window), "missing_time": missing_time}
    return held


def match_granules(
    a: Any,
    b: Any,
    within: float | str = 0.0,
    time_window: Any = None,
    *,
    exact: bool = True,
    missing_time: str = "raise",
    threads: int | None = None,
    memory: int | str | None = None,
    progress: bool | Callable[[int, int, int], object] | None = None,
) -> GranulePairs:
    """
    Which granules of two catalogs meet, from their footprints and times alone.

    A pair is in the result if its footprints come within `within` and both granules'
    ``half_width_m`` and ``footprint_error_m`` of each other on the ellipsoid, and their
    times within `time_window`. So no pair of samples that close is lost, as long as samples
    lie where the catalogs say. A shape inside another is at distance 0.

    Parameters
    ----------
    a : Catalog, or what `catalog` takes
        One side.
    b : Catalog, or what `catalog` takes
        The other side. With ``b is a`` each two granules are one pair, and none meets
        itself.
    within : float or str
        How close samples are wanted: metres, or text such as "500 m".
    time_window : timedelta64, timedelta or str, optional
        The longest time between two samples, such as "30D"; None: times do not matter.
    exact : bool
        Test the footprints, to 1e-6 m; else keep all pairs whose bounds come close.
    missing_time : str
        What granules without a time do where a window is given: "raise", "match" (meet
        whatever is close) or "drop".
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else every core.
        The result does not depend on it.
    memory : int or str, optional
        Bytes, or text as "1GB", for the search beside the catalogs and the pairs: b is taken in
        parts where it would need more. 4 GB if not given. The result does not depend on it.
    progress : bool or callable, optional
        True: a line on a terminal. A function is called now and then with the rows of a
        done, all rows of a, and pairs found; an exception in it, and Ctrl-C, ends the match.

    Returns
    -------
    GranulePairs

    Raises
    ------
    ValueError
        A distance or window out of range; a footprint or time at fault, with its row.

    Examples
    --------
    >>> import coincide as co
    >>> line = {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}
    >>> near = {"type": "Point", "coordinates": [-105.0, -75.26]}
    >>> a = co.catalog([line], granule=["frame"])
    >>> b = co.catalog([near], granule=["sounding"])
    >>> len(co.match_granules(a, b)), len(co.match_granules(a, b, "1 km"))
    (0, 1)
    """
    same = b is a
    a = a if isinstance(a, Catalog) else catalog(a)
    b = a if same else b if isinstance(b, Catalog) else catalog(b)
    metres = to_metres(within, "within")
    window = None if time_window is None else to_nanoseconds(time_window, "time_window")
    index_bytes = _INDEX_BYTES if memory is None else max(1, memory_bytes(memory) // 2)
    with _telling(progress) as call:
        row_a, row_b, lower, upper, lag, flags = _core.match_tables(
            _table(a),
            _table(b),
            metres,
            window,
            exact,
            missing_time,
            same,
            threads,
            call,
            index_bytes,
        )
    held: dict[str, Any] = {}
    for name in ("granule", "href"):
        held[f"{name}_a"] = _recode(getattr(a, name), row_a)
        held[f"{name}_b"] = _recode(getattr(b, name), row_b)
    for name in ("time_start", "time_end"):
        held[f"{name}_a"] = getattr(a, name)[row_a]
        held[f"{name}_b"] = getattr(b, name)[row_b]
    held["lag_s"] = lag
    held["distance_lower_m"], held["distance_upper_m"] = lower, upper
    held["exact"] = flags
    held["row_a"], held["row_b"] = row_a, row_b
    pairs = GranulePairs(held, metadata=_criterion(metres, window, exact, missing_time))
    pairs.a, pairs.b, pairs.within_m = a, b, metres
    return pairs
