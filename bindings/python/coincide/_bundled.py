"""What a wheel that stands alone brings along: PROJ's data, beside this file."""

import os

from coincide import _core


def use() -> None:
    """Has CRSs made with the data of the package, where it has any."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "proj_data")
    if os.path.isdir(folder):
        _core._use_proj_data(folder)  # type: ignore[attr-defined]
