"""A look at MATLAB 5 files before scipy reads them, which trusts the sizes that it finds there."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

from coincide._core import FormatError

__all__ = ["check_matlab5"]

# Bytes of an item of each type of data; 14 is an array, 15 a compressed one.
_BYTES = {1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8, 16: 1, 17: 2, 18: 4}
_CELL, _STRUCT, _OBJECT, _CHAR, _SPARSE = 1, 2, 3, 4, 5
_NUMBERS = range(6, 16)
# Functions and objects of classes, of which nothing here is made.
_OTHERS = (16, 17, 18)
_MOST_DEEP = 50


class _Wrong(ValueError):
    """What a file says that cannot be."""


def check_matlab5(path: str, data: bytes) -> None:
    """
    Fails where the parts of a file do not fit one another.

    Each part must lie in the part that it is of, arrays must have as many items as their
    dimensions say, and what is compressed must have the checksum that it had. Source: The
    MathWorks, "MAT-File Format", level 5.

    Raises
    ------
    FormatError
        With the path and the byte.
    """
    if len(data) < 128 or data[126:128] not in (b"IM", b"MI"):
        raise FormatError(f"{path}: broken MATLAB 5 file: no header")
    order = "<" if data[126:128] == b"IM" else ">"
    at = 128
    while at < len(data):
        try:
            if len(data) - at < 8:
                raise _Wrong("is cut off")
            kind, size = struct.unpack_from(order + "2I", data, at)
            if size > len(data) - at - 8:
                raise _Wrong(f"has {size} bytes, {len(data) - at - 8} are left")
            body = memoryview(data)[at + 8 : at + 8 + size]
            if kind == 15:
                _check_packed(bytes(body), order)
            elif kind == 14:
                _check_array(body, order, 0)
            else:
                raise _Wrong(f"is of type {kind}")
        except (_Wrong, zlib.error, struct.error) as error:
            raise FormatError(f"{path}: broken MATLAB 5 file: part at byte {at} {error}") from None
        # Compressed parts are not padded.
        at += 8 + (size if kind == 15 else -(-size // 8) * 8)


def _check_packed(body: bytes, order: str) -> None:
    plain = memoryview(zlib.decompress(body))
    if len(plain) < 8:
        raise _Wrong("is cut off")
    kind, size = struct.unpack_from(order + "2I", plain, 0)
    if kind != 14 or size > len(plain) - 8:
        raise _Wrong(f"holds {size} bytes of type {kind}")
    _check_array(plain[8 : 8 + size], order, 0)


class _Parts:
    """The elements of an array, one after another."""

    def __init__(self, body: memoryview, order: str) -> None:
        self.body, self.order, self.at = body, order, 0

    def next(self) -> tuple[int, memoryview]:
        """(type, bytes) of the next."""
        left = len(self.body) - self.at
        if left < 8:
            raise _Wrong("is cut off")
        (word,) = struct.unpack_from(self.order + "I", self.body, self.at)
        if word >> 16:
            kind, size = word & 0xFFFF, word >> 16
            if size > 4:
                raise _Wrong(f"has a small element of {size} bytes")
            begin, end = self.at + 4, self.at + 8
        else:
            kind, size = struct.unpack_from(self.order + "2I", self.body, self.at)
            begin = self.at + 8
            if size > left - 8:
                raise _Wrong(f"has an element of {size} bytes, {left - 8} are left")
            end = begin + -(-size // 8) * 8
        self.at = min(end, len(self.body))
        return kind, self.body[begin : begin + size]

    def numbers(self) -> int:
        """How many numbers the next holds."""
        kind, body = self.next()
        if kind not in _BYTES or len(body) % _BYTES[kind]:
            raise _Wrong(f"has {len(body)} bytes of type {kind}")
        return len(body) // _BYTES[kind]

    def integers(self, what: str) -> Any:
        kind, body = self.next()
        if kind not in (5, 6) or len(body) % 4:
            raise _Wrong(f"has {what} of type {kind}, {len(body)} bytes")
        return np.frombuffer(body, self.order + "i4")


def _check_array(body: memoryview, order: str, depth: int) -> None:
    if depth > _MOST_DEEP:
        raise _Wrong(f"is nested {depth} deep")
    if len(body) == 0:
        return
    parts = _Parts(body, order)
    flags = parts.integers("flags")
    if len(flags) != 2:
        raise _Wrong(f"has {len(flags)} flags")
    kind, is_complex = int(flags[0]) & 0xFF, bool(int(flags[0]) & 0x800)
    if kind in _OTHERS:
        return
    shape = parts.integers("dimensions")
    if len(shape) < 2 or len(shape) > 32 or (shape < 0).any():
        raise _Wrong(f"has the dimensions {shape.tolist()}")
    count = 1
    for n in shape.tolist():
        count *= n
    name, text = parts.next()
    if name not in (1, 2):
        raise _Wrong(f"has a name of type {name}, {len(text)} bytes")
    if kind in _NUMBERS or kind == _CHAR:
        for _ in range(1 + is_complex):
            held = parts.numbers()
            # Texts of UTF-8 may have more bytes than letters.
            if held != count and not (kind == _CHAR and (held >= count or held == 0)):
                raise _Wrong(f"has {held} items, its dimensions say {count}")
    elif kind == _CELL:
        _check_cells(parts, order, count, depth)
    elif kind in (_STRUCT, _OBJECT):
        if kind == _OBJECT:
            parts.next()
        length = parts.integers("the length of names")
        letters = parts.next()[1]
        if len(length) != 1 or length[0] < 1 or len(letters) % int(length[0]):
            raise _Wrong(f"has {len(letters)} bytes of names")
        _check_cells(parts, order, count * (len(letters) // int(length[0])), depth)
    elif kind == _SPARSE:
        most = parts.integers("rows"), parts.integers("columns")
        if len(shape) != 2 or len(most[1]) != shape[1] + 1:
            raise _Wrong("is sparse, and has not a place for each column")
        steps = np.diff(most[1])
        last = int(most[1][-1])
        if most[1][0] != 0 or (steps < 0).any() or last > len(most[0]):
            raise _Wrong("is sparse, and its columns do not ascend")
        if ((most[0][:last] < 0) | (most[0][:last] >= shape[0])).any():
            raise _Wrong("is sparse, and has a row that there is not")
        for _ in range(1 + is_complex):
            if parts.numbers() < last:
                raise _Wrong("is sparse, and has too few items")
    else:
        raise _Wrong(f"is an array of class {kind}: numbers, text, cells or structs are wanted")


def _check_cells(parts: _Parts, order: str, count: int, depth: int) -> None:
    # Each has 8 bytes at least.
    if count > len(parts.body) // 8:
        raise _Wrong(f"has {count} cells in {len(parts.body)} bytes")
    for _ in range(count):
        kind, body = parts.next()
        if kind != 14:
            raise _Wrong(f"has a cell of type {kind}")
        _check_array(body, order, depth + 1)
