"""Calls and their types, for mypy alone: see test_docs.py."""

from typing import assert_type

import coincide as co
import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Doubles = NDArray[np.float64]

lon: Doubles = np.zeros(3)
words: Words = np.zeros(3, np.uint64)
word = np.uint64(5)

assert_type(co.encode(10.0, 20.0), np.uint64)
assert_type(co.encode(10, np.float64(20.0), 6), np.uint64)
assert_type(co.encode(lon, lon, 6, ellipsoid=co.Ellipsoid("GRS80"), out=words), Words)
assert_type(co.encode([1.0, 2.0], 20.0, errors="null"), Words)
assert_type(co.decode(words), tuple[Doubles, Doubles])
assert_type(co.decode(word), tuple[np.float64, np.float64])
assert_type(co.order(words), NDArray[np.int64])
assert_type(co.order(word), np.int64)
assert_type(co.is_valid(words), NDArray[np.bool_])
assert_type(co.parent(words, np.int64(3)), Words)
assert_type(co.parent(5, 3), np.uint64)
assert_type(co.children(word, 3), Words)
assert_type(co.contains(word, words), NDArray[np.bool_])
assert_type(co.common_ancestor(words), np.uint64)
assert_type(co.Ellipsoid("WGS84").a, float)
Ints = NDArray[np.int64]
assert_type(co.match_points(lon, lon, lon, lon, "50 m", keep=3), tuple[Ints, Ints, Doubles])
assert_type(co.near_line(lon, lon, lon, lon, 500.0), tuple[Ints, Doubles, Doubles, Doubles])
assert_type(co.in_polygons(lon, lon, [], edges="great_circle"), tuple[Ints, Ints])
assert_type(co.aggregate_pairs([0], [0], lon, "mean"), tuple[Ints, Doubles])
