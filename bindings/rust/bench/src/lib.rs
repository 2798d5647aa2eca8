//! What the benchmarks have in common.

use coincide::Cell;

/// Longitudes and latitudes all over the Earth, no two neighbours near each other.
pub fn places(n: usize) -> (Vec<f64>, Vec<f64>) {
    let golden = 0.618_033_988_749_894_9;
    (0..n)
        .map(|i| {
            let z = (2 * i + 1) as f64 / n as f64 - 1.0;
            ((i as f64 * golden).fract() * 360.0 - 180.0, z.asin().to_degrees())
        })
        .unzip()
}

/// The cells of such places.
pub fn cells(lon: &[f64], lat: &[f64], order: u8) -> Vec<Cell> {
    coincide::encode(lon, lat, Some(order)).expect("places are valid")
}
