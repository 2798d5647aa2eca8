"""Times as other libraries hold them, turned into the nanoseconds that the core reads."""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

NAT = np.datetime64("NaT", "ns")
# A text with a time of day and the offset of a time zone.
ZONED = re.compile(r"(.+[T ]\d.*?)\s*(?:Z|([+-])(\d\d):?(\d\d))")


def to_ns(times: Any, name: str) -> NDArray[np.int64]:
    """Nanoseconds since 1970 UTC of datetime64, datetime objects, ISO texts or integers.

    What has a time zone is converted to UTC, what has none is UTC. A time finer than
    nanoseconds is rounded down. NaT, masked and missing times are the least integer.
    """
    if times is None:
        raise TypeError(f"{name} is None: datetime64, datetime or text is wanted")
    array = np.asarray(times)
    if array.size == 0:
        array = array.astype("datetime64[ns]")
    if array.dtype.kind in "iu":
        if array.dtype.kind == "u" and (array > np.iinfo(np.int64).max).any():
            raise ValueError(f"{name} has a value beyond 64 signed bits")
        ns = array.astype(np.int64, copy=False)
    elif array.dtype.kind in "UO":
        ns = np.empty(array.shape, np.int64)
        for at, item in np.ndenumerate(array):
            ns[at] = _of_array(_of_one(item, name, at), name, at)
    elif array.dtype.kind == "M":
        ns = _of_array(array, name)
    else:
        raise TypeError(f"{name} has dtype {array.dtype}: datetime64 is wanted")
    mask = np.ma.getmask(times)
    return ns if mask is np.ma.nomask else np.where(mask, NAT.astype(np.int64), ns)


def _of_array(array: Any, name: str, index: tuple[int, ...] = ()) -> NDArray[np.int64]:
    if array.dtype == "datetime64[ns]" and array.dtype.isnative:
        return np.asarray(array.view(np.int64))  # No copy.
    ns = array.astype("datetime64[ns]")
    # What 64 bits of nanoseconds do not hold, 1677 to 2262, comes back as another time.
    lost = (ns.astype(array.dtype) != array) & ~np.isnat(array)
    if array.dtype not in ("datetime64[ps]", "datetime64[fs]", "datetime64[as]") and lost.any():
        at = np.unravel_index(int(np.argmax(lost)), lost.shape)
        raise ValueError(
            f"{_item(name, at or index)} is {array[at]}: the years 1678 to 2261 are allowed"
        )
    return np.asarray(ns.astype(np.int64))


def _of_one(item: Any, name: str, at: tuple[int, ...]) -> Any:
    if item is None or type(item).__name__ in ("NaTType", "NAType"):
        return NAT
    try:
        if isinstance(item, np.datetime64):
            return item
        if isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            return np.datetime64(int(item), "ns")
        if isinstance(item, str):
            zoned = ZONED.fullmatch(item)
            if zoned is None:
                return np.datetime64(item)
            text, sign, hours, minutes = zoned.groups()
            offset = np.timedelta64(int(hours or 0) * 60 + int(minutes or 0), "m")
            return np.datetime64(text) + (offset if sign == "-" else -offset)
        if hasattr(item, "to_datetime64"):  # A Timestamp of pandas: its nanoseconds, as UTC.
            return item.to_datetime64()
        if isinstance(item, datetime.datetime) and item.tzinfo is not None:
            item = item.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        if isinstance(item, datetime.date):
            return np.datetime64(item)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_item(name, at)} is {item!r}: not a time ({error})") from None
    kind = type(item).__name__
    raise TypeError(f"{_item(name, at)} is of type {kind}: datetime64, datetime or text is wanted")


def _item(name: str, at: Any) -> str:
    return name + (f"[{', '.join(str(int(i)) for i in at)}]" if at else "")
