"""Files of coincide in mocpy, and files of mocpy in coincide.

    check_moc.py MOC_CONVERT FOLDER [DATA]

MOC_CONVERT is the program of tests/coverage/moc_convert.cc, FOLDER one to write
to, DATA the folder of real MOC files. Random MOCs of mocpy, its vector files and
the real files are converted to every form; mocpy must read the same ranges from
each, of times too.
"""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
from astropy.time import Time, TimeDelta
from mocpy import MOC, STMOC, TimeMOC

FORMS = {"fits": "fits", "range.fits": "fits", "json": "json", "txt": "ascii"}


def convert(program, source, target, *options):
    done = subprocess.run(
        [program, *options, source, target], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{source} to {target}: {done.stderr}"


def facts(moc):
    """What must not change: ranges and orders."""
    if isinstance(moc, MOC):
        return int(moc.max_order), moc.to_depth29_ranges.tolist()
    if isinstance(moc, TimeMOC):
        return int(moc.max_order), moc.to_depth61_ranges.tolist()
    # Texts of files name the orders in every element, so they compare.
    return tuple(int(order) for order in moc.max_depth), moc.to_string()


def check(program, folder, name, moc):
    """mocpy writes each form, coincide reads it and writes each, mocpy reads that."""
    kind = type(moc)
    options = ["--strict"] + (["--time"] if kind is TimeMOC else [])
    source = folder / f"{name}.fits"
    moc.save(source, format="fits", overwrite=True)
    wanted = facts(kind.load(source, format="fits"))
    sources = [source]
    for ending, form in (("json", "json"), ("txt", "ascii")):
        sources.append(folder / f"{name}.{ending}")
        moc.save(sources[-1], format=form, overwrite=True)
    for path in sources:
        for ending, form in FORMS.items():
            target = folder / f"{name}-from-{path.suffix[1:]}.{ending}"
            convert(program, path, target, *options)
            got = kind.load(target, format=form)
            if kind is STMOC:  # After FITS, see facts.
                got.save(folder / "same.fits", format="fits", overwrite=True)
                got = kind.load(folder / "same.fits", format="fits")
            assert facts(got) == wanted, f"{path} to {target}"


def check_utc(program, folder, rng):
    """Times of a T-MOC as UTC: those of astropy within 0.5 us, and 1 ns of rounding."""
    path = folder / "utc.fits"
    random_time(rng, 61, 200).save(path, format="fits", overwrite=True)
    done = subprocess.run([program, "--utc", path], capture_output=True, text=True, check=True)
    got = np.array([line.split() for line in done.stdout.splitlines()], dtype=np.int64)
    ranges = TimeMOC.load(path, format="fits").to_depth61_ranges
    assert got.shape == ranges.shape
    days, micros = np.divmod(ranges.astype(np.int64), 86400 * 10**6)
    times = Time(days.astype(float), micros / 86400e6, format="jd", scale="tcb").utc
    wanted = times.to_value("datetime64").astype("datetime64[ns]").astype(np.int64)
    worst = np.abs(got - wanted).max()
    print(f"{ranges.size} times: within {worst} ns of astropy")
    assert worst <= 501


def random_space(rng, order, count):
    cells = np.array([rng.randrange(12 * 4**order) for _ in range(count)], dtype=np.uint64)
    return MOC.from_healpix_cells(cells, np.full(count, order, dtype=np.uint8), order)


def random_time(rng, order, count):
    starts = Time([rng.uniform(42000, 80000) for _ in range(count)], format="mjd", scale="utc")
    ends = starts + TimeDelta([rng.uniform(1e-6, 3) for _ in range(count)], format="jd")
    length = TimeDelta(2.0 ** (61 - order) * 1e-6, format="sec")
    return TimeMOC.from_time_ranges(starts, ends, delta_t=length)


def random_both(rng, time_order, space_order, count):
    starts = Time([rng.uniform(42000, 80000) for _ in range(count)], format="mjd", scale="utc")
    ends = starts + TimeDelta([rng.uniform(1e-6, 30) for _ in range(count)], format="jd")
    places = [random_space(rng, space_order, rng.randrange(1, 30)) for _ in range(count)]
    return STMOC.from_spatial_coverages(starts, ends, places, time_order)


def main(program, folder, data=None):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    seed = 20260101
    rng = random.Random(seed)
    print(f"seed {seed}")
    for order in (0, 3, 12, 13, 14, 21, 29):
        check(program, folder, f"s{order}", random_space(rng, order, rng.choice((1, 50, 400))))
    for order in (10, 25, 40, 55, 61):
        check(program, folder, f"t{order}", random_time(rng, order, rng.choice((1, 20, 100))))
    for orders in ((20, 5), (35, 14), (61, 29)):
        moc = random_both(rng, *orders, rng.choice((1, 20, 60)))
        check(program, folder, f"st{orders[0]}-{orders[1]}", moc)
    check(program, folder, "s-empty", MOC.from_string("9/"))
    check(program, folder, "t-empty", TimeMOC.from_string("9/"))
    check(program, folder, "st-empty", STMOC.from_string("t9/ s9/"))
    print("random MOCs: the same")
    check_utc(program, folder, rng)
    count = 0
    files = [f for f in ("GW190425", "STMOC_chandra", "TMOC_test") if data]
    for path in [Path(data) / "moc/cds-moc-rust" / f"{name}.fits" for name in files]:
        kind = STMOC if "STMOC" in path.name else TimeMOC if "TMOC" in path.name else MOC
        target = folder / f"real-{path.stem}.fits"
        convert(program, path, target)
        assert facts(kind.load(target, format="fits")) == facts(kind.load(path, format="fits")), (
            path
        )
        count += 1
    print(f"{count} real files: the same")


if __name__ == "__main__":
    main(*sys.argv[1:])
