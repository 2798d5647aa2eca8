//! What the benchmarks have in common.

use std::time::Duration;

use coincide::Cell;
use criterion::Criterion;

mod cpu_time;

pub use cpu_time::CpuTime;

/// How all are measured.
pub fn config() -> Criterion<CpuTime> {
    Criterion::default()
        .with_measurement(CpuTime)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
}

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
