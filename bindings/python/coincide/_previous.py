"""`previous=` of runs: rows of an earlier result whose granules have not changed.

A result keeps a hash of what `_runs.fingerprint` says of each granule that was read: a pair of
granules of which neither has changed since was matched before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide._table import Table
from coincide._table_columns import Text
from coincide.catalog import Catalog

_NAT = np.iinfo(np.int64).min


def digests(catalog: Catalog, rows: NDArray[np.int64]) -> dict[int, str]:
    """The hash of each granule of `rows`, by its row."""
    from coincide._runs import fingerprint, sha256_of

    return {
        row: sha256_of(json.dumps(fingerprint(catalog, row)).encode())[:32]
        for row in np.unique(rows).tolist()
    }


def granules_text(
    sides: Mapping[str, tuple[Catalog, Mapping[int, str]]], bad: Sequence[tuple[str, int, str]]
) -> str:
    """The hashes of granules by side and name, but of those that could not be read."""
    known: dict[str, dict[str, str]] = {}
    for side, (catalog, made) in sides.items():
        left_out = {row for where, row, _ in bad if where == side}
        names = [str(catalog.granule[row]) for row in made]
        # Which is meant could not be told.
        count: dict[str, int] = {}
        for name in names:
            count[name] = count.get(name, 0) + 1
        known[side] = {
            name: made[row]
            for name, row in zip(names, made, strict=True)
            if row not in left_out and count[name] == 1
        }
    return json.dumps(known, sort_keys=True)


class Previous:
    """An earlier result of the same verb and parameters."""

    def __init__(self, given: Any, verb: str, parameters: Mapping[str, Any]) -> None:
        self.table = _table_of(given)
        known = self.table.metadata
        if known.get("verb") != verb or "granules" not in known:
            raise ValueError(
                f"previous is no result of {verb}, or of a release that could not go on from one"
            )
        if verb != "extract" and not {"granule_a", "granule_first"} & set(self.table.names):
            raise ValueError(
                "previous has no column granule_a: a result made without suffixes is wanted"
            )
        from coincide import __version__

        if known.get("version") != __version__:
            raise ValueError(
                f"previous is of version {known.get('version')}, this is {__version__}: results "
                "may differ; run without previous"
            )
        before = json.loads(known["parameters"])
        for name, value in parameters.items():
            if before.get(name) != str(value):
                raise ValueError(
                    f"previous was made with {name} = {before.get(name)}, now it is {value}: only "
                    "the granules may differ"
                )
        self.known: dict[str, dict[str, str]] = json.loads(known["granules"])

    def tables(self) -> Iterator[Table]:
        """The result, a piece at a time of one that is in a file."""
        pieces = getattr(self.table._held, "pieces", None)
        if pieces is None:
            yield self.table
            return
        try:
            for columns in pieces():
                yield Table(columns)
        except (OSError, ValueError) as error:
            raise FormatError(f"previous: broken Parquet: {error}") from None

    def unchanged(self, side: str, catalog: Catalog, made: Mapping[int, str]) -> set[int]:
        """Rows of granules that are as they were."""
        known = self.known.get(side, {})
        return {row for row, one in made.items() if known.get(str(catalog.granule[row])) == one}

    def rows(self, table: Table, side: str, catalog: Catalog, among: set[int]) -> NDArray[np.int64]:
        """The row in the catalog of each row's granule; -1 of those not `among`."""
        numbers = {str(catalog.granule[row]): row for row in among}
        held = table._held[f"granule_{side}" if f"granule_{side}" in table else "granule"]
        lookup = np.array([*(numbers.get(value, -1) for value in held.values), -1], np.int64)
        return np.asarray(lookup[held.codes])


class PairReuse:
    """Which pairs of granules need not be done again.

    Parameters
    ----------
    whole_tasks : bool
        Rows were chosen among all pairs of a granule of a: they are good only if none of
        these pairs has changed, and none has gone.
    """

    def __init__(
        self,
        previous: Previous,
        catalogs: tuple[Catalog, Catalog],
        made: tuple[Mapping[int, str], Mapping[int, str]],
        pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
        whole_tasks: bool,
    ) -> None:
        self.previous, self.catalogs = previous, catalogs
        self.same = tuple(
            previous.unchanged(side, catalog, of)
            for side, catalog, of in zip("ab", catalogs, made, strict=True)
        )
        a, b = pairs
        self.mask = np.isin(a, list(self.same[0])) & np.isin(b, list(self.same[1]))
        self.pairs = set(zip(a[self.mask].tolist(), b[self.mask].tolist(), strict=True))
        if whole_tasks:
            spoilt = set(a[~self.mask].tolist())
            of_a, of_b = self._rows(previous.table)
            for pair in set(zip(of_a.tolist(), of_b.tolist(), strict=True)):
                if pair not in self.pairs:
                    spoilt.add(pair[0])
            self.mask &= ~np.isin(a, list(spoilt))
            self.pairs = set(zip(a[self.mask].tolist(), b[self.mask].tolist(), strict=True))

    def _rows(self, table: Table) -> list[NDArray[np.int64]]:
        return [
            self.previous.rows(table, side, catalog, same)
            for side, catalog, same in zip("ab", self.catalogs, self.same, strict=True)
        ]

    def leave(self, done: set[int], a: NDArray[np.int64]) -> None:
        """Takes no rows of tasks that are `done` otherwise."""
        self.mask &= ~np.isin(a, list(done))
        self.pairs = {pair for pair in self.pairs if pair[0] not in done}

    def kept(self, table: Table) -> tuple[Table, NDArray[np.int64], NDArray[np.int64]]:
        """The rows of a table that are good, and their granules' rows in a and b."""
        of_a, of_b = self._rows(table)
        # Of few pairs, many rows.
        width = max(len(self.catalogs[1]), 1)
        good = np.array([p * width + q for p, q in self.pairs], np.int64)
        kept = np.flatnonzero((of_a >= 0) & (of_b >= 0) & np.isin(of_a * width + of_b, good))
        return table[kept], of_a[kept], of_b[kept]

    def digest(self) -> str:
        """A hash of the pairs."""
        from coincide._runs import sha256_of

        return sha256_of(json.dumps(sorted(self.pairs)).encode())[:16]


def codes_of(columns: Sequence[Text]) -> tuple[list[NDArray[np.int64]], list[str]]:
    """Several text columns with one list of words, those that are there."""
    words: dict[str, int] = {}
    codes = []
    for column in columns:
        used = np.zeros(len(column.values) + 1, np.bool_)
        used[column.codes] = True
        lookup = [
            words.setdefault(value, len(words)) if there else -1
            for value, there in zip(column.values, used.tolist(), strict=False)
        ]
        codes.append(np.array([*lookup, -1], np.int64)[column.codes])
    return codes, list(words)


def ns_of(times: NDArray[Any]) -> NDArray[np.int64]:
    return np.asarray(times, "datetime64[ns]").view(np.int64)


def between(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """last - first; missing where either is."""
    return np.where((first == _NAT) | (last == _NAT), _NAT, last - first)


def _table_of(given: Any) -> Table:
    if isinstance(given, Table):
        return given
    if not isinstance(given, str | os.PathLike):
        raise TypeError(
            f"previous is {type(given).__name__}: a result, or the Parquet file of one, is wanted"
        )
    return read(given)


def read(path: Any) -> Table:
    """A result in its Parquet file, of which a column is read when it is asked for."""
    import pyarrow as pa

    from coincide._table_file import FileColumns

    name = os.fspath(path)
    if not os.path.exists(name):
        raise FileNotFoundError(f"previous: there is no file {name}")
    try:
        held = FileColumns(name)
        about = held.metadata()
    except (pa.ArrowInvalid, KeyError, ValueError) as error:
        why = "CSV does not keep its inputs" if name.lower().endswith(".csv") else str(error)
        raise FormatError(f"{name}: no Parquet file of a result ({why})") from None
    return Table._of_columns(held, about, None)
