"""The footprints of a catalog ready to be asked, in memory or in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from coincide import _core
from coincide._catalog_sources import catalog
from coincide._table import Table
from coincide._units import to_metres, to_nanoseconds
from coincide.catalog import Catalog
from coincide.granules import _criterion, _table, _telling

__all__ = ["FootprintIndex"]


class FootprintIndex:
    """
    The footprints of a catalog ready to be asked: which of its granules meet these?

    Immutable. Made by ``catalog.index()``, or by `open` of a file in a fraction of the time.
    It knows rows, footprints, their errors and times, and no names: those are in the catalog.

    Examples
    --------
    >>> import os, tempfile
    >>> import coincide as co
    >>> line = {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}
    >>> path = os.path.join(tempfile.mkdtemp(), "frames.cofx")
    >>> co.catalog([line], granule=["frame"]).index().save(path)
    >>> index = co.FootprintIndex.open(path)
    >>> near = {"type": "Point", "coordinates": [-105.0, -75.26]}
    >>> index.query(near).tolist(), index.query(near, "1 km").tolist()
    ([], [0])
    """

    _index: _core.GranuleTableIndex

    def __init__(self) -> None:
        raise TypeError("use catalog.index() or FootprintIndex.open(path)")

    @classmethod
    def _of(cls, index: _core.GranuleTableIndex) -> FootprintIndex:
        self = object.__new__(cls)
        self._index = index
        return self

    @classmethod
    def build(cls, catalog: Catalog) -> FootprintIndex:
        """The index of a catalog; ``catalog.index()`` is the same."""
        return cls._of(_core.GranuleTableIndex.build(_table(catalog)))

    @classmethod
    def open(cls, path: Any) -> FootprintIndex:
        """
        The index of a file, which is mapped and checked as a whole.

        Parameters
        ----------
        path : str or os.PathLike

        Returns
        -------
        FootprintIndex

        Raises
        ------
        FormatError
            A file that is empty, cut short, foreign, damaged or of a newer version.
        OSError
            As the system says: FileNotFoundError, PermissionError.
        """
        return cls._of(_core.GranuleTableIndex.open(path))

    def save(self, path: Any) -> None:
        """Writes the index to a file, which has its name only when it is whole."""
        self._index.save(path)

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        return f"<FootprintIndex: {len(self)} granules>"

    def match(
        self,
        a: Any,
        within: float | str = 0.0,
        time_window: Any = None,
        *,
        exact: bool = True,
        missing_time: str = "raise",
        threads: int | None = None,
        progress: bool | Callable[[int, int, int], object] | None = None,
    ) -> Table:
        """
        Which granules of `a` meet which of the index: `match_granules` with the index as b.

        Parameters
        ----------
        a : Catalog, or what `catalog` takes
        within, time_window, exact, missing_time, threads, progress
            As for `match_granules`.

        Returns
        -------
        Table
            ``row_a``, ``row_b``, ``lag_s``, ``distance_lower_m``, ``distance_upper_m`` and
            ``exact``, ordered by row of a, then of b: the rows that `match_granules` finds.
        """
        a = a if isinstance(a, Catalog) else catalog(a)
        metres = to_metres(within, "within")
        window = None if time_window is None else to_nanoseconds(time_window, "time_window")
        with _telling(progress) as call:
            row_a, row_b, lower, upper, lag, flags = self._index.match(
                _table(a), metres, window, exact, missing_time, threads, call
            )
        held = {
            "row_a": row_a,
            "row_b": row_b,
            "lag_s": lag,
            "distance_lower_m": lower,
            "distance_upper_m": upper,
            "exact": flags,
        }
        return Table(held, metadata=_criterion(metres, window, exact, missing_time))

    def query(self, footprint: Any, within: float | str = 0.0) -> NDArray[Any]:
        """
        The rows that meet one footprint.

        Parameters
        ----------
        footprint : WKB, shapely, GeoJSON, WKT or Coverage
            With geodesic edges.
        within : float or str
            How close: metres, or text such as "500 m".

        Returns
        -------
        ndarray of int64
            Ascending.
        """
        rows: NDArray[Any] = self.match([footprint], within)["row_b"]
        return rows
