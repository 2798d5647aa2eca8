"""What the pipelines share: sources of samples, parts on disk, progress."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core
from coincide._core import Coverage, FormatError
from coincide._parts import Parts, drop_parts
from coincide._previous import PairReuse, Previous, digests, granules_text
from coincide._progress import Line
from coincide._table import Table, check_name
from coincide.catalog import Catalog

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_UNITS |= {"KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def as_catalog(obj: Any, name: str) -> Catalog:
    """A Catalog as it is; else what `coincide.catalog` makes of it."""
    if isinstance(obj, Catalog):
        return obj
    from coincide._catalog_sources import catalog

    try:
        return catalog(obj)
    except TypeError as error:
        raise TypeError(f"{name}: {error}") from None


def memory_bytes(memory: Any) -> int:
    """Bytes of "4GB", "500 MB", or a number."""
    if isinstance(memory, str):
        text = memory.replace(" ", "").upper()
        digits = text.rstrip("BKMGTI")
        unit = text[len(digits) :]
        try:
            number = float(digits) * _UNITS[unit]
        except (KeyError, ValueError):
            raise ValueError(f'memory is {memory!r}: bytes, or text as "4GB" are wanted') from None
    elif isinstance(memory, (int, float, np.number)) and not isinstance(memory, bool):
        number = float(memory)
    else:
        raise TypeError(f'memory is {memory!r}: bytes, or text as "4GB" are wanted')
    if not 1 <= number < 2**62:
        raise ValueError(f"memory is {memory!r}: a positive amount is wanted")
    return int(number)


def variables_of(
    values: Any, taken: Sequence[str] = ()
) -> tuple[list[str], list[str | None], list[str | None]]:
    """Names of values, and the variable of each on either side (None: not on that side).

    `taken`: names of the table's own columns, which a value must not have.
    """
    if values is None:
        return [], [], []
    if not isinstance(values, (str, Mapping, Sequence)):
        raise TypeError(f"values is {type(values).__name__}: a name, names or a dict is wanted")
    if isinstance(values, str):
        values = [values]
    if not isinstance(values, Mapping):
        values = {name: name for name in values}
    names, of_a, of_b = [], [], []
    for name, variable in values.items():
        pair = sides_of(variable, f"values[{name!r}]")
        if str(name) in taken:
            raise ValueError(
                f"values: {name!r} is a column of the result; give it another name: "
                f'{{"my_{name}": {variable!r}}}'
            )
        names.append(str(name))
        of_a.append(pair[0])
        of_b.append(pair[1])
    return names, of_a, of_b


def sides_of(variable: Any, what: str) -> tuple[str | None, str | None]:
    """The variable of each side: one for both, or a pair of which one may be None."""
    if isinstance(variable, str):
        return variable, variable
    pair = tuple(variable) if isinstance(variable, (tuple, list)) else ()
    if len(pair) != 2 or not any(isinstance(v, str) for v in pair):
        raise ValueError(f"{what} is {variable!r}: a variable, or one for each side is wanted")
    for one in pair:
        if one is not None and not isinstance(one, str):
            raise ValueError(f"{what} is {variable!r}: a variable, or one for each side is wanted")
    return pair


class Source:
    """Reads the samples of a catalog's rows: from memory, or through `coincide.readers`."""

    def __init__(
        self,
        catalog: Catalog,
        variables: Sequence[str | None],
        where: Mapping[int, Coverage] | None = None,
        *,
        segments: bool = False,
    ) -> None:
        self.catalog = catalog
        self.variables = list(variables)
        self.where = where or {}
        self.segments = segments
        # Memory that a row is expected to need: what it holds, or what its file is.
        self.bytes = np.zeros(len(catalog), np.int64)
        samples = catalog.extra.get("samples")
        if samples is not None:
            self.bytes[:] = [_bytes(held, len(variables)) for held in samples]
        elif "n_samples" in catalog.extra:
            known = catalog.extra["n_samples"]
            each = 32 + 8 * len(variables)
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
            values.append(column.astype(np.float64, copy=False))
        tracks = [str(name) for name in samples.tracks]
        track = samples.track
        if track is not None and not tracks:
            tracks = [str(i) for i in range(int(track.max()) + 1 if len(track) else 0)]
        return samples.lon, samples.lat, times, samples.row, track, tracks, values, integer

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
        from coincide import readers

        reader = self.catalog.extra.get("reader")
        name = "auto" if reader is None or reader[row] is None else str(reader[row])
        where = self.where.get(row)
        return readers.open(href, name).samples(names, where, segments=self.segments)


def _bytes(samples: Any, values: int) -> int:
    return (32 + 8 * values) * len(samples.lon)


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


def fingerprint(catalog: Catalog, row: int) -> list[Any]:
    """What changes when a granule does: its name, its file's size and time of change."""
    href = catalog.href[row]
    stat: list[Any] = []
    if href is not None and os.path.isfile(href):
        found = os.stat(href)
        stat = [found.st_size, found.st_mtime_ns]
    footprint = catalog.footprint[row]
    digest = None if footprint is None else sha256_of(footprint)[:16]
    held = catalog.extra.get("samples")
    if held is not None:
        import hashlib

        samples = held[row]
        made = hashlib.sha256(json.dumps([*samples.tracks, "", *samples.values]).encode())
        for column in (samples.lon, samples.lat, samples.time, samples.track, samples.row):
            if column is not None:
                made.update(np.ascontiguousarray(column).view(np.uint8).data)
            made.update(b";")
        for column in samples.values.values():
            made.update(str(column.dtype).encode())
            made.update(np.ascontiguousarray(column).view(np.uint8).data)
        digest = made.hexdigest()[:16]
    return [str(catalog.granule[row]), href, *stat, digest]


def sha256_of(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def key_of(parameters: Mapping[str, Any], a: Catalog, b: Catalog, rows: Iterable[Any]) -> str:
    """The hash of all that the result depends on: what is resumed must have the same."""
    from coincide import __version__

    rows_a, rows_b = (sorted(set(part)) for part in rows)
    what = [
        __version__,
        {name: str(value) for name, value in parameters.items()},
        [fingerprint(a, row) for row in rows_a],
        [fingerprint(b, row) for row in rows_b],
    ]
    return sha256_of(json.dumps(what, sort_keys=True).encode())


def check_output(output: Any) -> None:
    """Fails before a run where its output could not get its name afterwards."""
    if output is None:
        return
    check_name(output, "output")
    path = os.fspath(output)
    if os.path.isdir(path):
        raise ValueError(f"output is {path!r}: the name of a file is wanted")
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"output is {path!r}: there is no folder {folder}")


def warn_of(errors: Sequence[Any]) -> None:
    """Says that granules were left out: a result without them must not look whole."""
    if errors:
        warnings.warn(
            f"{len(errors)} granules could not be read and are left out; see .errors: "
            f"{errors[0][-1]}",
            stacklevel=3,
        )


def none_read(name: str, granules: int, errors: Sequence[str]) -> None:
    """Fails where nothing could be read: an empty result would be no answer."""
    if granules and len(errors) == granules:
        raise FormatError(
            f"{name}: none of its granules that meet could be read, {granules} in all; "
            f"the first: {errors[0]}"
        )


def run(
    tasks: Callable[..., Any],
    what: str,
    catalogs: tuple[Catalog, Catalog],
    rows: tuple[NDArray[np.int64], NDArray[np.int64]],
    keys: NDArray[np.uint64],
    sources: tuple[Source, Source],
    options: dict[str, Any],
    parameters: Mapping[str, Any],
    *,
    budget: int,
    on_error: str,
    output: Any,
    resume: bool,
    progress: Any,
    count: Callable[[Mapping[str, Any]], int],
    finish: Callable[[Parts], Any],
    join: Callable[[Sequence[dict[str, Any]]], Mapping[str, Any]] | None = None,
    most_rows: int | None = None,
    previous: Previous | None = None,
    whole_tasks: bool = False,
    again: Callable[[PairReuse], dict[str, Any]] | None = None,
) -> tuple[Any, list[tuple[str, int, str]], str]:
    """Runs what is left to do of the pairs `rows`.

    Returns what `finish` makes of all, errors, and hashes of the granules as text. With
    `previous`, `again` makes a part of its rows that are good, `PairReuse` says which. Parts
    are joined and kept as `Parts` says.
    """
    a, b = rows
    made = digests(catalogs[0], a), digests(catalogs[1], b)
    reuse = None
    if previous is not None:
        reuse = PairReuse(previous, catalogs, made, rows, whole_tasks)
    key = "" if output is None else key_of(parameters, *catalogs, (a.tolist(), b.tolist()))
    if reuse is not None:
        # The parts of a run do not have what it takes from an earlier one.
        key += reuse.digest()
    parts = Parts(output, key, resume, count, join, most_rows)
    line = Progress(progress, what)
    # Tasks are named by their granule of a: the same name in a run that goes on.
    left = ~np.isin(a, np.fromiter(parts.done, np.int64, len(parts.done)))
    if reuse is not None:
        reuse.leave(parts.done, a)
        left &= ~reuse.mask
    planned = _core.plan_tasks(a[left], b[left], keys)

    def task_done(task: int, complete: bool, found: dict[str, Any]) -> None:
        line.rows += count(found)
        # A task with a granule that cannot be read is tried again by the next run.
        parts.add(planned[task][0], found, complete)

    try:
        _, errors = tasks(
            a[left],
            b[left],
            keys,
            sources[0].read,
            sources[1].read,
            sources[0].bytes,
            sources[1].bytes,
            options,
            budget,
            on_error == "report",
            task_done,
            line,
        )
    finally:
        parts.flush()
        line.close()
    if not parts.done and reuse is None:
        try:
            for number, side in enumerate("ab"):
                texts = {row: text for which, row, text in errors if which == side}
                none_read(side, len(np.unique(rows[number])), list(texts.values()))
        except FormatError:
            if output is not None:
                drop_parts(output)
            raise
    if reuse is not None and again is not None and reuse.pairs:
        parts.hold(again(reuse))
    sides = {side: (catalogs[k], made[k]) for k, side in enumerate("ab")}
    return finish(parts), errors, granules_text(sides, errors)


class RunTable(Table):
    """A result of a run over catalogs, which may lack granules.

    Attributes
    ----------
    errors : list of (side, granule, message)
        Granules that could not be read.
    """

    errors: list[tuple[str, str, str]]

    def summary(self) -> str:
        """What was found, in a few lines."""
        text = super().summary()
        if self.errors:
            text += f"\n  {len(self.errors)} granules could not be read:"
            text += "".join(
                f"\n    {side} {name}: {words}" for side, name, words in self.errors[:5]
            )
        return text


class Progress:
    """How far a run is: a line on a terminal, or a function that is called with the counters.

    `show`: True, False, or the function.
    """

    def __init__(self, show: Any, what: str) -> None:
        self.call: Callable[[dict[str, int]], Any] | None = show if callable(show) else None
        self.line = Line(what, bool(show) and self.call is None)
        self.rows = 0

    def __call__(self, counters: dict[str, int]) -> None:
        if self.call is not None:
            self.call({**counters, "rows": self.rows})
        done, of = counters["pairs"], max(counters["all_pairs"], 1)
        read = counters["granules_read"]
        text = f"{done:,} of {of:,} granule pairs, {read:,} granules read, {self.rows:,} rows"
        self.line.show(done, of, text)

    def close(self) -> None:
        """Clears the line."""
        self.line.close()
