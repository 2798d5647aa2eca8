"""What arrays may be: dtypes, strides, shapes, masks, out=."""

import array

import coincide as co
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

LON = np.array([10.0, -70.0, 123.5, 179.0])
LAT = np.array([20.0, -85.0, 0.0, 89.5])
WORDS = co.encode(LON, LAT)


@pytest.mark.parametrize(
    "convert",
    [
        list,
        tuple,
        lambda a: a.astype(">f8"),
        lambda a: np.repeat(a, 3)[::3],
        lambda a: a[::-1].copy()[::-1],
        lambda a: pd.Series(a, index=[5, 6, 7, 8]),
        lambda a: pd.Series(a, dtype="Float64"),
        pd.Index,
        lambda a: array.array("d", a),
        lambda a: a.astype(object),
        lambda a: a.astype(np.longdouble),
        pa.array,
        np.ma.masked_array,
    ],
)
def test_inputs_are_converted(convert):
    np.testing.assert_array_equal(co.encode(convert(LON), convert(LAT)), WORDS)


def test_float32_and_integers_keep_their_value():
    lon, lat = LON.astype(np.float32), LAT.astype(np.float32)
    want = co.encode(lon.astype(float), lat.astype(float))
    np.testing.assert_array_equal(co.encode(lon, lat), want)
    assert co.encode(10, 20) == co.encode(np.int8(10), np.uint16(20)) == co.encode(10.0, 20.0)
    assert co.encode(np.float32(10), np.array(20.0)) == co.encode(10.0, 20.0)


def test_read_only_inputs():
    lon = LON.copy()
    lon.flags.writeable = False
    np.testing.assert_array_equal(co.encode(lon, LAT), WORDS)


def test_unaligned_inputs():
    raw = np.frombuffer(b"\0" + LON.tobytes(), np.uint8)[1:].view(np.float64)
    assert not raw.flags.aligned
    np.testing.assert_array_equal(co.encode(raw, LAT), WORDS)


@pytest.mark.parametrize(
    "convert",
    [
        lambda w: w.tolist(),
        lambda w: [int(w[0]), *w[1:]],
        lambda w: w.astype(object),
        pd.Series,
        lambda w: w.astype(">u8"),
        lambda w: np.repeat(w, 2)[::2],
        pa.array,
    ],
)
def test_words_are_converted(convert):
    np.testing.assert_array_equal(co.parent(convert(WORDS), 20), co.parent(WORDS, 20))


def test_small_and_large_integers_in_one_list():
    # NumPy would make floats of them and drop the low bits.
    small, large = int(co.encode(50.0, 50.0)), int(co.encode(0.0, -89.0))
    assert small < 2**63 < large
    assert co.parent([small, large], 29).tolist() == [co.parent(small, 29), co.parent(large, 29)]


def test_scalars_give_numpy_scalars():
    assert type(co.encode(10.0, 20.0)) is np.uint64
    assert type(co.encode(np.array(10.0), 20.0)) is np.uint64
    assert [type(x) for x in co.decode(WORDS[0])] == [np.float64] * 2
    assert type(co.order(WORDS[0])) is np.int64
    assert type(co.is_valid(5)) is np.bool_


def test_shapes_are_kept_and_broadcast():
    square = co.encode(LON.reshape(2, 2), LAT.reshape(2, 2))
    np.testing.assert_array_equal(square, WORDS.reshape(2, 2))
    np.testing.assert_array_equal(co.encode(LON, 20.0), co.encode(LON, [20.0] * 4))
    grid = co.encode(LON[:, None], LAT)
    assert grid.shape == (4, 4)
    np.testing.assert_array_equal(np.diag(grid), WORDS)
    np.testing.assert_array_equal(co.encode(LON, LAT[:, None]), grid.T)
    fortran = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    flat = co.encode(np.arange(6.0), 0.0)
    np.testing.assert_array_equal(co.encode(fortran, 0.0), flat.reshape(2, 3))


@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_empty_arrays(shape):
    none = np.empty(shape)
    assert co.encode(none, none).shape == shape
    assert co.encode(none, 1.0, 5).shape == shape
    words = np.empty(shape, np.uint64)
    assert co.decode(words)[0].shape == shape
    for function in (co.order, co.is_valid, co.next_cell):
        assert function(words).shape == shape
    assert co.encode([], []).dtype == np.uint64
    assert co.order([]).shape == (0,)


def test_masked_is_invalid():
    lat = np.ma.masked_array(LAT, mask=[False, True, False, False])
    words = co.encode(LON, lat, errors="null")
    assert (words == 0).tolist() == [False, True, False, False]
    np.testing.assert_array_equal(words[[0, 2, 3]], WORDS[[0, 2, 3]])
    with pytest.raises(ValueError, match=r"lat\[1\] is nan"):
        co.encode(LON, lat)
    masked = np.ma.masked_array(WORDS.copy(), mask=[True, False, False, False])
    assert co.is_valid(masked).tolist() == [False, True, True, True]
    np.testing.assert_array_equal(masked.data, WORDS)


def test_out_is_filled_and_returned():
    out = np.empty(4, np.uint64)
    assert co.encode(LON, LAT, out=out) is out
    np.testing.assert_array_equal(out, WORDS)
    lon, lat = np.empty(4), np.empty(4)
    got = co.decode(WORDS, out=(lon, lat))
    assert got[0] is lon and got[1] is lat
    np.testing.assert_array_equal(lon, co.decode(WORDS)[0])
    np.testing.assert_array_equal(co.parent(WORDS, 9, out=out), co.parent(WORDS, 9))
    part = np.zeros(6, np.uint64)
    co.encode(LON, LAT, out=part[1:5])
    assert part[0] == part[5] == 0


def read_only(shape):
    out = np.empty(shape, np.uint64)
    out.flags.writeable = False
    return out


@pytest.mark.parametrize(
    "out, error, message",
    [
        (np.empty(4), TypeError, "out has dtype float64: uint64 is wanted"),
        (np.empty(4, np.int64), TypeError, "out has dtype int64: uint64 is wanted"),
        (np.empty(4, ">u8"), TypeError, "out has dtype >u8: uint64 is wanted"),
        (np.empty(5, np.uint64), ValueError, r"out has shape \(5,\): \(4,\) is wanted"),
        (np.empty((4, 1), np.uint64), ValueError, r"out has shape \(4, 1\): \(4,\) is wanted"),
        (read_only(4), ValueError, "out is read-only"),
        (np.empty(8, np.uint64)[::2], ValueError, "out is not C-contiguous"),
        ([0, 0, 0, 0], TypeError, "out is a list: a numpy array is wanted"),
        (LON.view(np.uint64), ValueError, "out shares memory with lon"),
        (LAT.view(np.uint64), ValueError, "out shares memory with lat"),
    ],
)
def test_out_is_checked(out, error, message):
    with pytest.raises(error, match=message):
        co.encode(LON, LAT, out=out)


def test_pairs_of_out_are_checked():
    lon = np.empty(4)
    with pytest.raises(TypeError, match="out is a ndarray: a tuple of two arrays is wanted"):
        co.decode(WORDS, out=lon)
    with pytest.raises(ValueError, match=r"out\[0\] shares memory with out\[1\]"):
        co.decode(WORDS, out=(lon, lon))
    with pytest.raises(ValueError, match=r"out\[1\] has shape \(3,\)"):
        co.decode(WORDS, out=(lon, np.empty(3)))


def test_inputs_are_not_kept_or_changed():
    lon, lat = LON.copy(), LAT.copy()
    words = co.encode(lon, lat)
    lon[:] = 0
    np.testing.assert_array_equal(words, WORDS)
    np.testing.assert_array_equal(lat, LAT)
