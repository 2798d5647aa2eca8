"""Times of two programs in one run, turn by turn, and the rows that tell them."""

import argparse
import dataclasses
import json
import pathlib
import time


@dataclasses.dataclass
class Row:
    """One line of the table. Seconds are the best of the rounds, for `items` items."""

    case: str
    ours_s: float
    peer: str
    peer_s: float
    items: int
    answer: str  # What was computed, and that it is the same.

    @property
    def ratio(self):
        return self.peer_s / self.ours_s

    def line(self):
        ours, peer = (per_item(s, self.items) for s in (self.ours_s, self.peer_s))
        return f"| {self.case} | {ours} | {self.peer} | {peer} | {self.ratio:.1f} | {self.answer} |"


HEADER = "| job | coincide | peer | its time | ratio | answer |\n|---|---|---|---|---|---|"


def per_item(seconds, items):
    """For one item; a single call in microseconds."""
    return f"{seconds / items * 1e9:.3g} ns" if items > 1 else f"{seconds * 1e6:.3g} µs"


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
