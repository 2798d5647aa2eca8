"""A line on a terminal that says how far something is; nothing where there is no terminal."""

from __future__ import annotations

import sys
import time

__all__ = ["Line"]


class Line:
    """Rewritten in place on standard error, five times a second at most.

    Parameters
    ----------
    what : str
        What it begins with.
    on : bool
        False writes nothing; nor does True without a terminal.
    """

    def __init__(self, what: str, on: bool = True) -> None:
        self.on = on and sys.stderr.isatty()
        self.what = what
        self.start = self.last = time.monotonic()

    def show(self, done: int, of: int, text: str) -> None:
        """`text`, and the time that is left as `done` of `of` took the time so far."""
        now = time.monotonic()
        if not self.on or now - self.last < 0.2:
            return
        self.last = now
        left = (now - self.start) * (of - done) / max(done, 1)
        sys.stderr.write(f"\r{self.what}: {text}, {left:.0f} s left \x1b[K")
        sys.stderr.flush()

    def close(self) -> None:
        """Clears the line."""
        if self.on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
