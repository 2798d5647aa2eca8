"""Times as other libraries hold them, turned into the nanoseconds that the core reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def to_ns(times: Any, name: str) -> NDArray[np.int64]:
    """Nanoseconds since 1970 UTC of datetime64, datetime objects, ISO texts or integers.

    A time finer than nanoseconds is rounded down. NaT stays the least integer.
    """
    array = np.asarray(times)
    if array.dtype.kind in "iu":
        return array.astype(np.int64)
    if array.dtype.kind in "UO":
        array = array.astype("datetime64")
    if array.dtype.kind != "M":
        raise TypeError(f"{name} has dtype {array.dtype}: datetime64 is wanted")
    ns = array.astype("datetime64[ns]")
    # What 64 bits of nanoseconds do not hold, 1677 to 2262, comes back as another time.
    coarse, fine = np.atleast_1d(array, ns)
    lost = (fine.astype(array.dtype) != coarse) & ~np.isnat(coarse)
    if array.dtype not in ("datetime64[ps]", "datetime64[fs]", "datetime64[as]") and lost.any():
        at = int(np.flatnonzero(lost)[0])
        raise ValueError(f"{name}: {coarse.flat[at]} at {at}: the years 1678 to 2261 are allowed")
    return ns.astype(np.int64)
