use coincide_sys as sys;

use crate::ellipsoid::Ellipsoid;

/// What lies between two vertices.
///
/// ```
/// use coincide::{CoverOptions, Edges, cover_lines};
/// // Straight in degrees, a parallel at 80 north; the geodesic passes far north of it.
/// let (lon, lat) = ([0.0, 90.0], [80.0, 80.0]);
/// let parallel = CoverOptions { edges: Edges::LonLat, ..Default::default() };
/// let a = cover_lines(&lon, &lat, &[0, 2], 6, &parallel)?;
/// let b = cover_lines(&lon, &lat, &[0, 2], 6, &CoverOptions::default())?;
/// assert!(a.jaccard(&b)? < 0.5);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edges {
    /// The shortest path on the ellipsoid.
    #[default]
    Geodesic,
    /// The shorter great circle of the authalic sphere.
    GreatCircle,
    /// Straight in degrees: GeoJSON.
    LonLat,
}

/// Which side of a ring is its interior.
///
/// ```
/// use coincide::{CoverOptions, Orientation, cover_polygon};
/// let (lon, lat) = ([0.0, 0.0, 10.0], [0.0, 10.0, 0.0]); // clockwise
/// let all_but = CoverOptions { orientation: Orientation::CounterClockwise, ..Default::default() };
/// assert!(cover_polygon(&lon, &lat, &[0, 3], 5, &all_but)?.inner.fraction() > 0.9);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// The smaller part, whatever the winding.
    #[default]
    Smaller,
    /// The part on the left of each ring.
    CounterClockwise,
}

/// How geometries are covered.
///
/// ```
/// use coincide::{CoverOptions, Edges, Ellipsoid};
/// let options = CoverOptions { edges: Edges::LonLat, ..Default::default() };
/// assert_eq!(options.ellipsoid, Ellipsoid::WGS84);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoverOptions {
    /// What lies between vertices.
    pub edges: Edges,
    /// Which side of rings is inside.
    pub orientation: Orientation,
    /// What latitudes are geodetic on.
    pub ellipsoid: Ellipsoid,
}

/// The options as the library takes them.
pub(crate) struct RawOptions {
    pub edges: i32,
    pub orientation: i32,
    pub earth: sys::coincide_ellipsoid,
}

impl CoverOptions {
    pub(crate) fn raw(&self) -> RawOptions {
        RawOptions {
            edges: self.edges.raw(),
            orientation: self.orientation.raw(),
            earth: self.ellipsoid.raw(),
        }
    }
}

impl Edges {
    pub(crate) fn raw(self) -> i32 {
        match self {
            Self::Geodesic => sys::COINCIDE_GEODESIC,
            Self::GreatCircle => sys::COINCIDE_GREAT_CIRCLE,
            Self::LonLat => sys::COINCIDE_LONLAT,
        }
    }
}

impl Orientation {
    fn raw(self) -> i32 {
        match self {
            Self::Smaller => sys::COINCIDE_SMALLER,
            Self::CounterClockwise => sys::COINCIDE_CCW,
        }
    }
}
