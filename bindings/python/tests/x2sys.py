"""GMT's x2sys_cross on tracks in a plane, through files, as it wants them."""

import os
import subprocess

import numpy as np


class X2sys:
    """Tracks of two sides, (x, y, h) each, written into a folder as x2sys reads them."""

    def __init__(self, folder, a, b, gap_m, region):
        self.folder, self.names = folder, []
        self.environment = os.environ | {"X2SYS_HOME": str(folder)}
        (folder / "xyh.def").write_text(
            "# x2sys\n#ASCII\n#SKIP 0\nx a N 0 1 0 %.9g\ny a N 0 1 0 %.9g\nh a N 0 1 0 %.12g\n"
        )
        self._run(
            f"gmt x2sys_init TAG -Dxyh -Etsv -F -Nde -Nse -Wd{gap_m} "
            f"-R{'/'.join(str(edge) for edge in region)} --GMT_COMPATIBILITY=6"
        )
        for name, tracks in (("a", a), ("b", b)):
            for number, track in enumerate(tracks):
                self.names.append(f"{name}{number}.tsv")
                np.savetxt(folder / self.names[-1], np.c_[track[:3]], fmt="%.9f", delimiter="\t")
        pairs = [f"a{i} b{j}" for i in range(len(a)) for j in range(len(b))]
        (folder / "pairs.lis").write_text("\n".join(pairs) + "\n")

    def _run(self, command, seconds=60):
        done = subprocess.run(
            command.split(), cwd=self.folder, env=self.environment, capture_output=True, text=True,
            timeout=seconds,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def cross(self, method="l", window=3, seconds=60):
        """What it prints of every track of a with every one of b."""
        return self._run(
            f"gmt x2sys_cross {' '.join(self.names)} -TTAG -Qe -I{method} -W{window} -Z "
            "-Apairs.lis --FORMAT_FLOAT_OUT=%.12g",
            seconds,
        )

    @staticmethod
    def rows(text):
        """That as rows: track of a, track of b, and its columns."""
        rows, pair = [], None
        for line in text.splitlines():
            if line.startswith(">"):
                first, _, second = line[1:].split()[:3]
                pair = int(first.split(".")[0][1:]), int(second.split(".")[0][1:])
            elif not line.startswith("#"):
                rows.append([*pair, *(float(value) for value in line.split())])
        return np.array(rows)
