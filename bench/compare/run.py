"""Runs the comparisons and writes their tables into docs/performance.md.

    ./dev bench --compare [JOB[.PART] ...] [--scale 0.1] [option of the JOB ...]

A job is a script of this folder that prints rows (timing.py) and, with --json, writes
them. Each, and each part of one that has parts (its option --only), runs in a process of
its own and has a table of its own. A table is replaced as soon as its run succeeds, and
only at full scale.
"""

import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

import timing

FOLDER = pathlib.Path(__file__).resolve().parent
PAGE = FOLDER.parent.parent / "docs" / "performance.md"
# Tables in the order of the page: job and title.
JOBS = {
    "cells": "Cells: encode, decode, neighbours",
    "coverage": "Coverages: set operations, lookups, neighbourhoods, the index",
    "joins": "Stage one: granules that meet",
    "published": "Stage one: an index of footprints beside S2's",
    "growth": "Stage one: growth of time and memory",
    "covers": "Covers: rings, cones, tracks",
    "points": "Samples: pairs within a distance, near lines, in polygons",
    "raster": "Pixels of a raster under lines",
    "crossings": "Crossings of tracks",
    "calls": "Calls from Rust and Python, beside those in C++",
    "archive": "A whole archive: files of two sensors, both stages",
}
# Jobs that take minutes, and their parts.
PARTS = {
    "coverage": ("pairs", "skewed", "contains", "shapes", "query", "file", "memory"),
    "points": ("polygons", "lines", "sensors", "tracks"),
    "crossings": ("shapely", "pairs"),
}
# Parts that take an hour or so: run when they are named.
LONG = ("crossings.all_pairs",)


def cpu_name():
    info = pathlib.Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        if found:
            return found[1]
    return platform.processor() or platform.machine()


def write_table(job, options, rows):
    """Replaces what stands between the markers of a job or part; adds them if there are none."""
    begin, end = f"<!-- {job}: begin -->", f"<!-- {job}: end -->"
    command = " ".join(["./dev bench --compare", job, *options])
    body = "\n".join(
        [
            begin,
            f"`{command}` on {os.cpu_count()} cores of {cpu_name()}:",
            "",
            timing.HEADER,
            *[row.line() for row in rows],
            end,
        ]
    )
    text = PAGE.read_text()
    if begin in text:
        before, rest = text.split(begin, 1)
        text = before + body + rest.split(end, 1)[1]
    else:
        text = f"{text.rstrip()}\n\n## {JOBS[job.split('.')[0]]}\n\n{body}\n"
    PAGE.write_text(text)


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    known = [*(run for job in JOBS for run in runs_of(job)), *LONG]
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"of {', '.join(JOBS)}")
    options, more = parser.parse_known_args()
    if more and len(options.jobs) != 1:
        parser.error(f"{more[0]}: an option of one job, and {len(options.jobs)} are named")
    for job in options.jobs:
        if job not in JOBS and job not in known:
            parser.error(f"no job {job!r}: there are {', '.join([*JOBS, *known])}")
    failed = []
    for run in [run for job in options.jobs or JOBS for run in runs_of(job)]:
        job, _, part = run.partition(".")
        print(f"== {JOBS[job]}{part and ': ' + part}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            json_path = pathlib.Path(folder) / "rows.json"
            command = [sys.executable, FOLDER / f"{job}.py", "--json", json_path]
            command += ["--scale", str(options.scale), "--rounds", str(options.rounds)]
            command += [*(["--only", part] if part else []), *more]
            if subprocess.run(command).returncode != 0:
                failed.append(run)
            elif options.scale == 1:
                write_table(run, _without_folder(more), timing.read(json_path))
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _without_folder(options):
    """Options that another may repeat: where files are kept is of this machine."""
    where = options.index("--folder") if "--folder" in options else len(options)
    return options[:where] + options[where + 2 :]


def runs_of(job):
    """The processes of a job: itself, or job.part for each of its parts."""
    return [f"{job}.{part}" for part in PARTS.get(job, ())] or [job]


if __name__ == "__main__":
    main()
