"""The least area that a few HEALPix cells have that hold a cap: every choice is looked at.

Nothing here is taken from the library. A cap is closed, and cells are. Whether they meet is
asked of the cell tree: a cell with its centre in the cap meets it, and one whose enclosing
disk is apart from the cap does not; others are asked of their quarters. What is still open
after 24 quarterings meets it by less than 1e-7 of a cell or misses it, and is taken for
apart: the result can only get smaller by that, so it stays a lower bound.

    python tests/oracle/least_cap.py LON LAT ANGLE CELLS

prints the least area over that of the cap; degrees, and radians for the cap's angle.
"""

import functools
import itertools
import math
import sys

import arc_cells

QUARTERINGS = 24


class Cap:
    def __init__(self, lon, lat, angle):
        self.centre, self.angle = arc_cells.unit(arc_cells.Doubles, lon, lat), angle
        self.area = 4 * math.pi * math.sin(angle / 2) ** 2
        # Both depend on the cap: no cell is looked at twice.
        self.meets = functools.cache(self._meets)
        self.least = functools.cache(self._least)

    def _away(self, order, nested):
        square = arc_cells.Square(arc_cells.Doubles, order, nested)
        return arc_cells.angle(arc_cells.Doubles, self.centre, square.centre), square.reach

    def _meets(self, order, nested):
        """Whether the closed cell and the closed cap meet."""
        return self._search(order, nested, QUARTERINGS)

    def _search(self, order, nested, left):
        away, reach = self._away(order, nested)
        if away <= self.angle:
            return True
        if left == 0 or order == 29 or away > self.angle + reach:
            return False
        kids = sorted((self._away(order + 1, 4 * nested + k)[0], 4 * nested + k) for k in range(4))
        return any(self._search(order + 1, kid, left - 1) for _, kid in kids)

    def _least(self, order, nested, cells):
        """The least area of at most so many cells in this one that hold the cap's part in it."""
        whole = math.pi / 3 / 4**order
        kids = [
            4 * nested + k for k in range(4) if order < 29 and self.meets(order + 1, 4 * nested + k)
        ]
        if not kids or len(kids) > cells:
            return whole
        return min(whole, self._together(order + 1, kids, cells))

    def _together(self, order, nested, cells):
        """The same of several cells: every way to share `cells` among them."""
        best = math.inf
        shares = itertools.combinations(range(1, cells), len(nested) - 1)
        for cut in shares:
            ends = (0, *cut, cells)
            parts = zip(nested, itertools.pairwise(ends), strict=True)
            best = min(best, sum(self.least(order, c, b - a) for c, (a, b) in parts))
        return best

    def least_ratio(self, cells):
        """The least area of at most so many cells, over the cap's; inf where none do."""
        base = [b for b in range(12) if self.meets(0, b)]
        if len(base) > cells:
            return math.inf
        return self._together(0, base, cells) / self.area


def main():
    lon, lat, angle = (float(x) for x in sys.argv[1:4])
    print(f"{Cap(lon, lat, angle).least_ratio(int(sys.argv[4])):.6f}")


if __name__ == "__main__":
    main()
