"""The values that a run of crossovers takes from the samples of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coincide import _runs
from coincide._values import (
    Rule,
    rules_of,
)


class CrossoverValues:
    """Values by name, the variables that each side reads, and how they are taken."""

    def __init__(
        self,
        names: Sequence[str],
        of_a: Sequence[str | None],
        of_b: Sequence[str | None],
        method: Any,
        spline_points: Any,
        median_within: Any,
        sigma: Any,
        slope: Any,
    ) -> None:
        self.names = list(names)
        self.rules = rules_of(method, names, spline_points, median_within)
        self.variables: dict[str, list[str | None]] = {"a": [], "b": []}
        self.options: dict[str, list[Any]] = {"a": [], "b": []}
        # Rules of columns that integers must not have.
        self.checked: dict[str, dict[int, tuple[str, Rule]]] = {"a": {}, "b": {}}
        self.has_sigma: set[str] = set()
        sigmas, slopes = (
            self._sides(given, what) for given, what in ((sigma, "sigma"), (slope, "slope"))
        )
        for name, *of in zip(names, of_a, of_b, strict=True):
            for number, side in enumerate("ab"):
                rule = self.rules[name][number]
                column = self._column(side, of[number])
                self.checked[side][column] = (name, rule)
                errors, rise = (of.get(name, (None, None))[number] for of in (sigmas, slopes))
                if errors is not None:
                    self.has_sigma.add(name)
                if rule.method == "slope" and rise is None:
                    if of[number] is not None:
                        raise ValueError(
                            f"method of {name!r} on {side} is 'slope', and slope names no variable "
                            f"for it: {{{name!r}: ...}} is wanted, or another method for this side"
                        )
                    rule = Rule("linear", rule.points, rule.within_m, False)
                self.options[side].append(
                    (
                        column,
                        None if errors is None else self._column(side, errors),
                        None if rise is None else self._column(side, rise),
                        rule.parts(),
                    )
                )

    def _sides(self, given: Any, what: str) -> dict[str, tuple[str | None, str | None]]:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            raise TypeError(f"{what} is {type(given).__name__}: a dict of values is wanted")
        for name in given:
            if name not in self.names:
                known = ", ".join(self.names) or "none"
                raise ValueError(f"{what} names {name!r}, values has {known}")
        return {name: _runs.sides_of(of, f"{what}[{name!r}]") for name, of in given.items()}

    def _column(self, side: str, variable: str | None) -> int:
        self.variables[side].append(variable)
        return len(self.variables[side]) - 1

    def add_hidden(self, variable: str) -> int:
        """A variable to read and compare; its number among the values."""
        for side in "ab":
            column = self._column(side, variable)
            self.options[side].append((column, None, None, ("nearest", 3, 0.0)))
        return len(self.options["a"]) - 1
