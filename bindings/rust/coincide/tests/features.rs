//! serde, geo-types and arrow.

#[cfg(feature = "serde")]
mod serde_feature {
    use coincide::{Cell, Coverage, Ellipsoid};

    #[test]
    fn people_read_text() {
        let cell = Cell::from_nested(6, 19456).unwrap();
        assert_eq!(serde_json::to_string(&cell).unwrap(), "\"5411111\"");
        assert_eq!(serde_json::from_str::<Cell>("\"5411111\"").unwrap(), cell);
        assert!(serde_json::from_str::<Cell>("\"777\"").is_err());
        let c: Coverage = "3/1 4-6 10/".parse().unwrap();
        let json = serde_json::to_string(&c).unwrap();
        assert_eq!(json, r#"{"moc":"3/1 4-6 10/"}"#);
        assert_eq!(serde_json::from_str::<Coverage>(&json).unwrap(), c);
        let mars = Ellipsoid::new(3396190.0, 169.894447223612).unwrap();
        let c = Coverage::from_moc(b"3/1", true, &mars).unwrap().coverage;
        let json = serde_json::to_string(&c).unwrap();
        assert_eq!(serde_json::from_str::<Coverage>(&json).unwrap(), c);
        assert!(serde_json::from_str::<Coverage>(r#"{"moc":"3/4 1"}"#).is_err());
    }
}

#[cfg(feature = "geo-types")]
mod geo_feature {
    use coincide::{CoverOptions, Edges, cover, cover_box, cover_polygon};
    use geo_types::{
        Coord, Geometry, GeometryCollection, LineString, MultiPolygon, Point, Polygon, Rect,
    };

    fn ring(places: &[(f64, f64)]) -> LineString<f64> {
        places.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    #[test]
    fn polygons_are_those_of_arrays() {
        let outer = [(0.0, 50.0), (20.0, 50.0), (20.0, 60.0), (0.0, 60.0)];
        let hole = [(5.0, 52.0), (15.0, 52.0), (10.0, 57.0)];
        let polygon = Polygon::new(ring(&outer), vec![ring(&hole)]);
        let lon: Vec<f64> = outer.iter().chain(&hole).map(|at| at.0).collect();
        let lat: Vec<f64> = outer.iter().chain(&hole).map(|at| at.1).collect();
        let options = CoverOptions::default();
        let expected = cover_polygon(&lon, &lat, &[0, 4, 7], 7, &options).unwrap();
        let shapes = [
            Geometry::from(polygon.clone()),
            Geometry::from(MultiPolygon::new(vec![polygon.clone()])),
            Geometry::GeometryCollection(GeometryCollection::new_from(vec![polygon.into()])),
        ];
        for shape in shapes {
            let got = cover(&shape, 7, &options).unwrap();
            assert_eq!(got.outer, expected.outer);
            assert_eq!(got.inner, expected.inner);
        }
    }

    #[test]
    fn a_rectangle_in_degrees_is_a_box() {
        let shape = Rect::new(Coord { x: 1.0, y: 2.0 }, Coord { x: 11.0, y: 9.0 });
        let options = CoverOptions { edges: Edges::LonLat, ..Default::default() };
        let got = cover(&shape.into(), 8, &options).unwrap();
        let expected = cover_box(1.0, 2.0, 11.0, 9.0, 8, &options).unwrap();
        assert_eq!(got.outer, expected.outer);
        assert!(cover(&Geometry::from(Point::new(0.0, 91.0)), 8, &options).is_err());
    }
}

#[cfg(feature = "arrow")]
mod arrow_feature {
    use arrow_array::builder::{ListBuilder, UInt64Builder};
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type};
    use arrow_array::{ArrayRef, Int64Array};
    use arrow_schema::{DataType, Field};
    use coincide::{Coverage, CoverageColumn, Tracks, crossings};

    #[test]
    fn columns_go_there_and_back() {
        let rows: Vec<Coverage> =
            ["3/1 4-6", "3/", "9/77"].iter().map(|text| text.parse().unwrap()).collect();
        let column = CoverageColumn::new(&rows).unwrap();
        let (field, array) = column.to_arrow("cover").unwrap();
        assert_eq!(field.metadata()["ARROW:extension:name"], "coincide.coverage");
        drop(column); // The array keeps the memory.
        let back = CoverageColumn::from_arrow(&field, &array).unwrap();
        drop(array);
        assert_eq!(back, CoverageColumn::new(&rows).unwrap());
    }

    #[test]
    fn a_slice_of_an_array_is_its_rows() {
        let rows: Vec<Coverage> =
            ["3/1 4-6", "3/", "9/77", "5/1-3 9"].iter().map(|text| text.parse().unwrap()).collect();
        let (field, array) = CoverageColumn::new(&rows).unwrap().to_arrow("cover").unwrap();
        for begin in 0..rows.len() {
            for end in begin..=rows.len() {
                let part = array.slice(begin, end - begin);
                let back = CoverageColumn::from_arrow(&field, &part).unwrap();
                assert_eq!(back.len(), end - begin);
                for (i, row) in rows[begin..end].iter().enumerate() {
                    assert!(back.row(i).unwrap().same_place(row), "row {i} from {begin}");
                }
            }
        }
    }

    #[test]
    fn other_arrays_are_errors() {
        let (field, _) =
            CoverageColumn::new(&["3/1".parse().unwrap()]).unwrap().to_arrow("cover").unwrap();
        let numbers: ArrayRef = std::sync::Arc::new(Int64Array::from(vec![1, 2, 3]));
        assert!(CoverageColumn::from_arrow(&field, &numbers).is_err());
        let plain = Field::new("n", DataType::Int64, true);
        assert!(CoverageColumn::from_arrow(&plain, &numbers).is_err());
        // Leaves that are no ranges, of the right type.
        let DataType::List(item) = field.data_type() else {
            panic!("{:?}", field.data_type());
        };
        for leaves in [vec![5, 4], vec![1, 2, 3], vec![0, u64::MAX], vec![4, 8, 0, 2]] {
            let mut row = ListBuilder::new(UInt64Builder::new()).with_field(item.clone());
            row.values().append_slice(&leaves);
            row.append(true);
            let list: ArrayRef = std::sync::Arc::new(row.finish());
            assert!(CoverageColumn::from_arrow(&field, &list).is_err(), "{leaves:?}");
        }
    }

    #[test]
    fn tables_are_record_batches() {
        let a = Tracks { lon: &[9.98, 10.01], lat: &[0.0, 0.0], ..Default::default() };
        let b = Tracks { lon: &[10.0, 10.0], lat: &[-0.01, 0.02], ..Default::default() };
        let found = crossings(&a, &b, &Default::default()).unwrap();
        let batch = found.rows.to_record_batch().unwrap();
        let lon = batch.column_by_name("lon").unwrap().as_primitive::<Float64Type>().clone();
        drop(found);
        assert!((lon.value(0) - 10.0).abs() < 1e-11);
        let seg = batch.column_by_name("seg_a").unwrap().as_primitive::<Int64Type>();
        assert_eq!(seg.value(0), 0);
    }
}
