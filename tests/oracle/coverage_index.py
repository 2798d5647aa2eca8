"""Writes coverage index files from section 6 of docs/specification.md alone.

    python tests/oracle/coverage_index.py > tests/vectors/coverage_index.json

Independent of the library: plain integers, one loop for each sentence of the section. The C++ test
builds an index of the same rows and compares every byte.
"""

import itertools
import json
import random
import struct

PAGE = 512
ORDER_29_LEAVES = 12 * 4**29


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def level_of(units):
    level = 0
    while units > 16 ** (level + 1):
        level += 1
    return level


def widths(entries):
    """Bits of delta, length and row that the entries (begin, units, row) of one block need."""
    begins = [begin for begin, _, _ in entries]
    rows = [row for _, _, row in entries]
    deltas = [after - before for before, after in itertools.pairwise(begins)]
    return (
        max(deltas, default=0).bit_length(),
        max(units - 1 for _, units, _ in entries).bit_length(),
        (max(rows) - min(rows)).bit_length(),
    )


def pack(entries, number):
    d, length, r = widths(entries)
    base = min(row for _, _, row in entries)
    bits, at, before = 0, 0, entries[0][0]
    for begin, units, row in entries:
        for value, width in ((begin - before, d), (units - 1, length), (row - base, r)):
            assert value < 1 << width or value == width == 0
            bits |= value << at
            at += width
        before = begin
    body = struct.pack("<HBBBxxxI", len(entries), d, length, r, base) + bits.to_bytes(496, "little")
    return struct.pack("<I", crc32c(struct.pack("<Q", number) + body)) + body


def with_crc(header):
    header = header.ljust(PAGE - 4, b"\0")
    return header + struct.pack("<I", crc32c(header))


def part(rows, first_row):
    used = 0
    for ranges in rows:
        for begin, end in ranges or []:
            used |= begin | end
    shift = (used & -used).bit_length() - 1 if used else 0
    levels = [[] for _ in range(16)]
    for row, ranges in enumerate(rows):
        for begin, end in ranges or []:
            units = (end - begin) >> shift
            levels[level_of(units)].append((begin >> shift, units, row))
    blocks, level_blocks, longest = [], [], []
    for level in levels:
        before = len(blocks)
        block = []
        for entry in sorted(level, key=lambda e: (e[0], e[2])):
            more = [*block, entry]
            if block and (len(more) > 512 or len(more) * sum(widths(more)) > 8 * 496):
                blocks.append(block)
                more = [entry]
            block = more
        if block:
            blocks.append(block)
        level_blocks.append(len(blocks) - before)
        longest.append(max((units for _, units, _ in level), default=0))
    directory = b"".join(struct.pack("<Q", block[0][0]) for block in blocks)
    directory += b"".join(struct.pack("<Q", max(b + u for b, u, _ in block)) for block in blocks)
    directory += b"\0" * (-len(directory) % PAGE)
    count = sum(len(level) for level in levels)
    size = PAGE * (1 + len(blocks)) + len(directory)
    header = b"coinseg\n" + struct.pack("<QQQQQ", size, first_row, len(rows), count, len(blocks))
    header += struct.pack("<II", shift, crc32c(directory))
    header += struct.pack("<16Q", *level_blocks) + struct.pack("<16Q", *longest)
    body = b"".join(pack(block, number) for number, block in enumerate(blocks))
    return with_crc(header) + body + directory, count


def index_file(parts, order, ellipsoid=(6378137.0, 298.257223563)):
    body, rows, count = b"", 0, 0
    for one in parts:
        made, ranges = part(one, rows)
        body, rows, count = body + made, rows + len(one), count + ranges
    header = b"COINCIX\n" + struct.pack("<II", 1, PAGE)
    header += struct.pack("<QQQQ", PAGE + len(body), len(parts), rows, count)
    header += struct.pack("<IIdd", order, 0, *ellipsoid)
    return with_crc(header) + body


def random_rows(rng, rows, order, ranges, reach):
    unit, cells, made = 4 ** (29 - order), 12 * 4**order, []
    for _ in range(rows):
        if rng.random() < 0.1:
            made.append(rng.choice([None, [], [[0, ORDER_29_LEAVES]]]))
            continue
        at, row = rng.randrange(cells // 2), []
        for _ in range(rng.randrange(1, ranges + 1)):
            at += rng.randrange(1, 40)
            end = at + rng.randrange(1, 2 ** rng.randrange(1, reach))
            if end > cells:
                break
            row.append([at * unit, end * unit])
            at = end
        made.append(row)
    return made


def main():
    rng = random.Random(20)
    cases = []
    for order, rows, ranges, reach in (
        (10, 60, 30, 4),
        (0, 20, 2, 2),
        (29, 40, 10, 52),
        (12, 1, 1, 9),
    ):
        cut = rng.randrange(1, rows + 1)
        made = random_rows(rng, rows, order, ranges, reach)
        parts = [made[:cut], made[cut:]] if cut < rows else [made]
        file = index_file(parts, order)
        cases.append(
            {
                "order": order,
                "parts": [
                    [r if r is None else [v for x in r for v in x] for r in p] for p in parts
                ],
                "hex": file.hex(),
            }
        )
    print(
        json.dumps({"source": "tests/oracle/coverage_index.py, Python's integers", "cases": cases})
    )


if __name__ == "__main__":
    main()
