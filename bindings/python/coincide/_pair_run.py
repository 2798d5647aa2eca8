"""A run over pairs of granules of two catalogs: what `match` and `crossovers` share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from coincide import _core, _runs, _sources
from coincide._core import FormatError
from coincide._part_rows import PartRows
from coincide._parts import Parts, drop_parts
from coincide._previous import PairReuse, Previous, digests, granules_text
from coincide._table import Table
from coincide.catalog import Catalog

_Rows = NDArray[np.int64]


class PairRun:
    """
    What a run does; a verb says what is made of each pair.

    Parameters
    ----------
    sources : of the samples of a and b
    pairs : their granules that meet, by row
    where : to look in each granule of a; tasks go along the curve by it
    options : of the core's tasks
    parameters : all that the result depends on beside the granules
    names : of values
    """

    verb: ClassVar[str]
    #: The core's, of which each makes rows of one granule of a.
    tasks: ClassVar[Callable[..., Any]]
    #: Rows are chosen among all pairs of a granule of a.
    whole_tasks = False

    def __init__(
        self,
        sources: tuple[_sources.Source, _sources.Source],
        pairs: tuple[_Rows, _Rows],
        where: Mapping[int, Any],
        options: dict[str, Any],
        parameters: Mapping[str, Any],
        names: Sequence[str],
        how: _runs.How,
        previous: Previous | None,
    ) -> None:
        self.a, self.b = (source.catalog for source in sources)
        self.sources, self.pairs, self.where = sources, pairs, where
        self.options, self.parameters, self.names, self.how = options, parameters, names, how
        self.previous = previous

    # What a verb gives --------------------------------------------------------------

    def row_bytes(self) -> int:
        """Memory of a row of a part."""
        raise NotImplementedError

    def count(self, part: Mapping[str, Any]) -> int:
        """How many rows a task made."""
        return len(part["cell"])

    def join(self, found: Sequence[dict[str, Any]]) -> Mapping[str, Any]:
        """Makes one part of what several tasks made, sorted; it may use that up."""
        raise NotImplementedError

    def again(self, reuse: PairReuse) -> Iterator[dict[str, Any]]:
        """Rows of the earlier result that are good, as tasks would make them."""
        raise NotImplementedError

    def rows(self, parts: Parts) -> PartRows:
        """The rows of all parts."""
        raise NotImplementedError

    def table(self, piece: Mapping[str, Any], rows: PartRows, first: int) -> Table:
        """The table of a piece, of which the first row is number `first`."""
        raise NotImplementedError

    def about(self) -> dict[str, str]:
        """More metadata, once `rows` are known."""
        return {}

    def write_beside(self, metadata: Mapping[str, str]) -> None:
        """Writes what the output does not hold."""

    # --------------------------------------------------------------------------------

    def run(self) -> Any:
        """The table, also in the output if there is one."""
        with ExitStack() as self._open:
            return self._run()

    def _run(self) -> Any:
        parts, errors, granules = self._run_tasks()
        failed = [
            (side, str((self.a if side == "a" else self.b).granule[row]), text)
            for side, row, text in errors
        ]
        _runs.warn_of(failed)
        rows = self.rows(parts)
        metadata = {
            **_runs.metadata(self.verb, self.parameters),
            "granules_a": str(len(self.a)),
            "granules_b": str(len(self.b)),
            "errors": json.dumps(failed),
            "granules": granules,
            **self.about(),
        }
        if self.how.output is not None:
            self.write_beside(metadata)

        def tables() -> Iterator[Table]:
            first = 0
            for piece in rows.pieces(self.how.piece_rows(self.row_bytes())):
                table = self.table(piece, rows, first)
                first += len(piece["cell"])
                yield table

        table: Any = self.how.table_of(rows, tables(), metadata, self.row_bytes())
        table.errors = failed
        if self.how.output is not None:
            drop_parts(self.how.output)
        return table

    def _run_tasks(self) -> tuple[Parts, list[tuple[str, int, str]], str]:
        """What was made, errors, and hashes of the granules as text."""
        a, b = self.pairs
        catalogs, how = (self.a, self.b), self.how
        keys = _sources.curve_keys(self.a, a, self.where)
        made = digests(self.a, a), digests(self.b, b)
        reuse = None
        if self.previous is not None:
            reuse = PairReuse(self.previous, catalogs, made, self.pairs, self.whole_tasks)
        key = ""
        if how.output is not None:
            key = _runs.key_of(self.parameters, *((catalogs[k], self.pairs[k]) for k in (0, 1)))
            if reuse is not None:
                # The parts of a run do not have what it takes from an earlier one.
                key += reuse.digest()
        most_rows = how.most_rows(self.row_bytes())
        parts = self._open.enter_context(
            Parts(how.output, key, how.resume, self.count, self.join, most_rows)
        )
        line = _runs.Progress(how.progress, self.verb)
        # Tasks are named by their granule of a: the same name in a run that goes on.
        left = ~np.isin(a, np.fromiter(parts.done, np.int64, len(parts.done)))
        if reuse is not None:
            reuse.leave(parts.done, a)
            left &= ~reuse.mask
        planned = _core.plan_tasks(a[left], b[left], keys)

        def task_done(task: int, complete: bool, found: dict[str, Any]) -> None:
            line.rows += self.count(found)
            # A task with a granule that cannot be read is tried again by the next run.
            parts.add(planned[task][0], found, complete)

        try:
            _, errors = type(self).tasks(
                a[left],
                b[left],
                keys,
                *(source.read for source in self.sources),
                *(source.bytes for source in self.sources),
                self.options,
                how.for_samples,
                how.on_error == "report",
                task_done,
                line,
            )
        finally:
            parts.flush()
            line.close()
        if not parts.done and reuse is None:
            self._check_some_read(errors)
        if reuse is not None and reuse.pairs:
            for found in self.again(reuse):
                parts.hold(found)
            parts.flush()
        sides = {side: (catalogs[k], made[k]) for k, side in enumerate("ab")}
        return parts, errors, granules_text(sides, errors)

    def _check_some_read(self, errors: Sequence[tuple[str, int, str]]) -> None:
        try:
            for number, side in enumerate("ab"):
                texts = {row: text for which, row, text in errors if which == side}
                _runs.none_read(side, len(np.unique(self.pairs[number])), list(texts.values()))
        except FormatError:
            if self.how.output is not None:
                drop_parts(self.how.output)
            raise


def granule_pairs(
    a: Catalog, b: Catalog, within_m: float, window_ns: int | None, missing_time: str
) -> tuple[_Rows, _Rows, Any, Any]:
    """Stage one: rows of the two catalogs, and where to look in each."""
    from coincide.granules import match_granules

    window = None if window_ns is None else np.timedelta64(window_ns, "ns")
    pairs = match_granules(a, b, within_m, window, missing_time=missing_time)
    return pairs["row_a"], pairs["row_b"], pairs["shared_a"], pairs["shared_b"]
