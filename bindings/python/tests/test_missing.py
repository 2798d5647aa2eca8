"""Missing entries (masked, None, NaN, pandas' NA) are invalid input, never a value."""

import coincide as co
import numpy as np
import pandas as pd
import pytest

WORD = int(co.encode(10.0, 20.0, 6))
MASKED = np.ma.array([1, 2], mask=[False, True])


@pytest.mark.parametrize(
    "call",
    [
        lambda **e: co.from_nested(MASKED, [3, 4], **e),
        lambda **e: co.from_nested(2, MASKED, **e),
        lambda **e: co.from_nested(2, pd.array([1, None], dtype="Int64"), **e),
        lambda **e: co.from_ring(2, MASKED, **e),
        lambda **e: co.from_leaves(MASKED, **e),
        lambda **e: co.from_nuniq(np.ma.array([4, 5], mask=[False, True]), **e),
        lambda **e: co.from_zuniq(np.ma.array([4**29, 4**29], mask=[False, True]), **e),
        lambda **e: co.from_xy(2, MASKED, 1, 1, **e),
        lambda **e: co.from_xy(2, 1, MASKED, 1, **e),
        lambda **e: co.from_xy(2, 1, 1, MASKED, **e),
        lambda **e: co.encode(MASKED, 0.0, **e),
        lambda **e: co.encode(pd.array([1, None], dtype="Int64"), 0.0, **e),
        lambda **e: co.encode(0.0, pd.array([1.5, None], dtype="Float64"), **e),
        lambda **e: co.encode(np.array([1.5, pd.NA], object), 0.0, **e),
        lambda **e: co.parent(np.ma.array([WORD, WORD], mask=[False, True]), 3, **e),
        lambda **e: co.parent(pd.Series([WORD, None], dtype="UInt64"), 3, **e),
        # Below a mask may stand what is not in range.
        lambda **e: co.from_nested(2, np.ma.array([1, -999], mask=[False, True]), **e),
        lambda **e: co.parent(np.ma.array([2**61 + 5, -999], mask=[False, True]), 3, **e),
    ],
)
def test_missing_entries(call):
    words = call(errors="null")
    assert words[0] != 0 and words[1] == 0
    with pytest.raises(ValueError, match=r"\[1\] is "):
        call(errors="raise")


def test_where_no_value_is_invalid():
    masked = np.ma.array([[1, 2], [3, 5]], mask=[[False, False], [True, False]])
    with pytest.raises(ValueError, match=r"ranges\[1, 0\] is missing"):
        co.Coverage.from_ranges(masked)
    with pytest.raises(ValueError, match=r"ranges\[1, 0\] is missing"):
        co.CoverageColumn.from_ranges([0, 2], masked, 29)
    with pytest.raises(ValueError, match=r"offsets\[0\] is "):
        co.CoverageColumn.from_ranges(np.ma.array([0, 1], mask=[True, False]), [[1, 2]], 29)
    with pytest.raises(ValueError, match=r"rows\[1\] is "):
        co.CoverageColumn([co.Coverage.FULL] * 3).take(MASKED)
    with pytest.raises(ValueError, match=r"order\[1\] is "):
        co.cell_area(MASKED)


def test_the_array_under_a_mask_stays():
    below = np.array([1.0, -999.0])
    co.encode(np.ma.array(below, mask=[False, True]), 0.0, errors="null")
    assert below.tolist() == [1.0, -999.0]


@pytest.mark.parametrize("operator", ["__or__", "__and__", "__sub__", "__xor__"])
def test_operators_leave_none_to_the_other_operand(operator):
    c = co.Coverage.FULL
    times = co.TimeCoverage([[0, 1]])
    for value in (c, co.CoverageColumn([c]), co.SpaceTimeCoverage([[0, 1]], [c]), times):
        assert getattr(value, operator)(None) is NotImplemented
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(c, compare)(None) is NotImplemented


def test_columns_have_no_hash():
    column = co.CoverageColumn([co.Coverage.FULL])
    with pytest.raises(TypeError, match="unhashable"):
        hash(column)


def test_files_that_are_none(tmp_path):
    with pytest.raises(OSError, match="Is a directory"):
        co.CoverageIndex.open(tmp_path)
    with pytest.raises(ValueError, match="null byte"):
        co.CoverageIndex.open("a\0b")
    index = co.CoverageColumn([co.Coverage.FULL]).index()
    with pytest.raises(FileNotFoundError, match=r"x\.coix: cannot create"):
        index.save(tmp_path / "none" / "x.coix")
    with pytest.raises(OSError, match="Is a directory"):
        index.save(tmp_path)
    assert co.CoverageColumn.from_ranges([0], [], 29) == co.CoverageColumn([]).from_ranges(
        [0], np.zeros((0, 2), np.uint64), 29
    )
    with pytest.raises(TypeError, match="order is None"):
        co.Coverage.from_ranges([[0, 1]], order=None)
