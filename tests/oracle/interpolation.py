"""Cells and weights of bilinear interpolation by healpy, on the sphere."""

import math
import random

import healpy
import vector_file


def build(count):
    rng = random.Random(20250104)
    rows = []
    for order in range(21):
        for i in range(count or 60):
            lon = rng.uniform(-180, 360)
            if i % 3 == 0:  # within two cells of a pole, but not so near that healpy's
                # cosine of the colatitude has lost its digits
                colat = rng.uniform(0.2, 2) * math.degrees(0.8 / 2**order)
                colat = max(colat, 1e-3)
            else:
                colat = math.degrees(math.acos(rng.uniform(-1, 1)))
            lat = (90 - colat) * (-1 if rng.random() < 0.5 else 1)
            theta, phi = math.radians(90 - lat), math.radians(lon % 360)
            cells, weights = healpy.get_interp_weights(2**order, theta, phi, nest=True)
            rows.append(
                [lon.hex(), lat.hex(), order]
                + [str(int(c)) for c in cells]
                + [float(w).hex() for w in weights]
            )
    columns = ["lon", "lat", "order", *(f"cell{j}" for j in range(4)),
               *(f"weight{j}" for j in range(4))]  # fmt: skip
    tool = f"healpy {healpy.__version__}"
    text = vector_file.text_of(__file__, tool, __doc__, columns, rows, seed=20250104)
    return {"interpolation.json": text}


if __name__ == "__main__":
    vector_file.run(build)
