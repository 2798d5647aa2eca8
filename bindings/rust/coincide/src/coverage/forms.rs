use std::fmt;
use std::str::FromStr;

use coincide_sys as sys;

use super::Coverage;
use crate::buffer::Buffer;
use crate::ellipsoid::Ellipsoid;
use crate::error::{Error, Result};

/// A coverage that was read from a MOC, and what was repaired, a line each.
///
/// ```
/// let read = coincide::Coverage::from_moc(b"3/4,1", false, &Default::default())?;
/// assert_eq!(read.coverage.to_string(), "3/1 4");
/// assert_eq!(read.repairs.len(), 2);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MocRead {
    /// What it says.
    pub coverage: Coverage,
    /// What breaks the standard, in words.
    pub repairs: Vec<String>,
}

// SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
// passed with their lengths; outputs are places for one value.

impl Coverage {
    /// What [`Coverage::to_bytes`] gave.
    ///
    /// ```
    /// use coincide::Coverage;
    /// let c: Coverage = "3/1".parse()?;
    /// assert_eq!(Coverage::from_bytes(&c.to_bytes()?)?, c);
    /// assert!(Coverage::from_bytes(b"no").is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_from_bytes(bytes.as_ptr(), bytes.len(), out)
        })
    }

    /// A MOC of space: FITS, JSON or ASCII. Strict: what breaks the standard is an error.
    ///
    /// ```
    /// use coincide::{Coverage, Ellipsoid};
    /// let json = br#"{"3":[1,4,5,6]}"#;
    /// let read = Coverage::from_moc(json, true, &Ellipsoid::WGS84)?;
    /// assert_eq!(read.coverage.to_string(), "3/1 4-6");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_moc(bytes: &[u8], strict: bool, ellipsoid: &Ellipsoid) -> Result<MocRead> {
        let raw = ellipsoid.raw();
        let mut repairs = 0;
        let coverage = Self::make(|out| unsafe {
            sys::coincide_coverage_from_moc(
                bytes.as_ptr(),
                bytes.len(),
                i32::from(strict),
                &raw,
                out,
                &mut repairs,
            )
        })?;
        let text = Buffer::adopt(repairs).into_text();
        Ok(MocRead { coverage, repairs: text.lines().map(str::to_owned).collect() })
    }

    fn bytes_of(&self, make: impl FnOnce(u64, *mut u64) -> i32) -> Result<Buffer> {
        Buffer::make(|out| make(self.id(), out))
    }

    /// Bytes that are equal if coverages are: to store and to send.
    ///
    /// ```
    /// assert!(coincide::Coverage::full(3)?.to_bytes()?.starts_with(b"coincov\0"));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(self.bytes_of(|id, out| unsafe { sys::coincide_coverage_to_bytes(id, out) })?.to_vec())
    }

    /// Bytes that compare as coverages do.
    ///
    /// ```
    /// let [a, b]: [coincide::Coverage; 2] = ["3/1".parse()?, "3/2".parse()?];
    /// assert_eq!(a.sort_key()?.cmp(&b.sort_key()?), a.cmp(&b));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn sort_key(&self) -> Result<Vec<u8>> {
        Ok(self.bytes_of(|id, out| unsafe { sys::coincide_coverage_sort_key(id, out) })?.to_vec())
    }

    /// The MOC in JSON.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/1 4-6 10/".parse()?;
    /// assert_eq!(c.to_json()?, r#"{"3":[1,4,5,6],"10":[]}"#);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<String> {
        let form = sys::COINCIDE_MOC_JSON;
        Ok(self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })?
            .into_text())
    }

    /// The MOC as a FITS file.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/1".parse()?;
    /// assert_eq!(c.to_fits()?.len() % 2880, 0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_fits(&self) -> Result<Vec<u8>> {
        let form = sys::COINCIDE_MOC_FITS;
        Ok(self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })?
            .to_vec())
    }
}

/// The MOC in ASCII.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = sys::COINCIDE_MOC_ASCII;
        let text = self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })
            .map_err(|_| fmt::Error)?
            .into_text();
        f.pad(&text)
    }
}

/// A MOC in ASCII or JSON, on WGS84; what breaks the standard is repaired where it can be.
impl FromStr for Coverage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(Self::from_moc(text.as_bytes(), false, &Ellipsoid::WGS84)?.coverage)
    }
}
