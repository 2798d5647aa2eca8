"""Writes src/coverage/tdb_terms.h: a short series for TDB - TT at the geocentre.

Least squares against ERFA's dtdb (pyerfa; Fairhead and Bretagnon 1990, 787
terms) every 1.37 days from 1675 to 2263. Frequencies are whole combinations of
the mean motions of the planets and the Moon, taken greedily from the spectrum
of what is left, until the largest residual is below TARGET.

    .venv/bin/python tests/oracle/tdb_series.py > src/coverage/tdb_terms.h
"""

import itertools

import erfa
import numpy as np

TARGET = 0.5e-6  # seconds
STEP = 1.37  # days
J2000 = 2451545.0
# Mean motions in radians a Julian millennium: Mercury .. Neptune (Simon et al.
# 1994, A&A 282, 663), and the Moon's elongation.
EARTH, MOON = 2, 8
MOTIONS = np.array(
    [
        26087.9031415742,
        10213.285546211,
        6283.0758499914,
        3340.6124266998,
        529.6909650946,
        213.299095438,
        74.7815985673,
        38.1330356378,
        77713.7714681205,
    ]
)


def candidates():
    """Frequencies of small combinations, sorted."""
    combinations = []
    for earth, planet in itertools.product(range(-12, 13), repeat=2):
        for body in (0, 1, 3, 4, 5, 6, 7):
            combinations.append({EARTH: earth, body: planet})
    for moon, earth in itertools.product((1, 2), range(-3, 4)):
        combinations.append({MOON: moon, EARTH: earth})
    for earth, jupiter, saturn in itertools.product(range(-4, 5), range(-5, 6), range(-5, 6)):
        combinations.append({EARTH: earth, 4: jupiter, 5: saturn})
    for venus, earth, mars in itertools.product(range(-8, 9), range(-12, 13), range(-8, 9)):
        combinations.append({1: venus, EARTH: earth, 3: mars})
    found = {abs(round(sum(n * MOTIONS[b] for b, n in c.items()), 7)) for c in combinations}
    return np.array(sorted(w for w in found if w > 1))


def fit():
    days = np.arange(-325 * 365.25, 263.5 * 365.25, STEP)
    wanted = erfa.dtdb(J2000, days, 0.0, 0.0, 0.0, 0.0)
    time = days / 365250
    columns = [np.ones_like(time), time, time**2, time**3]
    terms = []  # (frequency, power of time)

    def add(frequency, power):
        terms.append((frequency, power))
        columns.append(time**power * np.cos(frequency * time))
        columns.append(time**power * np.sin(frequency * time))

    earth = MOTIONS[EARTH]
    for multiple, power in [(1, 0), (1, 1), (2, 0), (2, 1), (1, 2)]:
        add(multiple * earth, power)
    frequencies = candidates()
    size = 1 << 19
    spectrum_at = 2 * np.pi * np.fft.rfftfreq(size, time[1] - time[0])
    while True:
        matrix = np.stack(columns, 1)
        weights = np.linalg.solve(matrix.T @ matrix, matrix.T @ wanted)
        left = wanted - matrix @ weights
        if np.abs(left).max() < TARGET:
            return terms, weights, np.abs(left).max()
        spectrum = np.abs(np.fft.rfft(left * np.hanning(left.size), size))
        for _ in range(3):
            peak = spectrum.argmax()
            frequency = spectrum_at[peak]
            spectrum[max(0, peak - 12) : peak + 13] = 0
            nearest = frequencies[np.abs(frequencies - frequency).argmin()]
            if abs(nearest - frequency) < 2:
                frequency = nearest
            powers = [p for w, p in terms if abs(w - frequency) < 1]
            if not powers:
                add(frequency, 0)
            elif max(powers) < 2:
                add(next(w for w, _ in terms if abs(w - frequency) < 1), max(powers) + 1)


def main():
    terms, weights, worst = fit()
    print("// TDB - TT at the geocentre as a short series; made by")
    print(f"// tests/oracle/tdb_series.py with pyerfa {erfa.__version__}. Largest difference from")
    print(f"// ERFA's dtdb, 1675 to 2263: {worst * 1e6:.2f} us.")
    print("\n#ifndef COINCIDE_COVERAGE_TDB_TERMS_H_\n#define COINCIDE_COVERAGE_TDB_TERMS_H_\n")
    print("namespace coincide::internal {\n")
    print("// amplitude * T^power * sin(2 pi (turns * T + phase)), in seconds; T in Julian")
    print("// millennia of TT since J2000.")
    print(
        "struct TdbTerm {\n  double amplitude;\n  double turns;\n"
        "  double phase;\n  int power;\n};\n"
    )
    print("// clang-format off")
    powers = ", ".join(f"{w:.6e}" for w in weights[:4])
    print(f"inline constexpr double kTdbPolynomial[] = {{{powers}}};")
    print("inline constexpr TdbTerm kTdbTerms[] = {")
    rows = []
    for i, (frequency, power) in enumerate(terms):
        cosine, sine = weights[4 + 2 * i : 6 + 2 * i]
        phase = np.arctan2(cosine, sine) / (2 * np.pi) % 1
        rows.append((np.hypot(cosine, sine), frequency / (2 * np.pi), phase, power))
    for amplitude, turns, phase, power in sorted(rows):
        print(f"    {{{amplitude:.9e}, {turns:.11f}, {phase:.10f}, {power}}},")
    print("};\n// clang-format on\n\n}  // namespace coincide::internal")
    print("\n#endif  // COINCIDE_COVERAGE_TDB_TERMS_H_")


if __name__ == "__main__":
    main()
