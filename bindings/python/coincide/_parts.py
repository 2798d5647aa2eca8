"""The finished tasks of a run, in memory or in files beside its output."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._files import replace, whole

_PART = re.compile(r"\d{8}\.part")
_MAGIC = b"coincide part 2\n"


class Part:
    """Rows of a number of tasks, which are what a run makes of one: dicts and lists of arrays."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._arrays, self._shape = _flat(value)

    def names(self) -> list[str]:
        """The names of the arrays in the dict that the part is."""
        return [name for name, node in self._shape["dict"].items() if "array" in node]

    def column(self, name: str, first: int = 0, last: int | None = None) -> NDArray[Any]:
        """Rows of an array of the dict that the part is."""
        return self._array(self._shape["dict"][name]["array"], first, last)

    def size(self, name: str) -> int:
        """How many rows an array of the dict that the part is has."""
        return self._size(self._shape["dict"][name]["array"])

    def plain_in(self, name: str, key: str) -> Any:
        """What a dict in the dict that the part is holds beside arrays."""
        return self._shape["dict"][name]["dict"][key]["plain"]

    def plain(self, name: str) -> Any:
        """What the dict that the part is holds beside arrays."""
        return self._shape["dict"][name]["plain"]

    def inner(self, name: str) -> Any:
        """A dict or list of arrays in the dict that the part is."""
        return _built(self._shape["dict"][name], self._array)

    def _array(self, path: str, first: int = 0, last: int | None = None) -> NDArray[Any]:
        array: NDArray[Any] = self._arrays[path]
        return array[first:last]

    def _size(self, path: str) -> int:
        return len(self._arrays[path])


class FilePart(Part):
    """A part of which no array is in memory but while it is asked for.

    The file is a mark, the length of a head in JSON, the head, and the arrays' bytes.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        with open(path, "rb") as file:
            mark = file.read(len(_MAGIC))
            size = int.from_bytes(file.read(8), "little")
            if mark != _MAGIC or size > os.path.getsize(path):
                raise ValueError(f"{path}: no part of a run")
            self.head = json.loads(file.read(size))
            self._begin = file.tell()
        self._shape = self.head["shape"]
        ends = [
            at + np.dtype(kind).itemsize * rows for kind, rows, at in self.head["arrays"].values()
        ]
        if os.path.getsize(path) != self._begin + max(ends, default=0):
            raise ValueError(f"{path}: not whole")

    @staticmethod
    def write(path: str, part: Part, tasks: Sequence[int]) -> None:
        """Writes a part, whole or not at all."""
        arrays, at = {}, 0
        for name, array in part._arrays.items():
            arrays[name] = [array.dtype.str, len(array), at]
            at += array.nbytes
        head = json.dumps({"tasks": list(tasks), "arrays": arrays, "shape": part._shape}).encode()
        with whole(path) as name, open(name, "wb") as file:
            file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
            for array in part._arrays.values():
                file.write(np.ascontiguousarray(array).view(np.uint8).data)

    def _array(self, path: str, first: int = 0, last: int | None = None) -> NDArray[Any]:
        kind, rows, at = self.head["arrays"][path]
        first, last, _ = slice(first, last).indices(rows)
        size = np.dtype(kind).itemsize
        offset = self._begin + at + first * size
        return np.fromfile(self.path, kind, max(last - first, 0), offset=offset)

    def _size(self, path: str) -> int:
        return int(self.head["arrays"][path][1])


@dataclass
class _Waiting:
    """Rows as tasks made them, in memory."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    count: int = 0


class Parts:
    """The finished tasks of a run, kept in a folder beside the output if there is one.

    The folder is ``OUTPUT.parts``: ``key.json`` says what the run is, and each part is one
    file of rows of a number of tasks, renamed when it is whole. A run that was stopped goes
    on from there; when the output has its name, the folder goes. What is in files is not in
    memory. A part is written while the tasks after it are worked on. No other run may use the
    folder until this one is left (``with``).

    count : rows of what a task made; join : makes one of several of these, which it may use
    up, to be kept as one; most_rows : in memory before they are written.
    """

    #: Rows, and seconds, after which what is in memory is written.
    ROWS = 1_000_000
    SECONDS = 10.0

    def __init__(
        self,
        output: Any,
        key: str,
        resume: bool,
        count: Callable[[Mapping[str, Any]], int],
        join: Callable[[Sequence[dict[str, Any]]], Mapping[str, Any]],
        most_rows: int,
    ) -> None:
        self.count, self.join = count, join
        self.most_rows = min(self.ROWS, most_rows)
        self.folder = None if output is None else folder_of(output)
        self.parts: list[Part] = []
        self.done: set[int] = set()
        # Of tasks that a run which goes on need not do, and of the others.
        self._finished, self._others = _Waiting(), _Waiting()
        self._since = time.monotonic()
        self._number = 0
        self._pool: Any = None
        self._lock: Any = None
        self._written: Any = None
        if self.folder is None:
            return
        self._lock = _locked(self.folder)
        if resume and self._is_of(key):
            self._load()
            return
        _remove_parts(self.folder)
        os.makedirs(self.folder)
        replace(os.path.join(self.folder, "key.json"), json.dumps({"key": key}).encode())
        self._lock = _locked(self.folder)

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *error: object) -> None:
        """Lets others use the folder."""
        if self._pool is not None:
            self._pool.shutdown()
        if self._lock is not None:
            self._lock.close()

    def _is_of(self, key: str) -> bool:
        assert self.folder is not None
        try:
            with open(os.path.join(self.folder, "key.json"), "rb") as file:
                return bool(json.load(file)["key"] == key)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _load(self) -> None:
        assert self.folder is not None
        for name in sorted(os.listdir(self.folder)):
            if _PART.fullmatch(name) is None:
                continue
            try:
                part = FilePart(os.path.join(self.folder, name))
            except (OSError, ValueError, KeyError, TypeError):
                continue  # Not whole: its tasks are done again.
            self.done.update(part.head["tasks"])
            self.parts.append(part)
            self._number = max(self._number, int(name.split(".")[0]) + 1)

    def add(self, task: int, rows: dict[str, Any], complete: bool = True) -> None:
        """Takes the rows of a finished task; of one that is not complete, for this run only."""
        if complete:
            self._finished.tasks.append(task)
            self._take(self._finished, rows)
        else:
            self.hold(rows)

    def hold(self, rows: dict[str, Any]) -> None:
        """Takes rows that are no part of what another run goes on with."""
        self._take(self._others, rows)

    def _take(self, waiting: _Waiting, rows: dict[str, Any]) -> None:
        waiting.rows.append(rows)
        waiting.count += self.count(rows)
        if self.folder is None:
            return
        if waiting.count >= self.most_rows or time.monotonic() - self._since >= self.SECONDS:
            self._begin()

    def flush(self) -> None:
        """Writes what waits; without a folder, joins it."""
        self._begin()
        self._end()

    def _begin(self) -> None:
        """Begins to write what waits, on a thread of its own, when all before is written."""
        self._since = time.monotonic()
        for ending in ("", ".held"):
            waiting = self._others if ending else self._finished
            if not waiting.rows:
                continue
            if ending:
                self._others = _Waiting()
            else:
                self._finished = _Waiting()
            if self.folder is None:
                self._write(waiting, None)
                continue
            self._end()
            path = os.path.join(self.folder, f"{self._number:08d}.part{ending}")
            self._number += 1
            if self._pool is None:
                from concurrent.futures import ThreadPoolExecutor

                self._pool = ThreadPoolExecutor(1)
            self._written = self._pool.submit(self._write, waiting, path)

    def _end(self) -> None:
        """Waits until all that was begun is written, or raises what kept it from that."""
        if self._written is not None:
            # When this is interrupted, it is not over.
            error = self._written.exception()
            self._written = None
            if error is not None:
                raise error

    def _write(self, waiting: _Waiting, path: str | None) -> None:
        part = Part(self.join(waiting.rows))
        waiting.rows.clear()
        if path is not None:
            FilePart.write(path, part, waiting.tasks)
            part = FilePart(path)
        self.parts.append(part)
        self.done.update(waiting.tasks)


def _locked(folder: str) -> Any:
    """The open key of a folder of parts, which no other run has open; None where there is none.

    It is let go when the program ends, however that is.
    """
    try:
        import fcntl
    except ImportError:  # Not on Windows.
        return None
    path = os.path.join(folder, "key.json")
    if not os.path.isfile(path):
        return None
    file = open(path, "rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise FileExistsError(
            f"{folder} is in use: another run writes the same output; wait for it, or name another"
        ) from None
    except OSError:
        pass  # A file system without locks.
    return file


def folder_of(output: Any) -> str:
    """Where the parts of a run that writes `output` are."""
    return f"{os.path.realpath(os.fspath(output))}.parts"


def drop_parts(output: Any) -> None:
    """The output is there: its parts go."""
    _remove_parts(folder_of(output))


def _remove_parts(folder: str) -> None:
    """Removes a folder of parts; one that holds anything else is not ours."""
    if not os.path.lexists(folder):
        return
    names = os.listdir(folder) if os.path.isdir(folder) else ["."]
    # What a killed run was writing has more behind its name.
    keys = [name for name in names if name.startswith("key.json")]
    parts = [name for name in names if _PART.match(name)]
    if len(keys) + len(parts) < len(names) or (names and not keys):
        raise FileExistsError(
            f"{folder} is not a folder of parts of a run: it is needed for one; move it away"
        )
    # The key last: a folder that is not gone when the program is ended is still known.
    for name in (*parts, *keys):
        os.unlink(os.path.join(folder, name))
    os.rmdir(folder)


def _flat(value: Any) -> tuple[dict[str, Any], Any]:
    """Arrays of nested dicts and lists by path, and what else they hold."""
    arrays: dict[str, Any] = {}
    return arrays, _taken(value, "", arrays)


def _taken(value: Any, path: str, arrays: dict[str, Any]) -> Any:
    if isinstance(value, np.ndarray):
        arrays[path] = value
        return {"array": path}
    if isinstance(value, Mapping):
        return {"dict": {k: _taken(v, f"{path}.{k}", arrays) for k, v in value.items()}}
    if isinstance(value, list) and any(isinstance(v, np.ndarray | Mapping) for v in value):
        return {"list": [_taken(v, f"{path}.{i}", arrays) for i, v in enumerate(value)]}
    return {"plain": value}


def _built(node: Any, array: Callable[[str], Any]) -> Any:
    if "array" in node:
        return array(node["array"])
    if "dict" in node:
        return {name: _built(inner, array) for name, inner in node["dict"].items()}
    if "list" in node:
        return [_built(inner, array) for inner in node["list"]]
    return node["plain"]
