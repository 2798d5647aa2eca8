"""What a binding adds to a call: Rust and Python beside C++, turn by turn, on one thread.

    ./dev bench --compare calls

The peer is the same call in C++ (bench/capi/calls_bench.cc). The programs take turns, and
the best of the turns counts, by processor time. One value may cost 30 ns more in Rust, a
batch of a million into memory that is there 5 % and 20 us more in Rust and in Python.
"""

import json
import os
import pathlib
import shutil
import subprocess
import time

import coincide as co
import numpy as np
import timing

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
TARGET = ROOT / "build" / "cargo"
MANIFEST = ROOT / "bindings" / "rust" / "bench" / "Cargo.toml"
ONE_NS, BATCH_PART, BATCH_S = 30, 0.05, 20e-6
MANY = 1_000_000
# These give something that the caller owns, a coverage or a list: not one value.
MAKERS = ("Coverage::union", "CoverageIndex::query_cell")


def cpp_turn():
    """{name: seconds} of the C++ program, the best of its repetitions."""
    command = [BUILD / "bench" / "capi" / "capi_bench", "--benchmark_min_time=0.005"]
    command += ["--benchmark_repetitions=30", "--benchmark_format=json"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    units = {"ns": 1e-9, "us": 1e-6}
    found = {}
    for one in json.loads(run.stdout)["benchmarks"]:
        if one["run_type"] == "iteration":
            seconds = one["cpu_time"] * units[one["time_unit"]]
            found[one["run_name"]] = min(found.get(one["run_name"], seconds), seconds)
    return found


def cargo_bench(*options):
    environment = {"COINCIDE_SYS_BUILD_DIR": BUILD, "CARGO_TARGET_DIR": TARGET}
    command = ["cargo", "bench", "-q", "--locked", "--manifest-path", MANIFEST, "--bench", "calls"]
    run = subprocess.run(
        [*command, *options],
        env={**os.environ, **{name: str(path) for name, path in environment.items()}},
        capture_output=True,
        text=True,
    )
    if run.returncode != 0:
        raise SystemExit(run.stderr)


def rust_turn():
    """The same of the Rust program: the best of criterion's samples."""
    shutil.rmtree(TARGET / "criterion", ignore_errors=True)
    cargo_bench("--", "--noplot", "--measurement-time", "0.2", "--warm-up-time", "0.05")
    found = {}
    for facts in (TARGET / "criterion").glob("*/*/new/benchmark.json"):
        name = json.loads(facts.read_text())["full_id"]
        sample = json.loads(facts.with_name("sample.json").read_text())
        times = zip(sample["times"], sample["iters"], strict=True)
        found[name] = min(time / calls for time, calls in times) * 1e-9
    return found


def python_batches():
    """{name: call} on arrays that are there."""
    i = np.arange(MANY)
    turns = i * 0.618_033_988_749_894_9
    lon = (turns - np.floor(turns)) * 360 - 180
    lat = np.degrees(np.arcsin((2 * i + 1) / MANY - 1))
    words = co.encode(lon, lat, 20)
    striped = np.arange(12 * 4096, dtype=np.uint64)
    striped = co.Coverage.from_cells(co.from_nested(6, striped[striped % 5 < 2]), order=6)
    cells, near = np.empty_like(words), np.empty((MANY, 8), np.uint64)
    places = np.empty(MANY), np.empty(MANY)
    return {
        "million/encode": lambda: co.encode(lon, lat, 20, out=cells, threads=1),
        "million/decode": lambda: co.decode(words, out=places, threads=1),
        "million/neighbors": lambda: co.neighbors(words, out=near, threads=1),
        "million/contains_cells": lambda: striped.contains_cells(words),
    }


def cpu_seconds(run, rounds=10):
    """The best of some rounds in a row, so that what it reads stays in the caches."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def row(name, language, ours, cpp):
    """One line: what the binding costs above C++, beside what it may."""
    more = ours - cpp
    label = f"{name.partition('/')[2]}, {language}"
    if name.startswith("one/"):
        answer = f"{more * 1e9:+.1f} ns"
        allowed = "it makes something" if label.startswith(MAKERS) else f"{ONE_NS} allowed"
    else:
        label = f"a million: {label}"
        answer = f"{more * 1e6:+.0f} µs"
        allowed = f"{(BATCH_PART * cpp + BATCH_S) * 1e6:.0f} allowed"
    return timing.Row(label, ours, "C++", cpp, 1, f"{answer} ({allowed})")


def best(turns):
    return {name: min(turn[name] for turn in turns) for name in turns[0]} if turns else {}


def main():
    options = timing.arguments(__doc__.splitlines()[0]).parse_args()
    rust = shutil.which("cargo") is not None
    if rust:
        cargo_bench("--no-run")
    else:
        print("Rust is left out: there is no cargo")
    batches = python_batches()
    cpp_turns, rust_turns, python_turns = [], [], []
    for _ in range(options.rounds):
        cpp_turns.append(cpp_turn())
        if rust:
            rust_turns.append(rust_turn())
        python_turns.append({name: cpu_seconds(run) for name, run in batches.items()})
    found = {"Rust": best(rust_turns), "Python": best(python_turns)}
    rows = [
        row(name, language, ours[name], cpp)
        for name, cpp in best(cpp_turns).items()
        for language, ours in found.items()
        if name in ours
    ]
    timing.show(rows)
    timing.save(rows, options.json)


if __name__ == "__main__":
    main()
