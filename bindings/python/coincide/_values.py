"""How values of samples are taken to crossings: methods by name and side, and by time."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from coincide._table import Table
from coincide._table_columns import Text
from coincide._units import to_metres

METHODS = ("linear", "nearest", "cubic", "akima", "slope", "median", "direction", "bit_or")
# Those that integers and flags are taken by; the others would make values of them that
# mean nothing.
WHOLE = ("nearest", "bit_or")

_T = TypeVar("_T", bound=Table)


@dataclass(frozen=True)
class Rule:
    """The method of one value on one side; `named`: it was asked for by the value's name."""

    method: str
    points: int
    within_m: float
    named: bool

    def parts(self, integer: bool = False) -> tuple[str, int, float]:
        """As the core reads it; of integers, what they are taken by."""
        method = "nearest" if integer and self.method not in WHOLE else self.method
        return method, self.points, self.within_m

    def check_integer(self, what: str) -> None:
        """Fails where integers are asked for in between."""
        if self.named and self.method not in WHOLE:
            raise ValueError(
                f"method of {what} is {self.method!r}, and its values are integers: 'nearest' or "
                "'bit_or' is allowed; make them floats to interpolate"
            )


def rules_of(
    method: Any, names: Sequence[str], spline_points: Any, median_within: Any
) -> dict[str, tuple[Rule, Rule]]:
    """The rules of each name on a and on b.

    `method` is one for all, or a mapping of names to one, or to one for each side; names
    that it leaves out are linear.
    """
    given = method if isinstance(method, Mapping) else {}
    for name in given:
        if name not in names:
            raise ValueError(f"method names {name!r}, values has {', '.join(names) or 'none'}")
    if isinstance(spline_points, bool) or not isinstance(spline_points, (int, np.integer)):
        raise TypeError(f"spline_points is {spline_points!r}: a whole number is wanted")
    if not 2 <= spline_points <= 32:
        raise ValueError(f"spline_points is {spline_points}: 2 to 32 samples a side are allowed")
    within = None if median_within is None else to_metres(median_within, "median_within")
    if within is not None and not within >= 0:
        raise ValueError(f"median_within is {median_within!r}: 0 m or more is allowed")
    rules = {}
    for name in names:
        of = given.get(name, "linear") if isinstance(method, Mapping) else method
        both = of if isinstance(of, (tuple, list)) else (of, of)
        if len(both) != 2:
            raise ValueError(f"method[{name!r}] is {of!r}: one, or one for each side is wanted")
        for one in both:
            _check(one, f"method[{name!r}]" if given else "method", within)
        rules[name] = tuple(Rule(one, int(spline_points), within or 0.0, name in given)
                            for one in both)  # fmt: skip
    if not isinstance(method, Mapping):
        _check(method, "method", within)
    return rules  # type: ignore[return-value]


def _check(method: Any, what: str, within: float | None) -> None:
    if method not in METHODS:
        choices = " or ".join(map(repr, METHODS))
        raise ValueError(f"{what} is {method!r}: {choices} is allowed")
    if method == "median" and within is None:
        raise ValueError(f"{what} is 'median': median_within is wanted, such as '500 m'")


def difference(b: NDArray[Any], a: NDArray[Any], methods: Sequence[str]) -> NDArray[Any] | None:
    """b - a; of directions the shorter way round, [-180, 180); None of flags."""
    if "bit_or" in methods:
        return None
    if "direction" in methods:
        return np.asarray((b - a + 180.0) % 360.0 - 180.0)
    return np.asarray(b - a)


def position_sigma_of(given: Any) -> tuple[float, float] | None:
    """Geolocation errors of the two sides in metres."""
    if given is None:
        return None
    both = given if isinstance(given, (tuple, list)) else (given, given)
    if len(both) != 2:
        raise ValueError(f"position_sigma is {given!r}: one, or one for each side is wanted")
    metres = [to_metres(one, "position_sigma") for one in both]
    for one in metres:
        if not (one >= 0 and np.isfinite(one)):
            raise ValueError(f"position_sigma is {one}: 0 m or more is allowed")
    return metres[0], metres[1]


def sigma_x(both: tuple[float, float], angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """The standard error of a crossing's place: infinite where the tracks are parallel."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.hypot(*both) / np.sin(np.radians(angle))
    return np.where(np.isnan(found), 0.0, found)


def names_of(given: Any, what: str) -> tuple[str, ...]:
    """One name or several."""
    names = (given,) if isinstance(given, str) else given
    if not isinstance(names, (tuple, list)) or not all(isinstance(n, str) for n in names):
        raise TypeError(f"{what} is {given!r}: a name or names are wanted")
    return tuple(names)


def warn_of_long_steps(steps: int) -> None:
    """Says that segments were left out which `max_gap` allows."""
    if steps:
        warnings.warn(
            f"{steps:,} steps between samples are longer than 10,000 km: the shortest path says "
            "nothing about a track there, so they were not crossed",
            stacklevel=3,
        )


def check_suffixes(suffixes: Any, by_time: bool = False) -> None:
    """Fails unless these can name two sides."""
    good = isinstance(suffixes, (tuple, list)) and len(suffixes) == 2
    if not good or not all(isinstance(one, str) and one for one in suffixes):
        raise TypeError(f'suffixes is {suffixes!r}: two texts as ("_1", "_2") are wanted')
    if suffixes[0] == suffixes[1]:
        raise ValueError(f"suffixes is {suffixes!r}: two that differ are wanted")
    if by_time and tuple(suffixes) != ("_a", "_b"):
        raise ValueError("suffixes: with by_time the sides are named _first and _last")


def named(table: _T, suffixes: Sequence[str]) -> _T:
    """A table with columns of its sides named so."""
    return table if tuple(suffixes) == ("_a", "_b") else table.with_suffixes(*suffixes)


def by_time(table: _T) -> _T:
    """Sides in the order of time: columns `*_first` and `*_last` instead of `*_a` and `*_b`.

    Where a time is missing a is first. `dt_s` is not negative, and differences are last
    minus first.
    """
    names = table.names
    if "time_a" not in names or "time_b" not in names:
        raise ValueError("by_time: time_a and time_b are wanted on both sides")
    swap = table["time_b"] < table["time_a"]
    columns: dict[str, Any] = {}
    for name in names:
        stem, side = name[:-2], name[-2:]
        if side == "_b" and f"{stem}_a" in names:
            continue
        if side == "_a" and f"{stem}_b" in names:
            a, b = table._held[name], table._held[f"{stem}_b"]
            columns[f"{stem}_first"] = _mixed(swap, a, b)
            columns[f"{stem}_last"] = _mixed(swap, b, a)
        elif name == "dt_s" or (name[:1] == "d" and f"{name[1:]}_a" in names):
            columns[name] = np.where(swap, -table[name], table[name])
        else:
            columns[name] = table._held[name]
    return table._like(columns)


def _mixed(swap: NDArray[np.bool_], a: Any, b: Any) -> Any:
    """b where `swap`, else a; words do not depend on which rows there are."""
    if not isinstance(a, Text) and not isinstance(b, Text):
        return np.where(swap, b, a)
    a, b = (side if isinstance(side, Text) else Text.of(side.tolist()) for side in (a, b))
    words = {word: code for code, word in enumerate(dict.fromkeys([*a.values, *b.values]))}
    codes = [np.array([*(words[w] for w in text.values), -1])[text.codes] for text in (a, b)]
    return Text(np.where(swap, codes[1], codes[0]), list(words))
