"""Bad input, row by row: the error names argument, first bad index, value, what is allowed."""

import re

import coincide as co
import numpy as np
import pytest

NAN, INF = float("nan"), float("inf")
GOOD = int(co.encode(10.0, 20.0, 6))
FRONT13 = 13 << 60 | 5
STRAY = GOOD | 1 << 20


@pytest.mark.parametrize(
    "lon, lat, message",
    [
        (NAN, 0.0, "lon is nan: longitudes are finite degrees"),
        ([0.0, INF], 0.0, "lon[1] is inf: longitudes are finite degrees"),
        ([0.0, -INF, NAN], 0.0, "lon[1] is -inf: longitudes are finite degrees"),
        (0.0, NAN, "lat is nan: latitudes are -90 to 90 degrees"),
        (100.0, [0.0, 0.0, 95.0], "lat[2] is 95: latitudes are -90 to 90 degrees"),
        (100.0, -INF, "lat is -inf: latitudes are -90 to 90 degrees"),
        (0.0, 90.00000000000001, "lat is 90.00000000000001: latitudes"),
        ([[0.0, 0.0]], [[0.0], [-91.0]], "lat[1, 0] is -91: latitudes"),
        # The index is the lowest, whatever the thread that met it.
        (
            np.zeros(500_000),
            np.where(np.arange(500_000) % 99_999 == 77_777, 99.0, 0.0),
            "lat[77777] is 99",
        ),
        # |lat| > 90 and |lon| <= 90 look like arguments in the wrong order.
        (
            [70.0, -75.0],
            [20.0, 123.0],
            "lat[1] is 123: latitudes are -90 to 90 degrees; did you pass lat, lon?",
        ),
        ([1.0, 2.0], [1.0, 2.0, 3.0], "lon and lat differ in length: 2 and 3"),
        (
            np.zeros((2, 3)),
            np.zeros((2, 2)),
            "lon and lat have shapes that do not fit: (2, 3) and (2, 2)",
        ),
        ([[1.0], [1.0, 2.0]], 0.0, "lon is not an array of numbers"),
    ],
)
@pytest.mark.parametrize("order", [None, 7])
def test_coordinates(lon, lat, message, order):
    with pytest.raises(ValueError, match=re.escape(message)):
        co.encode(lon, lat, order)


def test_no_guess_where_it_would_be_wrong():
    with pytest.raises(ValueError) as error:
        co.encode(100.0, 95.0)
    assert "lat, lon" not in str(error.value)


@pytest.mark.parametrize(
    "value, message",
    [
        (None, "lon is None: numbers or an array of them are wanted"),
        ("10", "lon is a str: numbers or an array of them are wanted"),
        (True, "lon is a bool: numbers or an array of them are wanted"),
        (1j, "lon has dtype complex128: real numbers are wanted"),
        (["10"], "lon has dtype <U2: real numbers are wanted"),
        (["10", None], "lon[0] is a str: real numbers are wanted"),
        ([{}], "lon[0] is a dict: real numbers are wanted"),
        (np.array(["2020-01-01"], "M8[D]"), "lon has dtype datetime64[D]: real numbers are wanted"),
        (np.array([True]), "lon has dtype bool: real numbers are wanted"),
    ],
)
def test_coordinates_of_a_wrong_type(value, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        co.encode(value, 0.0)


def test_missing_numbers_of_objects_are_nan():
    with pytest.raises(ValueError, match=r"lon\[0\] is nan"):
        co.encode([None, 1.0], 0.0)


BAD_WORDS = [
    (0, "w is 0x0: the null word is no cell"),
    ([GOOD, 0], "w[1] is 0x0: the null word is no cell"),
    ([GOOD, FRONT13], "w[1] is 0xd000000000000005: not a cell, its top four bits hold 13"),
    (5, "w is 0x5: not a cell, its top four bits hold 0 where base cells are 1 to 12"),
    ([[GOOD], [STRAY]], f"w[1, 0] is {STRAY:#x}: not a cell, it has stray bits below its order 6"),
    (-1, "w is -1: 0 to 2^64 - 1 is allowed"),
    (np.array([GOOD, -7]), "w[1] is -7: 0 to 2^64 - 1 is allowed"),
    (2**64, "w is 18446744073709551616: 0 to 2^64 - 1 is allowed"),
    ([GOOD, 2**64], "w[1] is 18446744073709551616: 0 to 2^64 - 1 is allowed"),
]
WORD_FUNCTIONS = {
    "decode": co.decode,
    "order": co.order,
    "is_point": co.is_point,
    "parent": lambda w: co.parent(w, 0),
    "children": lambda w: co.children(w, 7),
    "contains": lambda w: co.contains(w, GOOD),
    "intersects": lambda w: co.intersects(w, GOOD),
    "common_ancestor": co.common_ancestor,
    "next_cell": co.next_cell,
    "previous_cell": co.previous_cell,
    "leaf_range": co.leaf_range,
    "neighbors": co.neighbors,
    "vertices": co.vertices,
    "boundary": lambda w: co.boundary(w, 2),
    "cap": co.cap,
    "distance_bounds": lambda w: co.distance_bounds(w, 0.0, 0.0),
    "cell_distance_bounds": lambda w: co.cell_distance_bounds(w, GOOD),
    "to_nested": co.to_nested,
    "to_ring": co.to_ring,
    "to_nuniq": co.to_nuniq,
    "to_zuniq": co.to_zuniq,
    "to_xy": co.to_xy,
}


@pytest.mark.parametrize("function", WORD_FUNCTIONS.values(), ids=WORD_FUNCTIONS)
@pytest.mark.parametrize("words, message", BAD_WORDS)
def test_words(function, words, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        function(words)


@pytest.mark.parametrize("function", WORD_FUNCTIONS.values(), ids=WORD_FUNCTIONS)
@pytest.mark.parametrize("words", [1.5, [1.5], np.array([float(GOOD)]), None, "511", [None]])
def test_words_of_a_wrong_type(function, words):
    with pytest.raises(TypeError, match=r"^w"):
        function(words)


@pytest.mark.parametrize("order", [-1, 30, 2**70, np.int64(99)])
@pytest.mark.parametrize(
    "function",
    [
        lambda k: co.encode(0.0, 0.0, k),
        lambda k: co.parent(GOOD, k),
        lambda k: co.children(GOOD, k),
    ],
)
def test_order_out_of_range(function, order):
    with pytest.raises(ValueError, match=f"^order is {order}: 0 to 29 is allowed"):
        function(order)


@pytest.mark.parametrize("order", [1.0, "6", True, [6]])
def test_order_of_a_wrong_type(order):
    with pytest.raises(TypeError, match=r"^order is a .*: an integer is wanted"):
        co.encode(0.0, 0.0, order)


def test_hierarchy():
    words = co.encode([10.0, 10.0], 20.0, 6)
    with pytest.raises(
        ValueError, match=r"w\[0\] has order 6: it has no parent of the finer order 7"
    ):
        co.parent(words, 7)
    with pytest.raises(
        ValueError, match=r"w\[0\] has order 6: it has no children of the coarser order 5"
    ):
        co.children(words, 5)
    with pytest.raises(
        ValueError, match=r"w\[1\] has order 4, words before it 6: one order is wanted"
    ):
        co.children([words[0], co.parent(words[1], 4)], 8)
    with pytest.raises(ValueError, match=r"order is 29: 1 cells have .* more than the 2\^32 words"):
        co.children(words[0], 29)
    with pytest.raises(ValueError, match="w is empty"):
        co.common_ancestor([])


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: co.from_nested(30, 0), "order is 30: 0 to 29 is allowed"),
        (lambda: co.from_nested([1, -1], 0), "order[1] is -1: 0 to 29 is allowed"),
        (lambda: co.from_nested(1, [0, 48]), "index[1] is 48: 0 to 47 is allowed at order 1"),
        (lambda: co.from_ring(1, [0, -1]), "index[1] is -1: 0 to 47 is allowed at order 1"),
        (lambda: co.from_ring([2, 0], [100, 12]), "index[1] is 12: 0 to 11 is allowed at order 0"),
        (lambda: co.from_nested([1, 1], [0, 1, 2]), "order and index differ in length: 2 and 3"),
        (lambda: co.from_nuniq([4, 3]), "nuniq[1] is 3: 4 to 16 * 4**29 - 1 is allowed"),
        (lambda: co.from_nuniq(2**62), f"nuniq is {2**62}: 4 to 16 * 4**29 - 1 is allowed"),
        (lambda: co.from_zuniq(2), "zuniq is 2: not a cell"),
        (lambda: co.from_zuniq(24 * 4**29 + 1), f"zuniq is {24 * 4**29 + 1}: not a cell"),
        (lambda: co.from_leaves(12 * 4**29), f"leaves is {12 * 4**29}: 0 to 12 * 4**29 - 1"),
        (lambda: co.from_text("7"), 'text is "7": not the text of a cell, wrong at byte 0'),
        (lambda: co.from_text(["1", "-125"]), 'text[1] is "-125": not the text of a cell'),
        (lambda: co.from_text(["1", "é"]), 'text[1] is "é": not the text of a cell'),
        (lambda: co.from_ogc("B4-g"), 'ogc is "B4-g": not the id of a zone, wrong at byte 3'),
        (lambda: co.from_ogc([""]), 'ogc[0] is "": not the id of a zone'),
        (lambda: co.to_ogc(co.encode(0.0, 1.0, 26)), "w has order 26: zone ids end at order 25"),
        (lambda: co.to_ogc([co.encode(0.0, 1.0)]), "w[0] has order 29: zone ids end at order 25"),
        (lambda: co.to_ogc(0), "w is 0x0: the null word is no cell"),
        (lambda: co.to_text(5), "w is 0x5: not a cell"),
        (lambda: co.from_xy(3, 12, 0, 0), "base_cell is 12: 0 to 11 is allowed"),
        (lambda: co.from_xy(3, 1, [0, 8], 0), "x[1] is 8: 0 to 7 is allowed at order 3"),
        (lambda: co.from_xy(3, 1, 0, -1), "y is -1: 0 to 7 is allowed at order 3"),
        (lambda: co.from_xy(3, 1, 0, 2**32), f"y is {2**32}: 0 to 7 is allowed at order 3"),
        (lambda: co.from_xy(31, 1, 0, 0), "order is 31: 0 to 29 is allowed"),
        (lambda: co.from_xy(256, 1, 0, 0), "order is 256: 0 to 29 is allowed"),
    ],
)
def test_numbers_that_are_no_cell(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("text", [5, [5], None, ["1", 1.5], np.array([1])])
def test_text_of_a_wrong_type(text):
    with pytest.raises(TypeError, match=r"^text.* is .*: text (or an array of it )?is wanted"):
        co.from_text(text)


def test_no_cell_can_be_null():
    null = {"errors": "null"}
    assert co.from_nested(1, [-1, 0, 48], **null).tolist() == [0, co.from_nested(1, 0), 0]
    assert co.from_ring([1, 30, -1], 0, **null).tolist() == [co.from_ring(1, 0), 0, 0]
    assert co.from_nuniq([0, -1, 4], **null).tolist() == [0, 0, co.from_nuniq(4)]
    assert co.from_xy(1, [0, 12, -1], 0, [2, 0, 0], **null).tolist() == [0, 0, 0]
    words = [GOOD, 0, FRONT13, STRAY]
    assert co.order(words, **null).tolist() == [6, -1, -1, -1]
    assert co.is_point(words, **null).tolist() == [False] * 4
    assert co.is_valid(words).tolist() == [True, False, False, False]
    assert co.parent(words, 6, **null).tolist() == [GOOD, 0, 0, 0]
    assert co.children(words, 6, **null).tolist() == [[GOOD], [0], [0], [0]]
    assert co.next_cell(words, **null).tolist() == [co.next_cell(GOOD), 0, 0, 0]
    assert co.from_text(["x", "", None, "1"], **null).tolist() == [0, 0, 0, co.from_nested(0, 0)]
    assert co.to_text(words, **null).tolist() == [co.to_text(GOOD), "", "", ""]
    assert co.to_text(0) == "" and co.to_text([0]).tolist() == [""]
    assert co.to_text([]).shape == co.from_text([]).shape == (0,)
    assert co.to_nested(words, **null)[0].tolist() == [6, -1, -1, -1]


@pytest.mark.parametrize(
    "arguments, error, message",
    [
        ({"ellipsoid": "WGS72"}, ValueError, "ellipsoid is 'WGS72': 'WGS84', 'GRS80', 'sphere'"),
        ({"ellipsoid": None}, TypeError, "ellipsoid is None: a name or an Ellipsoid is wanted"),
        ({"ellipsoid": 6371e3}, TypeError, "ellipsoid is a float: a name or an Ellipsoid"),
        ({"errors": "ignore"}, ValueError, "errors is 'ignore': 'raise' or 'null' is allowed"),
        ({"errors": None}, ValueError, "errors is None: 'raise' or 'null' is allowed"),
        ({"threads": 0}, ValueError, "threads is 0: 1 to 4096 is allowed"),
        ({"threads": 1.5}, TypeError, "threads is a float: an integer is wanted"),
    ],
)
def test_other_arguments(arguments, error, message):
    with pytest.raises(error, match=re.escape(message)):
        co.encode(0.0, 0.0, **arguments)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("WGS 84",), "name is 'WGS 84'"),
        ((-1.0, 300.0), "a is -1: more than 0"),
        ((NAN, 300.0), "a is nan"),
        ((6e6, 10.0), "inverse_flattening is 10: 0 (a sphere) or 80 and more"),
        ((6e6, NAN), "inverse_flattening is nan"),
        ((6e6, -300.0), "inverse_flattening is -300"),
    ],
)
def test_ellipsoid_numbers(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        co.Ellipsoid(*arguments)
