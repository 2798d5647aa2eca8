"""The rows of a run of crossovers: as tasks make them, as parts hold them, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _overlaps, _part_rows
from coincide._crossover_values import CrossoverValues
from coincide._parts import Part
from coincide._previous import PairReuse, between, codes_of, ns_of
from coincide._table import Table

_NUMBERS = (
    *("lon", "lat", "seg_a", "seg_b", "frac_a", "frac_b", "s_a", "s_b", "gap_a", "gap_b"),
    *("near_a", "near_b", "time_a", "time_b", "dt", "azimuth_a", "azimuth_b", "angle"),
    *("max_gap_a", "max_gap_b", "flags", "cell"),
)
_INTEGERS = ("seg_a", "seg_b", "time_a", "time_b", "dt", "flags")
# `ValueKind` of crossing_run.h.
_INTEGER, _NUMBER = 1, 2
_CODES = ("granule_a", "granule_b", "track_a", "track_b")
_KEYS = ("granule_a", "seg_a", "frac_a", "granule_b", "seg_b", "frac_b")


def row_bytes(wanted: CrossoverValues) -> int:
    """Memory of a row of a table."""
    return 8 * (len(_NUMBERS) + len(_CODES) + 4 * len(wanted.names) + 3 * len(wanted.has_sigma))


def _order(columns: Mapping[str, Any]) -> NDArray[np.int64]:
    return _part_rows.order_by(columns["cell"], *(columns[name] for name in _KEYS))


def _no_rows(wanted: CrossoverValues) -> dict[str, Any]:
    columns: dict[str, Any] = {name: np.empty(0, np.int64) for name in (*_CODES, *_INTEGERS)}
    for name in (*_NUMBERS, *_names_of(wanted)):
        columns.setdefault(name, np.empty(0, np.uint64 if name == "cell" else np.float64))
    return columns


def _names_of(wanted: CrossoverValues) -> list[str]:
    """The columns of values and of their standard errors."""
    return [
        f"{what}{number}_{side}"
        for number, name in enumerate(wanted.names)
        for what in ("value", *(["sigma"] if name in wanted.has_sigma else []))
        for side in "ab"
    ]


class CrossoverRows(_part_rows.PartRows):
    """What `parts` hold."""

    def __init__(self, parts: Sequence[Part], wanted: CrossoverValues) -> None:
        super().__init__(parts, _no_rows(wanted))

    def order(self, columns: Mapping[str, Any]) -> NDArray[np.int64]:
        """As PartRows.order."""
        return _order(columns)


def join(
    found: Sequence[dict[str, Any]],
    wanted: CrossoverValues,
    hidden: Sequence[int],
    not_same_track: bool,
) -> dict[str, Any]:
    """
    Rows of several tasks as those of one, sorted, with their overlaps and long steps.

    hidden : numbers of values that must differ between the sides, and are not kept.
    not_same_track : leaves out what is between tracks of one name.
    """
    overlaps, long_steps = [], 0
    kinds = {side: [0] * len(wanted.names) for side in "ab"}
    for part in found:
        names = part["track_names"]
        overlaps.append({**part.pop("overlaps"), "track_names": names})
        long_steps += int(part.pop("long_steps"))
        for side in "ab":
            values, sigmas = part.pop(f"values_{side}"), part.pop(f"sigmas_{side}")
            # Hidden ones have kinds too, which nobody asks for.
            known = zip(kinds[side], part.pop(f"kinds_{side}"), strict=False)
            kinds[side] = [max(pair) for pair in known]
            for number, name in enumerate(wanted.names):
                part[f"value{number}_{side}"] = values[number]
                if name in wanted.has_sigma:
                    part[f"sigma{number}_{side}"] = sigmas[number]
            for number in hidden:
                part[f"hidden{number}_{side}"] = values[number]
    compared = [("track_a", "track_b")] if not_same_track else []
    unlike = [(f"hidden{number}_a", f"hidden{number}_b") for number in hidden]

    def order(columns: dict[str, Any]) -> NDArray[np.int64]:
        rows = _order(columns)
        same = np.zeros(len(rows), np.bool_)
        for a, b in compared:
            same |= (columns[a] == columns[b]) & (columns[a] >= 0)
        for a, b in unlike:
            same |= columns.pop(a) == columns.pop(b)
        return rows[~same[rows]]

    keys = ["cell", *_KEYS, *(name for pair in (*compared, *unlike) for name in pair)]
    made = _part_rows.join(found, CrossoverRows.tracks, keys, order)
    along = _overlaps.join(overlaps, not_same_track)
    return {**made, "overlaps": along, "long_steps": long_steps, "kinds": kinds}


def whole_of(parts: Sequence[Part], wanted: CrossoverValues) -> set[str]:
    """Names of columns of values that every granule has integers for."""
    whole = set()
    for number, name in enumerate(wanted.names):
        for side in "ab":
            kinds = [part.plain_in("kinds", side)[number] for part in parts]
            if max(kinds, default=0) == _INTEGER:
                whole.add(f"{name}_{side}")
    return whole


def again(reuse: PairReuse, overlaps: Table, wanted: CrossoverValues) -> Iterator[dict[str, Any]]:
    """Rows of an earlier table that are good, a piece at a time, as tasks would make them."""
    if "time_a" not in reuse.previous.table:
        raise ValueError("previous is ordered by time: one with a and b is wanted")
    along, words = _overlaps.again(reuse, overlaps)
    for whole in reuse.previous.tables():
        table, of_a, of_b = reuse.kept(whole)
        yield _again(table, of_a, of_b, wanted) | {"overlaps": _overlaps.NONE, "long_steps": 0}
    none = _again(table[:0], of_a[:0], of_b[:0], wanted)
    yield none | {"overlaps": along, "track_names": words, "long_steps": 0}


def _again(table: Table, of_a: Any, of_b: Any, wanted: CrossoverValues) -> dict[str, Any]:
    part: dict[str, Any] = {"granule_a": of_a, "granule_b": of_b}
    codes, words = codes_of([table._held[f"track_{side}"] for side in "ab"])
    part |= {"track_a": codes[0], "track_b": codes[1], "track_names": words}
    for name in _NUMBERS:
        if name != "dt":
            part[name] = ns_of(table[name]) if name.startswith("time_") else table[name]
    part["dt"] = between(part["time_a"], part["time_b"])
    missing = np.full(len(table), np.nan)
    hidden = [missing] * (len(wanted.options["a"]) - len(wanted.names))
    for side in "ab":
        kept = [np.asarray(table[f"{name}_{side}"]) for name in wanted.names]
        part[f"values_{side}"] = [column.astype(np.float64) for column in kept] + hidden
        other = _NUMBER if len(table) else 0  # Of no rows none was seen.
        part[f"kinds_{side}"] = [_INTEGER if c.dtype.kind == "i" else other for c in kept]
        part[f"sigmas_{side}"] = [
            table[f"{name}_sigma_{side}"] if name in wanted.has_sigma else missing
            for name in wanted.names
        ] + hidden
    return part
