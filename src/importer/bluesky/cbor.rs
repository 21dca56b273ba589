//! DAG-CBOR (RFC 8949 as narrowed by IPLD): the few kinds of values it has, of definite length only.

use std::io::Write as _;

/// Nested lists and maps, at most.
const DEPTH: usize = 64;

/// A value, borrowed from its block.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    /// Wide enough for both signs of 64 bits.
    Whole(i128),
    Fraction(f64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(&'a str, Value<'a>)>),
    /// The bytes of a content identifier.
    Link(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The value that a block is; `None` when it is anything else, or more than one.
    pub(super) fn decode(block: &'a [u8]) -> Option<Value<'a>> {
        let mut reader = Reader { rest: block };
        let value = reader.value(0)?;
        reader.rest.is_empty().then_some(value)
    }

    /// The value under a key of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Map(pairs) => pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Writes the value as JSON. What links and bytes hold is left out: nothing reads it.
    pub(super) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Value::Bool(true) => out.extend_from_slice(b"true"),
            Value::Bool(false) => out.extend_from_slice(b"false"),
            Value::Whole(number) => write!(out, "{number}").expect("to memory"),
            Value::Fraction(number) if number.is_finite() => write!(out, "{number:?}").expect("to memory"),
            Value::Null | Value::Fraction(_) => out.extend_from_slice(b"null"),
            Value::Text(text) => serde_json::to_writer(out, text).expect("a text in memory is JSON"),
            Value::Bytes(_) => out.extend_from_slice(br#"{"$bytes":true}"#),
            Value::Link(_) => out.extend_from_slice(br#"{"$link":true}"#),
            Value::List(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    item.write_json(out);
                }
                out.push(b']');
            }
            Value::Map(pairs) => {
                out.push(b'{');
                for (index, (key, value)) in pairs.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    Value::Text(key).write_json(out);
                    out.push(b':');
                    value.write_json(out);
                }
                out.push(b'}');
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    /// The kind of the next value, the five bits that follow it, and the number they give.
    fn head(&mut self) -> Option<(u8, u8, u64)> {
        let first = *self.take(1)?.first()?;
        let (kind, short) = (first >> 5, first & 31);
        let number = match short {
            0..24 => u64::from(short),
            24..28 => self.take(1 << (short - 24))?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
            // Reserved, or of indefinite length.
            _ => return None,
        };
        Some((kind, short, number))
    }

    fn text(&mut self, bytes: u64) -> Option<&'a str> {
        std::str::from_utf8(self.take(usize::try_from(bytes).ok()?)?).ok()
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > DEPTH {
            return None;
        }
        let (kind, short, number) = self.head()?;
        Some(match kind {
            0 => Value::Whole(i128::from(number)),
            1 => Value::Whole(-1 - i128::from(number)),
            2 => Value::Bytes(self.take(usize::try_from(number).ok()?)?),
            3 => Value::Text(self.text(number)?),
            // Nothing is set aside for a length that is only claimed: each element takes a byte at least.
            4 => {
                let mut items = Vec::new();
                for _ in 0..number {
                    items.push(self.value(depth + 1)?);
                }
                Value::List(items)
            }
            5 => {
                let mut pairs = Vec::new();
                for _ in 0..number {
                    let (3, _, bytes) = self.head()? else { return None };
                    let key = self.text(bytes)?;
                    pairs.push((key, self.value(depth + 1)?));
                }
                Value::Map(pairs)
            }
            6 => match (number, self.value(depth + 1)?) {
                (42, Value::Bytes([0, link @ ..])) => Value::Link(link),
                _ => return None,
            },
            _ => match short {
                20 => Value::Bool(false),
                21 => Value::Bool(true),
                22 => Value::Null,
                27 => Value::Fraction(f64::from_bits(number)),
                _ => return None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(cbor: &[u8]) -> Option<String> {
        let mut out = Vec::new();
        Value::decode(cbor)?.write_json(&mut out);
        String::from_utf8(out).ok()
    }

    #[test]
    fn values_become_json() {
        let cbor = b"\xa3\x61a\x83\x01\x38\x63\xf4\x61b\x62\xc3\xa9\x61c\xd8\x2a\x43\x00\x01\x71";
        assert_eq!(json(cbor).as_deref(), Some(r#"{"a":[1,-100,false],"b":"é","c":{"$link":true}}"#));
        assert_eq!(json(b"\xfb\x3f\xf8\0\0\0\0\0\0").as_deref(), Some("1.5"));
        assert_eq!(json(b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff").as_deref(), Some("18446744073709551615"));
    }

    #[test]
    fn what_is_not_dag_cbor_is_refused() {
        for (cbor, why) in [
            (&b""[..], "empty"),
            (b"\x01\x01", "two values"),
            (b"\x9f\x01\xff", "indefinite list"),
            (b"\xa1\x01\x01", "a key that is no text"),
            (b"\xc1\x01", "another tag"),
            (b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", "a list longer than memory"),
            (b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", "bytes longer than memory"),
            (b"\x62\xc3\x28", "no UTF-8"),
            (&[0x81; 10_000], "too deep"),
            (b"\xf9\x3c\x00", "a short float"),
        ] {
            assert_eq!(json(cbor), None, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            json(&bytes);
        }
    }
}
