"""The hierarchy and the numberings of cells: golden vectors, laws, round trips."""

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given


@st.composite
def cells(draw, low=0, high=29):
    order = draw(st.integers(low, high))
    return order, draw(st.integers(0, 12 * 4**order - 1))


@pytest.fixture(scope="module")
def golden(vectors):
    return vectors("golden_cells.json")


def test_golden_cells(golden):
    rows = [row for row in golden if not row["point"]]
    assert len(rows) >= 1000
    order = np.array([row["order"] for row in rows])
    nested = np.array([int(row["nested"]) for row in rows], np.uint64)
    words = np.array([int(row["word"], 16) for row in rows], np.uint64)
    np.testing.assert_array_equal(co.from_nested(order, nested), words)
    for got, want in zip(co.to_nested(words), (order, nested), strict=True):
        np.testing.assert_array_equal(got, want)
    assert not co.is_point(words).any()
    assert co.is_valid(words).all()
    bases = [row["base"] for row in rows]
    np.testing.assert_array_equal(co.to_xy(words)[1], bases)
    np.testing.assert_array_equal(co.parent(words, 0), co.from_nested(0, bases))


def test_golden_texts(golden):
    words = np.array([int(row["word"], 16) for row in golden], np.uint64)
    texts = [row["text"] for row in golden]
    assert co.to_text(words).tolist() == texts
    for form in (
        texts,
        np.array(texts),
        np.array(texts, object),
        pd.Series(texts),
        pa.array(texts),
    ):
        np.testing.assert_array_equal(co.from_text(form), words)
    np.testing.assert_array_equal(co.from_text([text.encode() for text in texts]), words)


def test_ogc_zones_of_the_authors_implementation(vectors):
    for row in vectors("ogc_zones.json"):
        word = co.from_nested(row["order"], int(row["nested"]))
        if row["text"]:
            assert co.to_ogc(word) == row["text"] and co.from_ogc(row["text"]) == word


def test_golden_points(golden):
    rows = [row for row in golden if row["point"]]
    words = np.array([int(row["word"], 16) for row in rows], np.uint64)
    assert co.is_point(words).all() and (co.order(words) == 29).all()
    np.testing.assert_array_equal(co.leaf_range(words)[:, 0], [int(row["nested"]) for row in rows])
    np.testing.assert_array_equal(co.from_leaves(co.leaf_range(words)[:, 0]), words)


@given(cells())
def test_numberings_by_their_formulas(cell):
    order, index = cell
    word = co.from_nested(order, index)
    shift = 2 * (29 - order)
    assert co.to_nested(word) == (order, index)
    assert co.to_nuniq(word) == 4 * 4**order + index
    assert co.to_zuniq(word) == (2 * index + 1) << shift
    assert co.leaf_range(word).tolist() == [index << shift, (index + 1) << shift]
    _, base, x, y = (int(n) for n in co.to_xy(word))
    bits = sum((x >> k & 1) << 2 * k | (y >> k & 1) << 2 * k + 1 for k in range(order))
    assert base * 4**order + bits == index


@given(cells())
def test_round_trips(cell):
    word = co.from_nested(*cell)
    assert co.from_nuniq(co.to_nuniq(word)) == word
    assert co.from_zuniq(co.to_zuniq(word)) == word
    assert co.from_ring(*co.to_ring(word)) == word
    assert co.from_xy(*co.to_xy(word)) == word
    assert co.from_text(co.to_text(word)) == word
    if cell[0] <= 25:
        assert co.from_ogc(co.to_ogc(word)) == word


@pytest.mark.parametrize("order", range(30))
def test_ends_of_base_cells_round_trip(order):
    size = 4**order
    index = np.array(
        [base * size + i for base in range(12) for i in {0, size // 2, size - 1}], np.uint64
    )
    words = co.from_nested(order, index)
    np.testing.assert_array_equal(co.to_nested(words)[1], index)
    for there, back in (
        (co.to_ring, lambda r: co.from_ring(*r)),
        (co.to_nuniq, co.from_nuniq),
        (co.to_zuniq, co.from_zuniq),
        (co.to_xy, lambda r: co.from_xy(*r)),
    ):
        np.testing.assert_array_equal(back(there(words)), words)


@given(cells(high=28), st.integers(0, 3))
def test_parents_and_children(cell, child):
    order, index = cell
    word = co.from_nested(order, index)
    children = co.children(word, order + 1)
    assert (
        children.tolist()
        == co.from_nested(order + 1, np.arange(4, dtype=np.uint64) + np.uint64(4 * index)).tolist()
    )
    assert (co.parent(children, order) == word).all()
    assert co.contains(word, children[child]) and not co.contains(children[child], word)
    assert co.intersects(word, children[child]) and co.intersects(children[child], word)
    assert co.common_ancestor(children) == word
    assert co.common_ancestor([word, children[child]]) == word


@given(cells(), cells())
def test_predicates_by_ranges(a, b):
    word, other = co.from_nested(*a), co.from_nested(*b)
    (begin, end), (begin2, end2) = co.leaf_range(word).tolist(), co.leaf_range(other).tolist()
    assert co.contains(word, other) == (begin <= begin2 and end2 <= end)
    assert co.intersects(word, other) == (begin < end2 and begin2 < end)
    ancestor = co.common_ancestor([word, other])
    if co.parent(word, 0) != co.parent(other, 0):
        assert ancestor == 0
    else:
        assert co.contains(ancestor, word) and co.contains(ancestor, other)
        deeper = int(co.order(ancestor)) + 1
        if ancestor not in (word, other):  # One order deeper the two part.
            assert co.parent(word, deeper) != co.parent(other, deeper)


@given(cells())
def test_next_and_previous(cell):
    order, index = cell
    word = co.from_nested(order, index)
    last = 12 * 4**order - 1
    assert co.next_cell(word) == (co.from_nested(order, index + 1) if index < last else 0)
    assert co.previous_cell(word) == (co.from_nested(order, index - 1) if index > 0 else 0)


def test_points_keep_their_kind():
    point = co.encode(10.0, 20.0)
    assert co.is_point(co.next_cell(point))
    assert co.parent(point, 29) == co.encode(10.0, 20.0, 29)
    assert co.contains(co.parent(point, 29), point) and co.contains(point, co.parent(point, 29))
    assert co.to_nested(point) == co.to_nested(co.parent(point, 29))


@given(st.integers(0, 2**64 - 1))
def test_any_word_is_valid_or_refused(word):
    if co.is_valid(word):
        order, index = co.to_nested(word)
        assert co.from_nested(order, index) == co.parent(word, order)
    else:
        with pytest.raises(ValueError, match=r"^w is 0x"):
            co.order(word)


def test_pairs_of_arrays_broadcast():
    words = co.encode([10.0, 50.0, 90.0], 20.0, 8)
    table = co.contains(co.parent(words, 4)[:, None], words)
    assert table.tolist() == np.eye(3, dtype=bool).tolist()
    assert co.contains(words[:1], words).tolist() == [True, False, False]
    assert co.contains(words, words[0]).tolist() == [True, False, False]
    with pytest.raises(ValueError, match="w and v differ in length: 3 and 2"):
        co.contains(words, words[:2])
