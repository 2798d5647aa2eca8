"""Whatever the library of a format raises about a file becomes an error that names the file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from coincide._core import FormatError

__all__ = ["Named", "named"]

# What reads a file, of `Reader` and `CatalogReader` and of what they are made of.
_READING = (
    *("open", "positions", "variables", "values", "window", "samples", "metadata", "columns"),
    *("footprint_samples", "n_samples", "time_span", "extra", "outline"),
)


@contextmanager
def named(path: Any) -> Iterator[None]:
    """Errors inside name `path`: as FormatError, but those of the system, which say what is wrong.

    Damaged files make h5py raise KeyError or RuntimeError, pyarrow IndexError, numpy MemoryError.
    """
    try:
        yield
    except (FormatError, ImportError, NotImplementedError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise
        if isinstance(error, OSError | ValueError) and str(path) in str(error):
            raise
        text = str(error.args[0]) if len(error.args) == 1 else str(error)
        # Some are paragraphs: a line is enough.
        raise FormatError(f"{path}: {type(error).__name__}: {' '.join(text.split())}") from error


class Named:
    """A base whose subclasses' methods of reading go through `named`."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in _READING:
            method = cls.__dict__.get(name)
            if callable(method):
                setattr(cls, name, _through(method))


def _through(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def reading(self: Any, *arguments: Any, **options: Any) -> Any:
        path = getattr(self, "path", None) or getattr(self, "source", type(self).__name__)
        with named(path if isinstance(path, str) else type(self).__name__):
            return method(self, *arguments, **options)

    return reading
