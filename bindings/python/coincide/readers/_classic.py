"""A look at NetCDF 3 files before libnetcdf, which trusts the sizes in them, reads them."""

from __future__ import annotations

import struct

from coincide._core import FormatError

__all__ = ["check_classic"]

# Bytes of an item of each type.
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}
_STREAMING = {4: 0xFFFFFFFF, 8: 0xFFFFFFFFFFFFFFFF}
# Of a header: ten thousand variables take some 2 MB.
_HEADER, _MOST_HEADER = 1 << 18, 64 << 20


class _Wrong(ValueError):
    """What a header says that cannot be."""


def check_classic(path: str) -> None:
    """
    Fails where the header of a NetCDF 3 file (or CDF-2, CDF-5) does not fit the file.

    Names, dimensions, attributes and variables must lie in the file, and so must the values
    of every variable. Source: Unidata, "NetCDF Classic Format Specification".

    Raises
    ------
    FormatError
        With the path and the byte.
    """
    for most in (_HEADER, _MOST_HEADER):
        with open(path, "rb") as file:
            head = file.read(most)
            size = file.seek(0, 2)
        header = _Header(head)
        try:
            header.check(size)
            return
        except (_Wrong, struct.error) as error:
            if len(head) == most < _MOST_HEADER:
                continue  # Of a long header a part was read.
            raise FormatError(f"{path}: broken NetCDF: byte {header.at}: {error}") from None


class _Header:
    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.version = data, 4, data[3] if len(data) > 3 else 0
        # Counts, and places in the file.
        self.wide = 8 if self.version == 5 else 4
        self.offset = 4 if self.version == 1 else 8

    def number(self, width: int) -> int:
        value = int.from_bytes(self.data[self.at : self.at + width], "big")
        if self.at + width > len(self.data):
            raise _Wrong("the header is cut off")
        self.at += width
        return value

    def skip(self, count: int, what: str) -> bytes:
        """Bytes padded to four."""
        padded = -(-count // 4) * 4
        if padded > len(self.data) - self.at:
            raise _Wrong(f"{what} has {count} bytes, {len(self.data) - self.at} are left")
        found = self.data[self.at : self.at + count]
        self.at += padded
        return found

    def name(self) -> str:
        found = self.skip(self.number(self.wide), "a name")
        try:
            return found.decode()
        except UnicodeDecodeError:
            raise _Wrong("a name is no UTF-8") from None

    def count_of(self, tag: int, what: str) -> int:
        """How many entries a list has."""
        found, count = self.number(4), self.number(self.wide)
        if found not in (0, tag) or (found == 0 and count != 0):
            raise _Wrong(f"the list of {what} has the tag {found}")
        if count > (len(self.data) - self.at) // 4:
            raise _Wrong(f"{count} {what} in {len(self.data) - self.at} bytes")
        return count

    def attributes(self) -> None:
        for _ in range(self.count_of(12, "attributes")):
            self.name()
            kind = self.kind()
            self.skip(self.number(self.wide) * _BYTES[kind], "an attribute")

    def kind(self) -> int:
        kind = self.number(4)
        if kind not in _BYTES or (kind > 6 and self.version != 5):
            raise _Wrong(f"there is no type {kind}")
        return kind

    def check(self, size: int) -> None:
        if self.version not in (1, 2, 5):
            raise _Wrong(f"there is no version {self.version}")
        records = self.number(self.wide)
        lengths = []
        for _ in range(self.count_of(10, "dimensions")):
            self.name()
            lengths.append(self.number(self.wide))
        if lengths.count(0) > 1:
            raise _Wrong("two dimensions are without a length")
        self.attributes()
        fixed: list[tuple[str, int, int]] = []
        repeated: list[tuple[str, int, int]] = []
        for _ in range(self.count_of(11, "variables")):
            name = self.name()
            shape = [self.number(self.wide) for _ in range(self._rank())]
            if any(d >= len(lengths) for d in shape):
                raise _Wrong(f"{name} has the dimension {max(shape)} of {len(lengths)}")
            self.attributes()
            item = _BYTES[self.kind()]
            self.number(self.wide)  # Its size, which for large ones is not true.
            begin = self.number(self.offset)
            for place, d in enumerate(shape):
                if place or lengths[d]:
                    item *= lengths[d]
            (repeated if shape and lengths[shape[0]] == 0 else fixed).append((name, begin, item))
        for name, begin, item in fixed:
            self._fits(name, begin, item, size)
        if records == _STREAMING[self.wide] or records == 0:
            return
        # One variable alone is not padded.
        step = sum(-(-i // 4) * 4 if len(repeated) > 1 else i for _, _, i in repeated)
        for name, begin, item in repeated:
            self._fits(name, begin, (records - 1) * step + item, size)

    def _rank(self) -> int:
        rank = self.number(self.wide)
        if rank > 1024:
            raise _Wrong(f"a variable has {rank} dimensions")
        return rank

    def _fits(self, name: str, begin: int, length: int, size: int) -> None:
        if begin < self.at or begin + length > size:
            raise _Wrong(f"{name} is at bytes {begin} to {begin + length}, the file has {size}")
