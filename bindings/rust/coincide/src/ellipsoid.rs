use std::os::raw::c_char;
use std::str::FromStr;

use coincide_sys as sys;

use crate::error::{Error, Result, check};

/// What latitudes are geodetic on.
///
/// ```
/// use coincide::Ellipsoid;
///
/// assert_eq!(Ellipsoid::default(), Ellipsoid::WGS84);
/// assert_eq!("grs80".parse::<Ellipsoid>()?.inverse_flattening(), 298.257222101);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipsoid {
    a: f64,
    inverse_flattening: f64,
}

impl Ellipsoid {
    /// The World Geodetic System 1984.
    pub const WGS84: Self = Self { a: 6378137.0, inverse_flattening: 298.257223563 };

    /// Semi-major axis in metres, > 0; inverse flattening 150 or more, or 0 for a sphere.
    ///
    /// ```
    /// assert!(coincide::Ellipsoid::new(3396190.0, 169.894447223612).is_ok()); // Mars
    /// assert!(coincide::Ellipsoid::new(-1.0, 0.0).is_err());
    /// ```
    pub fn new(a: f64, inverse_flattening: f64) -> Result<Self> {
        let made = Self { a, inverse_flattening };
        // SAFETY: the pointer is valid for the call.
        let area = unsafe { sys::coincide_cell_area(0, &made.raw()) };
        if area.is_nan() {
            return Err(Error::invalid(format!(
                "ellipsoid is ({a}, {inverse_flattening}): a > 0 metres, and an inverse \
                 flattening of 150 or more, or 0 for a sphere"
            )));
        }
        Ok(made)
    }

    /// Semi-major axis in metres.
    ///
    /// ```
    /// assert_eq!(coincide::Ellipsoid::WGS84.a(), 6378137.0);
    /// ```
    pub fn a(&self) -> f64 {
        self.a
    }

    /// 0 for a sphere.
    ///
    /// ```
    /// assert_eq!("sphere".parse::<coincide::Ellipsoid>()?.inverse_flattening(), 0.0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn inverse_flattening(&self) -> f64 {
        self.inverse_flattening
    }

    pub(crate) fn raw(&self) -> sys::coincide_ellipsoid {
        sys::coincide_ellipsoid { a: self.a, inverse_flattening: self.inverse_flattening }
    }

    pub(crate) fn from_raw(raw: sys::coincide_ellipsoid) -> Self {
        Self { a: raw.a, inverse_flattening: raw.inverse_flattening }
    }
}

impl Default for Ellipsoid {
    fn default() -> Self {
        Self::WGS84
    }
}

/// "WGS84", "GRS80" or "sphere", in any case.
impl FromStr for Ellipsoid {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let mut raw = Self::WGS84.raw();
        // SAFETY: the text has the length said, the output is one value.
        check(unsafe {
            sys::coincide_ellipsoid_from_name(name.as_ptr().cast::<c_char>(), name.len(), &mut raw)
        })?;
        Ok(Self::from_raw(raw))
    }
}
