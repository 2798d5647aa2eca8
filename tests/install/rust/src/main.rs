//! Cells, a cover, pairs of samples and one error, through the installed library.

use coincide::{Cell, CoverOptions, MatchOptions, Samples, cover_box, match_points};

fn main() -> coincide::Result<()> {
    assert_eq!(coincide::library_version(), "0.1.0");
    // What the README has of McMurdo.
    let mcmurdo = Cell::at(166.67, -77.85, 10)?;
    assert_eq!(mcmurdo.nested(), 9460783);
    let ross = cover_box(160.0, -79.0, 180.0, -77.0, 10, &CoverOptions::default())?.outer;
    assert!(ross.contains_cell(mcmurdo));
    // A degree of the equator: 111,319.49 m.
    let a = Samples { lon: &[0.0], lat: &[0.0], time_ns: None };
    let b = Samples { lon: &[1.0], lat: &[0.0], time_ns: None };
    let pairs = match_points(&a, &b, &MatchOptions::within(112_000.0))?;
    assert!((pairs.distance_m[0] - 111_319.49).abs() < 0.01);
    assert!(cover_box(0.0, 10.0, 1.0, -10.0, 9, &CoverOptions::default()).is_err());
    Ok(())
}
