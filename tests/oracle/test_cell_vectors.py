"""The committed vectors of cells are what their scripts write.

ogc.py is not among them: it needs dggal, which the suite does not install.
"""

import json

import cells
import interpolation
import neighbors
import pytest
import vector_file


@pytest.mark.parametrize("script", [cells, neighbors, interpolation], ids=lambda s: s.__name__)
def test_committed_vectors_are_what_the_script_writes(script):
    for name, text in script.build(None).items():
        written, committed = json.loads(text), json.loads((vector_file.FOLDER / name).read_text())
        assert written["columns"] == committed["columns"]
        assert written["rows"] == committed["rows"]
