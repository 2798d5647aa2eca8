"""The peak of memory of a call, in a process of its own."""

import os
import subprocess
import sys

CAN_MEASURE = os.path.exists("/proc/self/clear_refs")

_SCRIPT = """
import pathlib, sys
import numpy as np
import pyarrow.parquet, pyarrow.csv
import coincide as co

def resident(name):
    for line in open("/proc/self/status"):
        if line.startswith(name):
            return int(line.split()[1]) * 1024

folder = pathlib.Path(sys.argv[1])
a, b = (co.catalog(sorted(map(str, folder.glob(f"{side}*.parquet")))) for side in "ab")
out = folder / "out.parquet"
found = FIRST
base = resident("VmRSS")
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # The peak, which is inherited, begins anew.
found = CALL
print(len(found), resident("VmHWM") - base)
"""


def measured(folder, first, call):
    """Rows of the result of `call`, and bytes of memory beyond what was held after `first`.

    Both are expressions in a and b, catalogs of the files a*.parquet and b*.parquet in
    `folder`, and `out`, the name of a file there.
    """
    script = folder / "run.py"
    script.write_text(_SCRIPT.replace("FIRST", first).replace("CALL", call))
    done = subprocess.run(
        [sys.executable, str(script), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows, peak = map(int, done.stdout.split())
    return rows, peak
