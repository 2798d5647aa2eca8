"""Prints the expectations of tests/coverage/coverage_bytes_test.cc, XxHash64.EqualsTheReference.

Tool: python-xxhash 4.1.0 (the reference implementation in C): every tail length, with and
without lanes.
"""

import xxhash

TEXT = "The quick brown fox jumps over the lazy dog, and 0123456789 more of them follow it."


def main():
    for n in (0, 1, 3, 4, 7, 8, 12, 15, 31, 32, 33, 36, 63, 64, 77):
        seed = n % 3
        value = xxhash.xxh64_intdigest(TEXT[:n].encode(), seed=seed)
        print(f"  EXPECT_EQ(Hash(text.substr(0, {n}), {seed}), 0x{value:016X}u);")


if __name__ == "__main__":
    main()
