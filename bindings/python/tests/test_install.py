"""`pip install .` into a fresh environment gives a package that needs numpy alone."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from surroundings import ROOT

CONSUMER = ROOT / "tests" / "install" / "python" / "consumer.py"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="paths of the environment are POSIX here")
def test_pip_install(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "LD_PRELOAD")}
    environment |= {
        "CCACHE_BASEDIR": str(ROOT),
        "CCACHE_NOHASHDIR": "1",
        "CMAKE_BUILD_PARALLEL_LEVEL": "2",
    }
    if shutil.which("ccache"):
        environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
    # The build tools of this environment are used, as `./dev setup` installed them.
    run(
        *(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-q"),
        *("-w", tmp_path, ROOT),
        env=environment,
    )
    (wheel,) = tmp_path.glob("*.whl")
    files = zipfile.ZipFile(wheel).namelist()
    assert all(name.startswith(("coincide/", "coincide-")) for name in files), files
    assert {"coincide/__init__.py", "coincide/py.typed", "coincide/_core.pyi"} <= set(files)
    assert not any("tests" in name or name.endswith((".a", ".h")) for name in files), files

    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, env=environment)
    run(python, CONSUMER, env=environment, cwd=tmp_path)
