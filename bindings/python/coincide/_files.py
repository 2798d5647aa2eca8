"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def whole(path: Any, ending: str = "") -> Iterator[str]:
    """
    The name to write to: beside `path`, which it is renamed to when all is on the disk.

    ending : of that name, where it says to a library what the file is.

    What is no regular file, as a pipe, is written to itself. Where writing fails nothing
    stays behind, and errors of the system name `path`.
    """
    target = os.path.realpath(os.fspath(path))
    if os.path.exists(target) and not os.path.isfile(target):
        yield target
        return
    temporary = f"{target}.{os.urandom(4).hex()}.part{ending}"
    try:
        yield temporary
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError) and error.errno is not None:
            # As "No space left on device": libraries add the bytes at which it was.
            raise OSError(error.errno, os.strerror(error.errno), os.fspath(path)) from error
        raise


def replace(path: Any, data: bytes) -> None:
    """Makes `path` a file of `data`, whole or not at all."""
    with whole(path) as name, open(name, "wb") as file:
        file.write(data)
