"""The tables of docs/specification.md, recomputed from its rules with plain integers."""

from pathlib import Path

import pytest

SPECIFICATION = Path(__file__).parents[2] / "docs" / "specification.md"


def rows_of_table(header):
    """The cells of the table that begins with `header`, backquotes removed."""
    lines = SPECIFICATION.read_text(encoding="utf-8").splitlines()
    rows = []
    for line in lines[lines.index(header) + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip(" `") for cell in line.strip("|").split("|")])
    assert rows
    return rows


def read_word(word):
    """(base cell, digits, is a point) of section 1.2, or None if section 1.3 rejects it."""
    base, suffix = (word >> 60) - 1, word & 63
    digits = [(word >> (60 - 2 * order)) & 3 for order in range(1, 28)]
    if not 0 <= base <= 11:
        return None
    if suffix <= 27:
        return None if any(digits[suffix:]) else (base, digits[:suffix], False)
    if suffix >= 48:
        return base, [*digits, (suffix - 48) // 4, (suffix - 48) % 4], True
    t28, rest = divmod(suffix - 28, 5)
    return base, [*digits, t28] + ([rest - 1] if rest else []), False


@pytest.mark.parametrize("row", rows_of_table("| word | text | order | NESTED index |"))
def test_word_and_text(row):
    word, text, order, nested = int(row[0], 16), row[1], int(row[2]), int(row[3])
    base, digits, point = read_word(word)
    assert len(digits) == order
    index = base
    for digit in digits:
        index = 4 * index + digit
    assert index == nested
    sign = "-" if base >= 6 else ""
    assert text == sign + "".join(str(d + 1) for d in [base % 6, *digits]) + "p" * point


@pytest.mark.parametrize("row", rows_of_table("| order | NESTED index | nuniq | zuniq |"))
def test_other_numberings(row):
    order, nested, nuniq, zuniq = map(int, row)
    assert nuniq == 4 * 4**order + nested
    assert zuniq == (2 * nested + 1) * 4 ** (29 - order)


@pytest.mark.parametrize("word", [0, 1, 0xD000000000000000, 0x5C00000000000000])
def test_what_is_said_to_be_no_word(word):
    text = SPECIFICATION.read_text(encoding="utf-8")
    assert word == 0 or f"`0x{word:016x}`" in text
    assert read_word(word) is None
