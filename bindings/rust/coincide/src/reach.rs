use coincide_sys as sys;

use crate::cover::OuterInner;
use crate::cover_options::CoverOptions;
use crate::coverage::Coverage;
use crate::ellipsoid::Ellipsoid;
use crate::encode::equal_lengths;
use crate::error::Result;

/// What a corridor does at the ends of its line.
///
/// ```
/// assert_eq!(coincide::LineCap::default(), coincide::LineCap::Round);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineCap {
    /// Goes on round the end vertices.
    #[default]
    Round,
    /// Ends at right angles to the line.
    Flat,
}

/// An ellipse on the ground: one semi-axis along an azimuth, one across it.
///
/// ```
/// use coincide::GroundEllipse;
/// let spot = GroundEllipse { lon: 10.0, lat: 0.0, semi_a_m: 2e5, semi_b_m: 1e5, azimuth: 90.0 };
/// let cover = coincide::cover_ellipse(&spot, 9, &Default::default())?;
/// let far = coincide::encode(&[11.5, 10.0], &[0.0, 1.5], Some(9))?;
/// assert_eq!(cover.outer.contains_cells(&far), [true, false]);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroundEllipse {
    /// Longitude of the centre.
    pub lon: f64,
    /// Latitude of the centre.
    pub lat: f64,
    /// Metres along the azimuth, up to 19,900 km.
    pub semi_a_m: f64,
    /// Metres across it.
    pub semi_b_m: f64,
    /// Degrees clockwise from north.
    pub azimuth: f64,
}

impl LineCap {
    fn raw(self) -> i32 {
        match self {
            Self::Round => sys::COINCIDE_CAP_ROUND,
            Self::Flat => sys::COINCIDE_CAP_FLAT,
        }
    }
}

// SAFETY, of all calls below: arrays are passed with their lengths, equal ones checked; handles
// are live and of their kind.

/// The places within a geodesic distance in metres of one place.
///
/// ```
/// // A degree of the equator is 111,319 m.
/// let cover = coincide::cover_cone(180.0, 0.0, 111_319.0, 10, &Default::default())?;
/// let cells = coincide::encode(&[-179.1, -178.9], &[0.0, 0.0], Some(10))?;
/// assert_eq!(cover.inner.contains_cells(&cells), [true, false]);
/// assert_eq!(cover.outer.contains_cells(&cells), [true, false]);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_cone(
    lon: f64,
    lat: f64,
    radius_m: f64,
    order: u8,
    ellipsoid: &Ellipsoid,
) -> Result<OuterInner> {
    let earth = ellipsoid.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_cone(lon, lat, radius_m, i32::from(order), &earth, outer, inner)
    })
}

/// The places within an ellipse: see [`GroundEllipse`].
///
/// ```
/// use coincide::{GroundEllipse, cover_cone, cover_ellipse};
/// let round = GroundEllipse { lon: 5.0, lat: 70.0, semi_a_m: 5e4, semi_b_m: 5e4, azimuth: 30.0 };
/// let a = cover_ellipse(&round, 9, &Default::default())?;
/// let b = cover_cone(5.0, 70.0, 5e4, 9, &Default::default())?;
/// assert_eq!(a.outer, b.outer);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_ellipse(
    ellipse: &GroundEllipse,
    order: u8,
    ellipsoid: &Ellipsoid,
) -> Result<OuterInner> {
    let earth = ellipsoid.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_ellipse(
            ellipse.lon,
            ellipse.lat,
            ellipse.semi_a_m,
            ellipse.semi_b_m,
            ellipse.azimuth,
            i32::from(order),
            &earth,
            outer,
            inner,
        )
    })
}

/// A line with half-widths in metres (left, right) of the direction of travel, 0 to 1,000 km.
///
/// ```
/// use coincide::{LineCap, cover_corridor};
/// // Eastward: left is north.
/// let (lon, lat) = ([0.0, 2.0], [0.0, 0.0]);
/// let swath = cover_corridor(&lon, &lat, (5e4, 2e4), 9, LineCap::Flat, &Default::default())?;
/// let sides = coincide::encode(&[1.0, 1.0], &[0.3, -0.5], Some(9))?;
/// assert_eq!(swath.outer.contains_cells(&sides), [true, false]);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_corridor(
    lon: &[f64],
    lat: &[f64],
    (left_m, right_m): (f64, f64),
    order: u8,
    cap: LineCap,
    options: &CoverOptions,
) -> Result<OuterInner> {
    equal_lengths(lon, lat)?;
    let raw = options.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_corridor(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            left_m,
            right_m,
            cap.raw(),
            i32::from(order),
            raw.edges,
            &raw.earth,
            outer,
            inner,
        )
    })
}

/// A geometry in well-known binary, grown by so many metres; less than 0: worn away.
///
/// ```
/// let mut wkb = vec![1, 1, 0, 0, 0]; // a little-endian point
/// wkb.extend(10f64.to_le_bytes());
/// wkb.extend(50f64.to_le_bytes());
/// let a = coincide::cover_wkb_buffered(&wkb, 5e4, 8, &Default::default())?;
/// let b = coincide::cover_cone(10.0, 50.0, 5e4, 8, &Default::default())?;
/// assert!(a.outer.contains(&b.outer)?); // a buffer is as right, and a little looser
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_wkb_buffered(
    wkb: &[u8],
    metres: f64,
    order: u8,
    options: &CoverOptions,
) -> Result<OuterInner> {
    let raw = options.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_wkb_buffered(
            wkb.as_ptr(),
            wkb.len(),
            metres,
            i32::from(order),
            raw.edges,
            raw.orientation,
            &raw.earth,
            outer,
            inner,
        )
    })
}

impl Coverage {
    /// Grown by so many metres in cells of an order, its own if `None`; less than 0: worn away.
    ///
    /// ```
    /// let c: coincide::Coverage = "9/1000000".parse()?;
    /// let grown = c.buffer(50_000.0, None)?;
    /// assert!(grown.contains(&c)? && grown.area_m2() > 7.8e9); // pi (50 km)^2
    /// assert!(grown.buffer(-60_000.0, None)?.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn buffer(&self, metres: f64, order: Option<u8>) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_buffer(self.id(), metres, order.map_or(-1, i32::from), out)
        })
    }
}
