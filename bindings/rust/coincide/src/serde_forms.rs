//! serde: for people a cell is its text and a coverage its MOC with its ellipsoid; for machines a
//! cell is its word and a coverage its bytes.

use serde::de::{Error as _, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

use crate::{Cell, Coverage, Ellipsoid};

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u64(self.word())
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        } else {
            let word = u64::deserialize(deserializer)?;
            Self::from_word(word)
                .ok_or_else(|| D::Error::custom(format!("{word:#x} is no cell or point")))
        }
    }
}

/// What people read: the ellipsoid only where it is not WGS84.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Readable {
    moc: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ellipsoid: Option<(f64, f64)>,
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let earth = self.ellipsoid();
            let named =
                (earth != Ellipsoid::WGS84).then(|| (earth.a(), earth.inverse_flattening()));
            Readable { moc: self.to_string(), ellipsoid: named }.serialize(serializer)
        } else {
            serializer.serialize_bytes(&self.to_bytes().map_err(S::Error::custom)?)
        }
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Coverage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a coverage")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Coverage, E> {
        Coverage::from_bytes(bytes).map_err(E::custom)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Coverage, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        self.visit_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Coverage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return deserializer.deserialize_bytes(BytesVisitor);
        }
        let readable = Readable::deserialize(deserializer)?;
        let ellipsoid = match readable.ellipsoid {
            None => Ellipsoid::WGS84,
            Some((a, flattening)) => Ellipsoid::new(a, flattening).map_err(D::Error::custom)?,
        };
        let read = Self::from_moc(readable.moc.as_bytes(), true, &ellipsoid);
        Ok(read.map_err(D::Error::custom)?.coverage)
    }
}
