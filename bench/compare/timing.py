"""Times of two programs in one run, turn by turn, and the rows that tell them."""

import argparse
import dataclasses
import json
import pathlib
import time


@dataclasses.dataclass
class Row:
    """One line of the table: for `items` items, the best of the rounds or a size."""

    case: str
    ours: float
    peer: str
    theirs: float
    items: int
    answer: str  # What was computed, and that it is the same.
    unit: str = "s"  # Or "B".

    @property
    def ratio(self):
        return self.theirs / self.ours

    def line(self):
        ours, theirs = (per_item(x, self.items, self.unit) for x in (self.ours, self.theirs))
        digits = ".2g" if self.ratio < 1 else ".1f" if self.ratio < 100 else ",.0f"
        ratio = format(self.ratio, digits)
        return f"| {self.case} | {ours} | {self.peer} | {theirs} | {ratio} | {self.answer} |"


HEADER = "| job | coincide | peer | the peer's | ratio | answer |\n|---|---|---|---|---|---|"


def per_item(value, items, unit):
    """For one item in nanoseconds or bytes; of a single one in a unit that fits."""
    if unit == "B":
        return f"{value / items:.3g} B" if items > 1 else f"{value / 1e6:.3g} MB"
    if items > 1:
        return f"{value / items * 1e9:.3g} ns"
    if value < 1e-6:
        return f"{value * 1e9:.3g} ns"
    return f"{value * 1e6:.3g} µs" if value < 1e-3 else f"{value * 1e3:.3g} ms"


def best_of(runs, rounds=5):
    """{name: best seconds} of callables that take turns, so all see the same noise."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def per_call(run, calls=20_000):
    """Wraps a call of microseconds so that best_of sees `calls` of them."""

    def repeated():
        for _ in range(calls):
            run()

    return repeated


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--scale", type=float, default=1.0, help="shrinks the inputs")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side")
    parser.add_argument("--json", type=pathlib.Path, help="also write the rows here")
    return parser


def show(rows):
    print(HEADER)
    for row in rows:
        print(row.line(), flush=True)


def save(rows, json_path):
    if json_path:
        json_path.write_text(json.dumps([dataclasses.asdict(row) for row in rows]))


def read(json_path):
    return [Row(**row) for row in json.loads(pathlib.Path(json_path).read_text())]
