//! The vector files that all languages share: same input, same answers.

use std::fs;
use std::path::PathBuf;

use coincide::{Cell, Coverage, Ellipsoid};
use serde_json::Value;

/// The folder, in the repository; a crate alone has none.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors");
    if !folder.exists() {
        eprintln!("skipped: no tests/vectors beside this crate");
        return None;
    }
    Some(folder)
}

fn rows(name: &str) -> Option<(Value, Vec<Vec<Value>>)> {
    let text = fs::read_to_string(folder()?.join(name)).expect("a vector file");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let rows = file["rows"].as_array().expect("rows").iter();
    let rows: Vec<Vec<Value>> = rows.map(|row| row.as_array().unwrap().clone()).collect();
    assert!(rows.len() > 30, "{name} has few rows");
    Some((file, rows))
}

/// A whole number, or one as text in decimal or as 0x..
fn whole(value: &Value) -> u64 {
    match value {
        Value::String(text) => match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).unwrap(),
            None => text.parse().unwrap(),
        },
        number => number.as_u64().unwrap(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// C's hexadecimal form, exactly.
fn real(value: &Value) -> f64 {
    let text = text(value);
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (digits, exponent) = text.strip_prefix("0x").unwrap().split_once('p').unwrap();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa = u64::from_str_radix(&format!("{whole}{fraction}"), 16).unwrap();
    let power = exponent.parse::<i32>().unwrap() - 4 * fraction.len() as i32;
    // The mantissa has 53 bits; two steps keep small numbers exact.
    sign * mantissa as f64 * 2f64.powi(power / 2) * 2f64.powi(power - power / 2)
}

#[test]
fn cells_in_every_numbering() {
    let Some((_, rows)) = rows("cells.json") else { return };
    for row in rows {
        let order = whole(&row[0]) as u8;
        let cell = Cell::from_nested(order, whole(&row[1])).unwrap();
        assert_eq!(cell.word(), whole(&row[2]));
        assert_eq!(cell.to_string(), text(&row[3]));
        assert_eq!(text(&row[3]).parse::<Cell>().unwrap(), cell);
        assert_eq!(cell.ring(), whole(&row[4]));
        assert_eq!(Cell::from_ring(order, whole(&row[4])), Some(cell));
        assert_eq!(cell.nuniq(), whole(&row[5]));
        assert_eq!(Cell::from_nuniq(whole(&row[5])), Some(cell));
        assert_eq!(cell.zuniq(), whole(&row[6]));
        assert_eq!(Cell::from_zuniq(whole(&row[6])), Some(cell));
        assert_eq!(u64::from(cell.base_cell()), whole(&row[7]));
    }
}

#[test]
fn golden_cells() {
    let Some((_, rows)) = rows("golden_cells.json") else { return };
    for row in rows {
        let cell = if whole(&row[3]) != 0 {
            Cell::from_leaf(whole(&row[4]))
        } else {
            Cell::from_nested(whole(&row[1]) as u8, whole(&row[4]))
        };
        assert_eq!(cell.unwrap().word(), whole(&row[5]));
        assert_eq!(cell.unwrap().to_string(), text(&row[6]));
    }
}

#[test]
fn points() {
    for name in ["points_wgs84.json", "points_sphere.json"] {
        let Some((file, rows)) = rows(name) else { return };
        let earth = Ellipsoid::new(real(&file["a"]), real(&file["inverse_flattening"])).unwrap();
        for row in rows {
            let (lon, lat) = (real(&row[0]), real(&row[1]));
            let id = Cell::at_on(lon, lat, None, &earth).unwrap().nested();
            let others = row[4].as_array().unwrap();
            // Another id is one within 10 nm too.
            assert!(
                id == whole(&row[2]) || others.iter().any(|other| whole(other) == id),
                "{lon}, {lat}"
            );
        }
    }
}

#[test]
fn neighbors() {
    let Some((_, rows)) = rows("neighbors.json") else { return };
    for row in rows {
        let order = whole(&row[0]) as u8;
        let cell = Cell::from_nested(order, whole(&row[1])).unwrap();
        for (near, expected) in cell.neighbors().iter().zip(&row[2..]) {
            let index = expected.as_i64().or_else(|| expected.as_str()?.parse().ok()).unwrap();
            let expected = u64::try_from(index).ok().and_then(|i| Cell::from_nested(order, i));
            assert_eq!(*near, expected);
        }
    }
}

#[test]
fn zones() {
    let Some((_, rows)) = rows("ogc_zones.json") else { return };
    for row in rows {
        let cell = Cell::from_nested(whole(&row[0]) as u8, whole(&row[1])).unwrap();
        if cell.order() > 25 {
            assert!(cell.to_ogc().is_err());
            continue;
        }
        assert_eq!(cell.to_ogc().unwrap(), text(&row[2]));
        assert_eq!(Cell::from_ogc(text(&row[2])).unwrap(), cell);
    }
}

#[test]
fn moc_files() {
    let Some((_, rows)) = rows("moc.json") else { return };
    let mut read = 0;
    for row in rows.iter().filter(|row| text(&row[1]) == "S") {
        let path = folder().unwrap().join("moc").join(text(&row[0]));
        let bytes = fs::read(path).unwrap();
        let moc = Coverage::from_moc(&bytes, false, &Ellipsoid::WGS84).unwrap();
        assert_eq!(u64::from(moc.coverage.order()), whole(&row[2]));
        assert_eq!(moc.coverage, text(&row[4]).parse().unwrap(), "{}", text(&row[0]));
        let strict = Coverage::from_moc(&bytes, true, &Ellipsoid::WGS84);
        assert_eq!(strict.is_err(), !text(&row[5]).is_empty());
        assert_eq!(moc.repairs.is_empty(), text(&row[5]).is_empty());
        read += 1;
    }
    assert!(read > 30);
}
