"""Writes tests/vectors/moc and tests/vectors/moc.json, time_scale.json.

moc/      MOCs of space, time and both, in every form, made by mocpy; and
          repairable ones, whose bytes are put together here.
moc.json  one row a file: name, dimension (S, T, ST), order of space, order of
          time, the text that mocpy writes for it, and the reason why the
          strict reader refuses it ("" where it does not).
time_scale.json  UTC nanoseconds, and the TCB of astropy (geocentre) as
          microseconds since JD 0 and nanoseconds beyond.

    .venv/bin/python tests/oracle/moc.py
"""

import json
import random
import shutil
import tempfile
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import astropy.units as u
import numpy as np
from astropy.time import Time, TimeDelta
from astropy.utils.iers import LeapSeconds
from mocpy import MOC, STMOC, TimeMOC

VECTORS = Path(__file__).parents[1] / "vectors"
FOLDER = VECTORS / "moc"
MARK = 1 << 63


def card(keyword, value):
    """One header card; strings as given, with their quotes."""
    return f"{keyword:8}= {value:>20}".ljust(80).encode()


def block(content, fill):
    return content + fill * (-len(content) % 2880)


def fits(values, cards, form="1J", rows=None, row_bytes=None):
    """A MOC file from raw parts."""
    width = 4 if form.endswith("J") else 8
    rows = len(values) if rows is None else rows
    primary = [
        card("SIMPLE", "T"),
        card("BITPIX", 8),
        card("NAXIS", 0),
        card("EXTEND", "T"),
    ]
    table = [card("XTENSION", "'BINTABLE'"), card("BITPIX", 8), card("NAXIS", 2)]
    table += [card("NAXIS1", row_bytes or width), card("NAXIS2", rows)]
    table += [card("PCOUNT", 0), card("GCOUNT", 1), card("TFIELDS", 1)]
    table += [card("TFORM1", f"'{form}'"), card("TTYPE1", "'UNIQ'")]
    table += [card(k, v) for k, v in cards.items()]
    headers = [block(b"".join(part) + b"END".ljust(80), b" ") for part in (primary, table)]
    data = b"".join((v % (1 << 8 * width)).to_bytes(width, "big") for v in values)
    return b"".join(headers) + block(data, b"\0")


V1 = {"PIXTYPE": "'HEALPIX '", "ORDERING": "'NUNIQ   '", "COORDSYS": "'C       '"}
V2 = {"MOCVERS": "'2.0     '", "MOCDIM": "'SPACE   '", "ORDERING": "'RANGE   '"}
V2 |= {"COORDSYS": "'C       '"}
TIME2 = {"MOCVERS": "'2.0     '", "MOCDIM": "'TIME    '", "ORDERING": "'RANGE   '"}
BOTH2 = V2 | {
    "MOCDIM": "'TIME.SPACE'",
    "TIMESYS": "'TCB     '",
    "MOCORD_T": 40,
    "MOCORD_S": 9,
}
OLD = {"MOC": "'TIME.SPACE'", "ORDERING": "'RANGE29 '", "COORDSYS": "'C       '"}
OLD |= {"TIMESYS": "'JD      '", "MOCORDER": "'15      '", "MOCORD_1": "'17      '"}


def uniq(order, *cells):
    return [4 * 4**order + cell for cell in cells]


def ends(bits, *cells):
    """Boundaries of runs (first, last) of cells of 2**bits leaves."""
    return [boundary << bits for first, last in cells for boundary in (first, last + 1)]


def repairable():
    """(name, bytes or text, text that is meant, reason)."""
    space = "3/1 4-6 5/7 8/"
    good = uniq(3, 1, 4, 5, 6) + uniq(5, 7)
    v1 = V1 | {"MOCORDER": 8}
    v2 = V2 | {"MOCORD_S": 5}
    at5 = ends(48, (7, 7), (16, 31), (64, 111))
    in5 = "3/1 4-6 5/7"
    time = ends(21, (5, 8))
    t40 = "39/3 40/5 8"
    mark = [value | MARK for value in ends(21, (5, 8))]
    negated = [-value for value in ends(28, (5, 8))]
    leaves = ends(40, (3, 4))
    yield (
        "quoted.fits",
        fits(good, V1 | {"MOCORDER": "'8       '"}),
        space,
        "MOCORDER in quotes",
    )
    yield "unsorted.fits", fits(good[::-1], v1), space, "row 1: cells out of order"
    twice = sorted(good + good[1:3])
    yield (
        "twice.fits",
        fits(twice, v1),
        space,
        "row 2: cell inside another",
    )
    inside = good + uniq(6, 64)
    yield "inside.fits", fits(inside, v1), space, "row 5: cell inside another"
    siblings = uniq(3, 1, 4, 5, 6) + uniq(5, 7, 32, 33, 34, 35)
    yield (
        "siblings.fits",
        fits(siblings, v1),
        "3/1 4-6 4/8 5/7 8/",
        "row 5: four sibling cells",
    )
    yield (
        "zeros.fits",
        fits([*good, 0, 0, 0], v1),
        space,
        "row 5: zero, which is no cell",
    )
    finer = uniq(3, 1, 4, 5, 6) + uniq(9, 7)
    yield "finer.fits", fits(finer, v1), "3/1 4-6 9/7", "row 4: cell finer than order 8"
    without = {k: v for k, v in v1.items() if k != "COORDSYS"}
    yield "no_coordsys.fits", fits(good, without), space, "COORDSYS missing"
    yield (
        "icrs.fits",
        fits(good, v1 | {"COORDSYS": "'ICRS    '"}),
        space,
        "COORDSYS 'ICRS'",
    )
    without = {k: v for k, v in v1.items() if k not in ("ORDERING", "MOCORDER")}
    yield "no_order.fits", fits(good, without), "3/1 4-6 5/7", "ORDERING missing"
    differ = V2 | {"ORDERING": "'NUNIQ   '", "MOCORD_S": 8, "MOCORDER": 7}
    yield "differ.fits", fits(good, differ), space, "MOCORDER and MOCORD_S differ"
    without = {k: v for k, v in differ.items() if k not in ("MOCDIM", "MOCORDER")}
    yield "no_dimension.fits", fits(good, without), space, "MOCDIM missing"
    twice = fits(good, v1).replace(b"GCOUNT  =", b"MOCORDER=", 1)
    yield "two_orders.fits", twice, "3/1 4-6 5/7", "MOCORDER given twice"
    padded = fits(good, v1)
    yield (
        "unpadded.fits",
        padded[: 5760 + 20],
        space,
        "byte 5780: no padding to whole blocks",
    )
    yield (
        "tail.fits",
        padded + b"\0" * 2880,
        space,
        "byte 8640: bytes after the last table",
    )
    touching = ends(48, (7, 7), (16, 31), (64, 79), (80, 111))
    yield "touching.fits", fits(touching, v2, "1K"), in5, "row 6: ranges that touch"
    overlap = ends(48, (7, 7), (16, 31), (64, 99), (80, 111))
    yield "overlap.fits", fits(overlap, v2, "1K"), in5, "row 6: ranges out of order"
    yield (
        "disorder.fits",
        fits(at5[2:] + at5[:2], v2, "1K"),
        in5,
        "row 4: ranges out of order",
    )
    yield "empty_range.fits", fits([*at5, 0, 0], v2, "1K"), in5, "row 6: empty range"
    coarse = V2 | {"MOCORD_S": 4}
    yield (
        "fine_range.fits",
        fits(at5, coarse, "1K"),
        in5,
        "row 0: space range finer than order 4",
    )
    pairs = fits(at5, v2, "2K", rows=3, row_bytes=16)
    yield "pairs.fits", pairs, in5, "several values in a row"
    yield (
        "no_timesys.fits",
        fits(time, TIME2 | {"MOCORD_T": 40}, "1K"),
        t40,
        "TIMESYS missing",
    )
    jd = TIME2 | {"MOCORD_T": 40, "TIMESYS": "'JD      '"}
    yield "jd.fits", fits(time, jd, "1K"), t40, "TIMESYS JD"
    both = "t39/3 40/5 8 s9/3-4"
    yield (
        "negated.fits",
        fits([-v for v in time] + leaves, BOTH2, "1K"),
        both,
        "time negated",
    )
    yield (
        "range29.fits",
        fits(negated + leaves, OLD, "1K"),
        "t32/3 33/5 8 s9/3-4 17/",
        "MOCDIM",
    )
    order = mark[:2] + leaves + mark[:2] + ends(40, (9, 9))
    yield (
        "same_time.fits",
        fits(order, BOTH2, "1K"),
        "t39/3 40/5 8 s9/3-4 9",
        "row 4: times out of",
    )
    later = [v | MARK for v in ends(21, (2, 6))]
    order = mark + ends(40, (3, 4)) + later + ends(40, (9, 9))
    meant = "t39/1 40/4 s9/9 t40/5-6 s9/3-4 9 t40/7-8 s9/3-4"
    yield (
        "overlapping_times.fits",
        fits(order, BOTH2, "1K"),
        meant,
        "row 4: times out of order",
    )
    later = [v | MARK for v in ends(21, (9, 9))]
    order = mark + leaves + later + leaves
    yield (
        "same_coverage.fits",
        fits(order, BOTH2, "1K"),
        "t39/3-4 40/5 s9/3-4",
        "row 4: the same",
    )
    yield "commas.txt", "3/1,4-6\t5/7, 8/", space, "byte 3: comma or tab"
    yield "disorder.txt", "5/7 3/1 4-6 8/", space, "byte 6: cells out of order"
    yield "middle_order.txt", "8/ 3/1 4-6 5/7", space, "byte 0: order without cells"
    yield "low_order.txt", "3/1 4-6 5/7 8/ 4/", space, "byte 12: order without cells"
    yield "capital.txt", "S3/1 4-6 5/7 8/", space, "byte 0: prefix in capitals"
    yield "siblings.txt", "3/4-6 4/4-7 5/7 8/", space, "byte 8: four sibling cells"
    yield (
        "no_cells.txt",
        "t40/7-8 s9/ t40/11 s9/5",
        "t40/11 s9/5",
        "byte 0: times without",
    )
    yield (
        "disorder.json",
        '{"5":[7],"3":[6,1,4,5],"8":[]}',
        space,
        "byte 14: cells out of order",
    )
    yield (
        "comma.json",
        '{"3":[1,4,5,6,],"5":[7],"8":[]}',
        space,
        "byte 13: comma before",
    )
    yield (
        "quotes.json",
        '{"3":["1",4,5,6],"5":[7],"8":[]}',
        space,
        "byte 6: number in quotes",
    )
    yield (
        "repeated.json",
        '{"3":[1,4],"5":[7],"3":[5,6],"8":[]}',
        space,
        "byte 19: order given",
    )
    turned = '[{"s":{"9":[3,4]},"t":{"39":[3],"40":[5,8]}}]'
    yield "turned.json", turned, both, "byte 2: s before t"
    yield (
        "no_list.json",
        '{"t":{"39":[3],"40":[5,8]},"s":{"9":[3,4]}}',
        both,
        "without a list",
    )


def random_space(rng, order, count):
    cells = np.array([rng.randrange(12 * 4**order) for _ in range(count)], dtype=np.uint64)
    return MOC.from_healpix_cells(cells, np.full(count, order, dtype=np.uint8), order)


def cone(lon, radius, order):
    return MOC.from_cone(lon=lon * u.deg, lat=-72 * u.deg, radius=radius * u.deg, max_depth=order)


def canonical():
    """(name without ending, MOC of mocpy)."""
    rng = random.Random(20260101)
    yield "s_empty", MOC.from_string("7/")
    yield "s_full", MOC.from_string("0/0-11")
    yield "s_first_last", MOC.from_string("29/0 3458764513820540927")
    yield "s_cone", cone(80, 5, 7)
    yield "s_order13", random_space(rng, 13, 40)
    yield "s_order14", random_space(rng, 14, 40)
    yield "s_coarse", MOC.from_string("3/1 4-6 20/")
    yield "t_empty", TimeMOC.from_string("12/")
    yield "t_full", TimeMOC.from_string("0/0-1")
    yield "t_first_last", TimeMOC.from_string("61/0 4611686018427387903")
    starts = Time("2020-02-27T12:00:00") + np.arange(9) * 3 * u.day
    yield (
        "t_passes",
        TimeMOC.from_time_ranges(starts, starts + 97 * u.min, delta_t=TimeDelta(8.5 * u.min)),
    )
    yield "t_coarse", TimeMOC.from_string("31/1 32/4 35/")
    yield "st_empty", STMOC.from_string("t61/ s29/")
    yield (
        "st_standard",
        STMOC.from_string("t61/1 s29/0-2 t61/3 s28/0 t60/2 61/6 s29/2 5"),
    )
    yield "st_coarse", STMOC.from_string("t30/1 40/ s3/1 9/ t30/4 s3/2")
    shapes = [cone(lon, 2, 6) for lon in range(9)]
    yield (
        "st_passes",
        STMOC.from_spatial_coverages(starts, starts + 97 * u.min, shapes, 30),
    )


def text_of(moc):
    """mocpy's text; of space and time as after FITS, with both orders in every element."""
    if isinstance(moc, STMOC):
        with tempfile.TemporaryDirectory() as folder:
            moc.save(Path(folder) / "moc.fits", format="fits")
            moc = STMOC.load(Path(folder) / "moc.fits", format="fits")
    return moc.to_string()


def orders(moc):
    if isinstance(moc, MOC):
        return "S", int(moc.max_order), 0
    if isinstance(moc, TimeMOC):
        return "T", 0, int(moc.max_order)
    time, space = moc.max_depth
    return "ST", int(space), int(time)


def save(name, content):
    (FOLDER / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    rows = []
    for name, moc in canonical():
        row = [*orders(moc), text_of(moc), ""]
        moc.save(FOLDER / f"{name}.fits", format="fits")
        save(f"{name}.json", json.dumps(moc.serialize("json")))
        save(f"{name}.txt", moc.to_string())
        rows += [[f"{name}.{ending}", *row] for ending in ("fits", "json", "txt")]
    for name, content, text, reason in repairable():
        save(name, content)
        kind = STMOC if " s" in text else TimeMOC if name in ("no_timesys.fits", "jd.fits") else MOC
        moc = kind.from_string(text)
        rows.append([name, *orders(moc), text_of(moc), reason])
    write("moc.json", rows, f"mocpy {version('mocpy')}")
    write("time_scale.json", time_rows(), f"astropy {version('astropy')}")


def time_rows():
    """Times of every leap second and its neighbours, and random ones."""
    rng = random.Random(19720101)
    second = 10**9
    utc = [round(t.unix) * second + d for t in leap_days() for d in (-second, -1, 0, 1, second)]
    utc += [rng.randrange(63072000 * second, 4102444800 * second) for _ in range(300)]
    rows = []
    for ns in sorted(t for t in utc if t >= 63072000 * second):
        tcb = Time(str(np.datetime64(ns, "ns")), scale="utc").tcb
        exact = (Fraction(float(tcb.jd1)) + Fraction(float(tcb.jd2))) * 86400 * second
        rows.append([ns, int(exact // 1000), int(exact % 1000)])
    return rows


def leap_days():
    """First days with a new TAI - UTC from 1972 on, of astropy's own table."""
    table = LeapSeconds.auto_open()
    rows = [row for row in table if row["year"] >= 1972]
    return [Time(f"{row['year']}-{row['month']:02}-01", scale="utc") for row in rows]


def write(name, rows, source):
    lines = ",\n".join(json.dumps(row) for row in rows)
    head = '{"source": "tests/oracle/moc.py, ' + source + '",\n "rows": [\n'
    (VECTORS / name).write_text(head + lines + "\n]}\n")


if __name__ == "__main__":
    main()
