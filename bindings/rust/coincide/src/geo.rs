use geo_types::{Coord, Geometry, LineString, Polygon};

use crate::cover::{OuterInner, cover_wkb, cover_wkb_within};
use crate::cover_options::CoverOptions;
use crate::coverage::{Coverage, Kind};
use crate::error::Result;

/// Covers a geometry of geo-types at an order: x is the longitude, y the latitude.
///
/// ```
/// use geo_types::polygon;
/// let box_ = polygon![(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0), (x: 0.0, y: 10.0)];
/// let c = coincide::cover(&box_.into(), 6, &Default::default())?;
/// assert!(c.inner.contains_cell(coincide::Cell::at(5.0, 5.0, 6)?));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover(geometry: &Geometry<f64>, order: u8, options: &CoverOptions) -> Result<OuterInner> {
    cover_wkb(&to_wkb(geometry), order, options)
}

/// The same in at most `max_cells` cells of any order.
///
/// ```
/// use coincide::Kind;
/// use geo_types::line_string;
/// let line = line_string![(x: 0.0, y: 0.0), (x: 10.0, y: 10.0)];
/// let c = coincide::cover_within(&line.into(), 40, Kind::Outer, &Default::default())?;
/// assert!(c.cells().len() <= 40);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_within(
    geometry: &Geometry<f64>,
    max_cells: usize,
    kind: Kind,
    options: &CoverOptions,
) -> Result<Coverage> {
    cover_wkb_within(&to_wkb(geometry), max_cells, kind, options)
}

fn to_wkb(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut out = Vec::new();
    write(geometry, &mut out);
    out
}

fn begin(kind: u32, out: &mut Vec<u8>) {
    out.push(1); // Little-endian.
    out.extend(kind.to_le_bytes());
}

fn count(n: usize, out: &mut Vec<u8>) {
    out.extend(u32::try_from(n).expect("fewer than 2^32 vertices").to_le_bytes());
}

fn vertex(at: Coord<f64>, out: &mut Vec<u8>) {
    out.extend(at.x.to_le_bytes());
    out.extend(at.y.to_le_bytes());
}

fn vertices(line: &LineString<f64>, out: &mut Vec<u8>) {
    count(line.0.len(), out);
    line.0.iter().for_each(|at| vertex(*at, out));
}

fn line(line: &LineString<f64>, out: &mut Vec<u8>) {
    begin(2, out);
    vertices(line, out);
}

/// geo-types closes rings itself.
fn polygon(polygon: &Polygon<f64>, out: &mut Vec<u8>) {
    begin(3, out);
    let rings: Vec<_> = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .filter(|ring| !ring.0.is_empty())
        .collect();
    count(rings.len(), out);
    for ring in rings {
        vertices(ring, out);
    }
}

fn write(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            begin(1, out);
            vertex(point.0, out);
        }
        Geometry::Line(segment) => line(&LineString::new(vec![segment.start, segment.end]), out),
        Geometry::LineString(string) => line(string, out),
        Geometry::Polygon(shape) => polygon(shape, out),
        Geometry::Rect(shape) => polygon(&shape.to_polygon(), out),
        Geometry::Triangle(shape) => polygon(&shape.to_polygon(), out),
        Geometry::MultiPoint(points) => {
            begin(4, out);
            count(points.0.len(), out);
            points.0.iter().for_each(|point| write(&Geometry::Point(*point), out));
        }
        Geometry::MultiLineString(lines) => {
            begin(5, out);
            count(lines.0.len(), out);
            lines.0.iter().for_each(|string| line(string, out));
        }
        Geometry::MultiPolygon(polygons) => {
            begin(6, out);
            count(polygons.0.len(), out);
            polygons.0.iter().for_each(|shape| polygon(shape, out));
        }
        Geometry::GeometryCollection(parts) => {
            begin(7, out);
            count(parts.0.len(), out);
            parts.0.iter().for_each(|part| write(part, out));
        }
    }
}
