use std::ops::{BitAnd, BitOr, BitXor, Not, Sub};

use super::Coverage;

macro_rules! operator {
    ($trait:ident, $method:ident, $named:ident) => {
        impl $trait<&Coverage> for &Coverage {
            type Output = Coverage;

            /// Panics if the ellipsoids differ.
            fn $method(self, other: &Coverage) -> Coverage {
                self.$named(other).unwrap_or_else(|error| panic!("{error}"))
            }
        }

        impl $trait<Coverage> for &Coverage {
            type Output = Coverage;

            fn $method(self, other: Coverage) -> Coverage {
                self.$method(&other)
            }
        }

        impl $trait<&Coverage> for Coverage {
            type Output = Coverage;

            fn $method(self, other: &Coverage) -> Coverage {
                (&self).$method(other)
            }
        }

        impl $trait for Coverage {
            type Output = Coverage;

            fn $method(self, other: Coverage) -> Coverage {
                (&self).$method(&other)
            }
        }
    };
}
operator!(BitOr, bitor, union);
operator!(BitAnd, bitand, intersection);
operator!(Sub, sub, difference);
operator!(BitXor, bitxor, symmetric_difference);

impl Not for &Coverage {
    type Output = Coverage;

    fn not(self) -> Coverage {
        self.complement()
    }
}

impl Not for Coverage {
    type Output = Coverage;

    fn not(self) -> Coverage {
        self.complement()
    }
}
