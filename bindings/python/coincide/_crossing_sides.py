"""One side of `coincide.crossings`: its samples, one track after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coincide._table_columns import Text
from coincide._times import to_ns

__all__ = ["Side", "SideValue"]

# Integers that doubles tell apart.
_WHOLE = 2**53
# Columns that a value would replace.
_TAKEN = ("track", "seg", "frac", "s", "gap", "near", "azimuth", "max_gap", "time")


@dataclass
class SideValue:
    """A column of samples, with its errors and slopes."""

    values: NDArray[np.float64]
    sigma: NDArray[np.float64] | None
    slope: NDArray[np.float64] | None
    integer: bool
    masked: bool  # Integers of which some are missing.


class Side:
    """The samples of one side, one track after the other."""

    def __init__(
        self,
        lon: ArrayLike,
        lat: ArrayLike,
        track: ArrayLike | None,
        time: Any,
        values: Mapping[str, Any] | None,
        suffix: str,
    ) -> None:
        lon, lat = (np.ma.filled(np.ma.asarray(x, np.float64), np.nan) for x in (lon, lat))
        if lon.shape != lat.shape:
            raise ValueError(
                f"lon_{suffix} has the shape {lon.shape}, lat_{suffix} {lat.shape}: "
                "one of each a sample is wanted"
            )
        if lon.ndim not in (1, 2):
            raise ValueError(f"lon_{suffix} has the shape {lon.shape}: one or two dimensions")
        self.suffix, self.shape = suffix, lon.shape
        self.order: NDArray[np.int64] | None = None
        n = lon.size
        self.untracked: NDArray[np.int64] = np.empty(0, np.int64)
        if track is not None:
            labels = self._labels(self._column(track, f"track_{suffix}"))
            if self.untracked.size:
                lon, lat = lon.copy(), lat.copy()
                lon.ravel()[self.untracked] = lat.ravel()[self.untracked] = np.nan
            offsets = self._cut(labels)
        else:
            # Each row of a two-dimensional array is a track.
            self.labels: NDArray[Any] = np.arange(lon.shape[0] if lon.ndim == 2 else 1)
            offsets = np.linspace(0, n, len(self.labels) + 1).astype(np.int64)
        self.offsets = offsets
        self.lon, self.lat = (np.ascontiguousarray(self._sorted(x.ravel())) for x in (lon, lat))
        self.time = None
        if time is not None:
            ns = to_ns(time, f"time_{suffix}")
            self.time = self._sorted(self._column(ns, f"time_{suffix}"))
        self.values = dict(self._values(values))

    def _labels(self, track: NDArray[Any]) -> NDArray[Any]:
        """Labels of which none is missing: a sample without one gets a neighbour's."""
        if track.dtype.kind == "O":
            missing = np.array([t is None or t != t for t in track.tolist()], np.bool_)
            text = np.array([isinstance(t, str) for t in track.tolist()], np.bool_)
            if text.any() and not (text | missing).all():
                at = int(np.flatnonzero(~text & ~missing)[0])
                raise TypeError(
                    f"track_{self.suffix}[{at}] is {track[at]!r}, others are text: numbers or "
                    "text are wanted, not both"
                )
        elif track.dtype.kind == "f":
            missing = np.isnan(track)
        else:
            return track
        mask = np.ma.getmask(track)
        if mask is not np.ma.nomask:
            missing = missing | mask
        if not missing.any():
            return track
        self.untracked = np.flatnonzero(missing)
        if missing.all():
            return np.zeros(len(track), np.int64)
        known = np.where(missing, 0, np.arange(len(track)))
        np.maximum.accumulate(known, out=known)
        first = int(np.flatnonzero(~missing)[0])
        known[:first] = first
        return np.asarray(track[known])

    def raise_untracked(self, track: Any) -> None:
        """The error of the first sample without a track; there must be one."""
        at = int(self.untracked[0])
        value = np.asarray(track).ravel()[at]
        raise ValueError(
            f"track_{self.suffix}[{at}] is {value}: a number or text is wanted (errors='drop' "
            "leaves the sample out, and ends a leg there)"
        )

    def _column(self, column: Any, name: str) -> NDArray[Any]:
        array = np.asarray(column)
        if array.shape != self.shape:
            raise ValueError(
                f"{name} has the shape {array.shape}: that of lon_{self.suffix}, {self.shape}, "
                "is wanted"
            )
        return array.ravel()

    def _cut(self, track: NDArray[Any]) -> NDArray[np.int64]:
        """Offsets of the tracks; samples of a track that are not together are put so."""
        starts = np.flatnonzero(np.r_[True, track[1:] != track[:-1]][: len(track)])
        labels = track[starts]
        if len(np.unique(labels)) < len(labels):
            self.order = np.argsort(track, kind="stable").astype(np.int64)
            track = track[self.order]
            starts = np.flatnonzero(np.r_[True, track[1:] != track[:-1]])
            labels = track[starts]
        self.labels = labels
        offsets: NDArray[np.int64] = np.r_[starts, len(track)].astype(np.int64)
        return offsets

    def _sorted(self, column: NDArray[Any]) -> NDArray[Any]:
        return column if self.order is None else column[self.order]

    def raise_position(self) -> None:
        """The error of the first invalid position; there must be one."""
        lon, lat = self.lon, self.lat
        rows = np.flatnonzero(~np.isfinite(lon) | ~(np.abs(lat) <= 90))
        row = rows[np.argmin(self.rows(rows))]
        at = int(self.rows(row))
        name, value = ("lat", lat[row]) if np.isfinite(lon[row]) else ("lon", lon[row])
        allowed = "-90 to 90" if name == "lat" else "a finite number"
        swapped = ""
        if name == "lat" and np.isfinite(value) and np.all(np.abs(lon[np.isfinite(lon)]) <= 90):
            swapped = "; did you pass lat, lon?"
        raise ValueError(
            f"{name}_{self.suffix}[{at}] is {value:g}: {allowed} is allowed{swapped} "
            "(errors='drop' ends a leg there)"
        )

    def _values(self, values: Mapping[str, Any] | None) -> Iterator[tuple[str, SideValue]]:
        for name, column in (values or {}).items():
            what = f"values_{self.suffix}[{name!r}]"
            if name in _TAKEN:
                raise ValueError(
                    f"{what}: {name!r} is a column of the result; give it another name, such as "
                    f"'my_{name}'"
                )
            parts = column if isinstance(column, tuple) else (column,)
            if not 1 <= len(parts) <= 3 or parts[0] is None:
                raise ValueError(f"{what}: values; values, errors; or values, errors, slopes")
            integer = masked = False
            if np.asarray(parts[0]).dtype.kind in "biu":
                integer, masked = True, np.ma.is_masked(parts[0])
                self._check_whole(np.asarray(parts[0]), what)
            arrays = [None if part is None else self._numbers(part, what) for part in parts] + [
                None
            ] * (3 - len(parts))
            assert arrays[0] is not None
            if arrays[1] is not None and np.any(arrays[1] < 0):
                row = self.rows(np.flatnonzero(arrays[1] < 0)).min()
                error = np.asarray(parts[1]).ravel()[row]
                raise ValueError(f"errors of {what}: [{row}] is {error:g}: 0 or more is allowed")
            yield name, SideValue(arrays[0], arrays[1], arrays[2], integer, masked)

    def _numbers(self, part: Any, what: str) -> NDArray[np.float64]:
        array = np.ma.asarray(part)
        if array.dtype.kind not in "biufO":
            raise TypeError(f"{what} has dtype {array.dtype}: real numbers are wanted")
        try:
            column = np.ma.filled(array.astype(np.float64), np.nan)
        except (TypeError, ValueError) as error:
            raise TypeError(f"{what}: real numbers are wanted ({error})") from None
        return np.ascontiguousarray(self._sorted(self._column(column, what)))

    @staticmethod
    def _check_whole(column: NDArray[Any], what: str) -> None:
        if column.dtype.kind == "b" or not column.size:
            return
        if column.max() > _WHOLE or column.min() < -_WHOLE:
            large = (column > _WHOLE) | (column < -_WHOLE)
            at = int(np.flatnonzero(large.ravel())[0])
            raise ValueError(f"{what}[{at}] is {column.ravel()[at]}: at most 2**53 is allowed")

    def rows(self, seg: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the caller's columns."""
        return seg if self.order is None else self.order[seg]

    def names(self, track: NDArray[np.int64]) -> Any:
        if self.labels.dtype.kind in "UO":
            return Text(track, [str(label) for label in self.labels])
        return self.labels[track]
