"""Reading that ends: in a process of its own, which is ended where a file takes too long.

A damaged file can make the library of its format run for ever, or end the program; nothing
in the same process can stop it. So where a time is given, another Python reads, and hands
over what it read: some 1 GB/s, and 0.3 s once for its start. Where none is given nothing changes.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import sys
import time
import warnings
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coincide._core import FormatError

if TYPE_CHECKING:
    import subprocess

__all__ = ["Limited", "facts_of", "limited", "metadata_of", "samples_of"]

_SIZE = 8  # Bytes of a size.
_START_S = 300.0  # For the other Python to begin, which is not the file's fault.
_LONGEST_WAIT_MS = 1e9  # poll takes 2**31 - 1 at most, 25 days.
_alive: weakref.WeakSet[Limited] = weakref.WeakSet()


def limited(read_timeout: Any) -> Any:
    """What calls functions of reading: directly, or within `read_timeout` in another process."""
    if read_timeout is None:
        return _directly
    from coincide._units import to_nanoseconds

    seconds = to_nanoseconds(read_timeout, "read_timeout") * 1e-9
    if not seconds > 0:
        raise ValueError(f"read_timeout is {read_timeout!r}: more than 0 is wanted, as '60s'")
    return Limited(seconds)


def _directly(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


def samples_of(href: str, reader: str, names: list[str], where: Any, segments: bool) -> Any:
    """The samples of a file."""
    from coincide import readers

    return readers.open(href, reader).samples(names, where, segments=segments)


def facts_of(href: str, reader: str) -> tuple[int, tuple[str, ...]]:
    """How many samples a file has, and its variables."""
    from coincide import readers

    found = readers.open(href, reader)
    return found.n_samples(), tuple(found.variables())


def metadata_of(
    path: str, reader: str, options: dict[str, Any], cut_gap: Any, error_m: Any, simplify_m: Any
) -> Any:
    """The row of a catalog of a file of samples, or the columns of one that lists granules."""
    from coincide import readers

    found = readers.open(path, reader, **options)
    if isinstance(found, readers.CatalogReader):
        return found.columns()
    return found.metadata(cut_gap=cut_gap, footprint_error_m=error_m or simplify_m)


class _Ended(Exception):
    """The process that read ended: its code, and whether it had read nothing before."""

    def __init__(self, code: int, fresh: bool) -> None:
        super().__init__(code, fresh)
        self.code, self.fresh = code, fresh


class Limited:
    """
    Calls functions in a process of its own, each within a time.

    Parameters
    ----------
    seconds : float

    Notes
    -----
    A function is found there by its name, and so are readers that were registered here. One
    that stands in ``__main__`` or in a function cannot be found: a warning says so, and files
    are read in this process, without a limit.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._known: list[Any] = []  # Readers that it knows.
        self._fresh = True  # It has read nothing yet.
        self._scratch = ""  # The folder of what it downloads.
        _alive.add(self)

    def __call__(self, function: Callable[..., Any], path: str, *arguments: Any) -> Any:
        """`function` of the file `path` and arguments; FormatError where it does not end."""
        from coincide.readers import _registered

        known = list(_registered.values())
        for cls in known:
            if cls.__module__ == "__main__" or "<locals>" in cls.__qualname__:
                warnings.warn(
                    f"read_timeout: the reader {cls.name!r} is not in a module of its own, where "
                    "another process could find it: files are read without a limit",
                    stacklevel=2,
                )
                return function(path, *arguments)
        try:
            return self._ask(known, function, path, arguments)
        except _Ended as ended:
            if ended.fresh:
                raise FormatError(
                    f"{path}: reading ended the process that read it ({ended.code})"
                ) from None
        # It may have been a file before this one that spoilt the process: in a new one it shows.
        return self(function, path, *arguments)

    def _ask(self, known: list[Any], function: Any, path: str, arguments: Any) -> Any:
        process = self._running(known)
        fresh, self._fresh = self._fresh, False
        until = time.monotonic() + self.seconds
        try:
            _send(process.stdin, (function, path, arguments))
            good, found, said = _receive(process.stdout, until)
        except TimeoutError:
            self.close()
            raise FormatError(
                f"{path}: reading did not end within {self.seconds:g} s (read_timeout)"
            ) from None
        except (EOFError, BrokenPipeError):
            code = process.wait()
            self.close()
            raise _Ended(code, fresh) from None
        except BaseException:
            self.close()  # What it would answer is for nobody.
            raise
        for text in said:
            warnings.warn(text, stacklevel=2)
        if not good:
            raise found
        return found

    def _running(self, known: list[Any]) -> subprocess.Popen[bytes]:
        """The other process, which is ready."""
        if self._process is None or self._process.poll() is not None or self._known != known:
            self.close()
            self._scratch = _folder()
            self._process, self._known = _start(self._scratch), known
            self._fresh = True
            try:
                _send(self._process.stdin, (known, self.seconds))
                _receive(self._process.stdout, time.monotonic() + _START_S)
            except (TimeoutError, EOFError, BrokenPipeError):
                self.close()
                raise RuntimeError("read_timeout: the process that reads did not start") from None
        return self._process

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            _remove(self._scratch)

    def __del__(self) -> None:
        self.close()


@atexit.register
def _close_all() -> None:
    for one in list(_alive):
        one.close()


def _folder() -> str:
    import tempfile

    return tempfile.mkdtemp(prefix="coincide-")


def _remove(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _start(scratch: str) -> subprocess.Popen[bytes]:
    import subprocess

    return subprocess.Popen(
        [sys.executable, "-c", "from coincide._limited import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "TMPDIR": scratch,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        bufsize=0,
        pipesize=1 << 20,
        start_new_session=True,  # Ctrl-C is for the run, which ends this.
    )


def _send(pipe: Any, message: Any) -> None:
    """Writes a message: how many parts, their sizes, the pickle, and arrays as they are."""
    arrays: list[pickle.PickleBuffer] = []
    data = pickle.dumps(message, protocol=5, buffer_callback=arrays.append)
    parts = [memoryview(data), *(array.raw() for array in arrays)]
    sizes = [len(parts), *(part.nbytes for part in parts)]
    for part in (memoryview(b"".join(n.to_bytes(_SIZE, "little") for n in sizes)), *parts):
        left = part
        while left.nbytes:
            left = left[pipe.write(left) :]


def _receive(pipe: Any, until: float | None = None) -> Any:
    """The next message of a pipe; TimeoutError where it is not whole `until` then."""
    descriptor = pipe.fileno()
    count = int.from_bytes(_bytes(descriptor, _SIZE, until), "little")
    head = bytes(_bytes(descriptor, count * _SIZE, until))
    sizes = [int.from_bytes(head[k : k + _SIZE], "little") for k in range(0, len(head), _SIZE)]
    data, *arrays = [_bytes(descriptor, size, until) for size in sizes]
    return pickle.loads(data, buffers=arrays)


def _bytes(descriptor: int, size: int, until: float | None) -> memoryview:
    import numpy as np

    found = np.empty(size, np.uint8).data
    waiting, at = select.poll(), 0
    waiting.register(descriptor, select.POLLIN)
    while at < size:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if not waiting.poll(min(1000 * left, _LONGEST_WAIT_MS)):
                continue
        more = os.readv(descriptor, [found[at:]])
        if not more:
            raise EOFError
        at += more
    return found


def serve() -> None:
    """The other process: answers calls until its input ends."""
    source, answers = os.fdopen(0, "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # What libraries print is no answer.
    from coincide import readers

    known, seconds = _receive(source)
    for cls in known:
        readers.register(cls)
    # Where the first process is killed this one ends too, also in a library that does not return.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _send(answers, "ready")
    while True:
        try:
            function, path, arguments = _receive(source)
        except EOFError:
            return
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("default")
            signal.setitimer(signal.ITIMER_REAL, min(seconds + 10, 1e8))
            try:
                good, found = True, function(path, *arguments)
            except Exception as error:
                good, found = False, _plain(error, path)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            _send(answers, (good, found, [str(one.message) for one in said]))
        except BrokenPipeError:
            return


def _plain(error: Exception, path: str) -> Exception:
    """An error that can be handed over, without what it was raised from."""
    if isinstance(error, OSError) and error.errno is not None:
        return OSError(error.errno, error.strerror, error.filename)
    for kind in (FormatError, ImportError, NotImplementedError, ValueError, TypeError, OSError):
        if isinstance(error, kind):
            return kind(str(error))
    return FormatError(f"{path}: {type(error).__name__}: {error}")
