"""What the pipelines share: what is asked of a run, what its inputs are, progress."""

from __future__ import annotations

import json
import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

import numpy as np

from coincide._core import FormatError
from coincide._part_rows import PartRows
from coincide._parts import Parts
from coincide._progress import Line
from coincide._table import Table, check_name, is_streamed
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


def two_catalogs(a: Any, b: Any) -> tuple[Catalog, Catalog]:
    """Both as catalogs of one ellipsoid; the same one twice where they are."""
    same = b is a
    a = as_catalog(a, "a")
    b = a if same else as_catalog(b, "b")
    if a.ellipsoid != b.ellipsoid:
        raise ValueError(f"a is on {a.ellipsoid!r}, b on {b.ellipsoid!r}: one ellipsoid is wanted")
    return a, b


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


def key_of(parameters: Mapping[str, Any], *granules: tuple[Catalog, Any]) -> str:
    """The hash of all that the result depends on: what is resumed must have the same.

    granules : (catalog, its rows that are read) of each side.
    """
    from coincide import __version__

    what = [
        __version__,
        {name: str(value) for name, value in parameters.items()},
        *(
            [fingerprint(catalog, row) for row in np.unique(rows).tolist()]
            for catalog, rows in granules
        ),
    ]
    return sha256_of(json.dumps(what, sort_keys=True).encode())


def check_choice(name: str, value: Any, allowed: Sequence[str]) -> None:
    """Fails unless a value is one of those allowed."""
    if value not in allowed:
        choices = " or ".join(
            [", ".join(map(repr, allowed[:-1])), repr(allowed[-1])] if allowed[1:] else allowed
        )
        raise ValueError(f"{name} is {value!r}: {choices} is wanted")


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
            stacklevel=4,
        )


def none_read(name: str, granules: int, errors: Sequence[str]) -> None:
    """Fails where nothing could be read: an empty result would be no answer."""
    if granules and len(errors) == granules:
        raise FormatError(
            f"{name}: none of its granules that meet could be read, {granules} in all; "
            f"the first: {errors[0]}"
        )


@dataclass
class How:
    """How a run is done: nothing here changes its rows.

    memory : bytes for samples and for rows on their way to `output`.
    """

    memory: int
    on_error: str
    output: Any
    resume: bool
    progress: Any

    #: Rows that are handled together in whatever memory.
    LEAST_ROWS: ClassVar[int] = 10_000

    def __post_init__(self) -> None:
        self.memory = memory_bytes(self.memory)
        check_choice("on_error", self.on_error, ("report", "raise"))
        check_output(self.output)

    @property
    def for_samples(self) -> int:
        """Bytes of the samples that are held at once."""
        return self.memory if self.output is None else 2 * self.memory // 5

    def most_rows(self, row_bytes: int) -> int:
        """Rows, of so many bytes each, that are in one part at most."""
        if self.output is None:
            return Parts.ROWS
        return max(self.memory // 10 // row_bytes, self.LEAST_ROWS)

    def piece_rows(self, row_bytes: int) -> int | None:
        """Rows that are made into a table together, while those before are written."""
        return None if self.output is None else max(self.most_rows(row_bytes) // 2, self.LEAST_ROWS)

    def table_of(
        self,
        rows: PartRows,
        tables: Iterator[Table],
        metadata: Mapping[str, str],
        row_bytes: int,
    ) -> Table:
        """The table of a run, from one for each piece of its rows, written if it is asked for.

        It is in memory; of many rows in the file that they are written to.
        """
        from coincide._table_file import joined, write_pieces

        held = self.output is None or len(rows) * row_bytes <= self.memory // 16
        if held or not is_streamed(self.output):
            table = joined(list(tables))
            table.metadata = dict(metadata)
            if self.output is not None:
                table.write(self.output)
            return table
        first = next(tables)
        write_pieces(self.output, chain([first], tables), metadata, rows.bounds())
        return type(first)._of_file(self.output, metadata, first._points)


def metadata(verb: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """What made a table: the criterion and the version; nothing that differs between runs."""
    from coincide import __version__

    return {
        "verb": verb,
        "version": __version__,
        "parameters": json.dumps({k: str(v) for k, v in parameters.items()}, sort_keys=True),
    }


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

    show : True, False, or the function.
    steps : what the counter "pairs" counts.
    """

    def __init__(self, show: Any, what: str, steps: str = "granule pairs") -> None:
        self.call: Callable[[dict[str, int]], Any] | None = show if callable(show) else None
        self.line = Line(what, bool(show) and self.call is None)
        self.steps = steps
        self.rows = 0

    def __call__(self, counters: dict[str, int]) -> None:
        if self.call is not None:
            self.call({**counters, "rows": self.rows})
        done, of = counters["pairs"], max(counters["all_pairs"], 1)
        rate = counters["samples_read"] / max(time.monotonic() - self.line.start, 1e-9)
        text = (
            f"{done:,} of {of:,} {self.steps}, {counters['granules_read']:,} granules read, "
            f"{self.rows:,} rows, {rate / 1e6:.2f} M samples/s"
        )
        self.line.show(done, of, text)

    def close(self) -> None:
        """Clears the line."""
        self.line.close()
