"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets


def replace(path: str, data: bytes) -> None:
    """Makes `path` a file of `data`: written under another name beside it, then renamed.

    What is no regular file, as a pipe, is written to instead.
    """
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.write(data)
        return
    temporary = f"{path}.{secrets.token_hex(4)}.part"
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
