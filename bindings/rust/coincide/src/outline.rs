use std::ptr;

use coincide_sys as sys;

use crate::buffer::Buffer;
use crate::coverage::Coverage;
use crate::error::{Result, check};

// SAFETY, of all calls below: the handle is live and a coverage; outputs have the place that is
// written.

impl Coverage {
    fn outline(&self, form: i32) -> Result<Buffer> {
        Buffer::make(|out| unsafe {
            sys::coincide_coverage_outline(self.id(), form, ptr::null(), out)
        })
    }

    /// Its outline as one multipolygon in well-known binary: valid, cut along the antimeridian
    /// and closed at the poles, its edges straight in degrees and within 1 % of the width of its
    /// smallest cell.
    ///
    /// ```
    /// use coincide::{CoverOptions, Edges};
    /// let c: coincide::Coverage = "2/70".parse()?;
    /// let options = CoverOptions { edges: Edges::LonLat, ..Default::default() };
    /// let again = coincide::cover_wkb(&c.to_wkb()?, 8, &options)?;
    /// assert!(again.outer.jaccard(&c)? > 0.9);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_wkb(&self) -> Result<Vec<u8>> {
        Ok(self.outline(sys::COINCIDE_OUTLINE_WKB)?.to_vec())
    }

    /// The same as well-known text.
    ///
    /// ```
    /// assert!("0/4".parse::<coincide::Coverage>()?.to_wkt()?.starts_with("MULTIPOLYGON"));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_wkt(&self) -> Result<String> {
        Ok(self.outline(sys::COINCIDE_OUTLINE_WKT)?.into_text())
    }

    /// The same as a GeoJSON geometry.
    ///
    /// ```
    /// let none = coincide::Coverage::empty(3)?.to_geojson()?;
    /// assert_eq!(none, r#"{"type":"MultiPolygon","coordinates":[]}"#);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_geojson(&self) -> Result<String> {
        Ok(self.outline(sys::COINCIDE_OUTLINE_GEOJSON)?.into_text())
    }

    /// The smallest box round it: [west, south, east, north], west > east across the
    /// antimeridian; `None` if it is empty.
    ///
    /// ```
    /// use coincide::Coverage;
    /// let [west, south, east, north] = "0/4".parse::<Coverage>()?.bounds()?.unwrap();
    /// assert!((west + 45.0).abs() < 1e-9 && (east - 45.0).abs() < 1e-9);
    /// assert!((south + north).abs() < 1e-9);
    /// assert_eq!(Coverage::empty(0)?.bounds()?, None);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn bounds(&self) -> Result<Option<[f64; 4]>> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut bounds = [0.0; 4];
        check(unsafe { sys::coincide_coverage_bounds(self.id(), bounds.as_mut_ptr()) })?;
        Ok(Some(bounds))
    }
}
