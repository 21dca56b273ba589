//! Where a photo was taken, as its file says: EXIF, and XMP where there is none.
//!
//! Networks take this out of what they show, but not always out of what they keep. Only the first bytes of a file are
//! looked at: cameras write EXIF in front of the picture. Many files are broken; what can be read of them counts.
//!
//! EXIF 2.32 (CIPA DC-008), tags 0x0001 to 0x0004 of the GPS directory; XMP part 2, `exif:GPSLatitude`.

use exif::{Exif, In, Reader, Tag, Value};

use super::meta::on_earth;

/// How much of a file is looked at: EXIF in a JPEG is at most 64 KiB.
pub const HEAD: usize = 96 << 10;

/// Latitude and longitude in degrees, as the first bytes of a photo tell them.
pub fn coordinates(head: &[u8]) -> Option<(f64, f64)> {
    let told = exif_of(head).as_ref().and_then(gps).or_else(|| xmp(head));
    told.and_then(|(latitude, longitude)| on_earth(latitude, longitude))
}

fn exif_of(head: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let partly = |error: exif::Error| error.distill_partial_result(|_| {});
    match tiff_in_jpeg(head) {
        Some(tiff) => reader.read_raw(tiff.to_vec()).or_else(partly).ok(),
        None => reader.read_from_container(&mut std::io::Cursor::new(head)).or_else(partly).ok(),
    }
}

/// The EXIF block of a JPEG, as far as it is there: the file may be cut in it.
fn tiff_in_jpeg(head: &[u8]) -> Option<&[u8]> {
    segments(head).find_map(|segment| segment.strip_prefix(b"Exif\0\0"))
}

/// The application segments of a JPEG, up to the picture itself.
fn segments(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = head.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default();
    std::iter::from_fn(move || {
        let [0xFF, marker, high, low, after @ ..] = rest else { return None };
        if *marker == 0xDA {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low])).checked_sub(2)?;
        let (segment, next) = after.split_at_checked(length).unwrap_or((after, &[]));
        rest = next;
        Some(segment)
    })
}

fn gps(exif: &Exif) -> Option<(f64, f64)> {
    Some((angle(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef)?, angle(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef)?))
}

/// An angle in degrees, south and west below zero. Without its side it says nothing.
fn angle(exif: &Exif, tag: Tag, side: Tag) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let Value::Ascii(sides) = &exif.get_field(side, In::PRIMARY)?.value else { return None };
    let sign = match sides.first()?.first()?.to_ascii_uppercase() {
        b'N' | b'E' => 1.0,
        b'S' | b'W' => -1.0,
        _ => return None,
    };
    let part = |index: usize| parts.get(index).map_or(0.0, exif::Rational::to_f64);
    let degrees = part(0) + part(1) / 60.0 + part(2) / 3600.0;
    (degrees.is_finite() && !parts.is_empty()).then_some(sign * degrees)
}

/// The coordinates in XMP: `48,51.5N` or `48,51,30N`.
fn xmp(head: &[u8]) -> Option<(f64, f64)> {
    let value = |name: &str| {
        let at = memchr::memmem::find(head, name.as_bytes())?;
        let rest = head.get(at + name.len()..)?.get(..64).or_else(|| head.get(at + name.len()..))?;
        let rest =
            rest.strip_prefix(b"=\"").or_else(|| rest.strip_prefix(b"='")).or_else(|| rest.strip_prefix(b">"))?;
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'<'))?;
        let text = std::str::from_utf8(rest.get(..end)?).ok()?;
        let number = text.strip_suffix(['N', 'E', 'S', 'W'])?;
        let mut degrees = 0.0;
        for (part, unit) in number.split(',').zip([1.0, 60.0, 3600.0]) {
            degrees += part.trim().parse::<f64>().ok()? / unit;
        }
        Some(if text.ends_with(['S', 'W']) { -degrees } else { degrees })
    };
    Some((value("exif:GPSLatitude")?, value("exif:GPSLongitude")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of nothing but EXIF: 47° 13' 12" N, 1° 33' 0" W.
    fn photo(sides: [u8; 2]) -> Vec<u8> {
        let mut tiff: Vec<u8> = b"II*\0\x08\0\0\0".to_vec();
        // The first directory: one entry, the place of the GPS directory.
        tiff.extend(1u16.to_le_bytes());
        tiff.extend(0x8825u16.to_le_bytes());
        tiff.extend(4u16.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
        tiff.extend(26u32.to_le_bytes());
        tiff.extend(0u32.to_le_bytes());
        // The GPS directory at 26: four entries of 12 bytes; the values stand at 80 and 104.
        tiff.extend(4u16.to_le_bytes());
        for (tag, kind, count, value) in [
            (1u16, 2u16, 2u32, [sides[0], 0, 0, 0]),
            (2, 5, 3, 80u32.to_le_bytes()),
            (3, 2, 2, [sides[1], 0, 0, 0]),
            (4, 5, 3, 104u32.to_le_bytes()),
        ] {
            tiff.extend(tag.to_le_bytes());
            tiff.extend(kind.to_le_bytes());
            tiff.extend(count.to_le_bytes());
            tiff.extend(value);
        }
        tiff.extend(0u32.to_le_bytes());
        for part in [47u32, 13, 12, 1, 33, 0] {
            tiff.extend(part.to_le_bytes());
            tiff.extend(1u32.to_le_bytes());
        }
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1];
        jpeg.extend(u16::try_from(tiff.len() + 8).expect("it is short").to_be_bytes());
        jpeg.extend(b"Exif\0\0");
        jpeg.extend(tiff);
        jpeg
    }

    fn close(told: Option<(f64, f64)>, latitude: f64, longitude: f64) -> bool {
        told.is_some_and(|(a, b)| (a - latitude).abs() < 1e-9 && (b - longitude).abs() < 1e-9)
    }

    #[test]
    fn degrees_minutes_and_sides_make_coordinates() {
        assert!(close(coordinates(&photo(*b"NW")), 47.22, -1.55));
        assert!(close(coordinates(&photo(*b"SE")), -47.22, 1.55));
        assert_eq!(coordinates(&photo(*b"XX")), None);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_or_is_none_gives_nothing_false() {
        let whole = photo(*b"NW");
        for end in 0..whole.len() {
            let told = coordinates(&whole[..end]);
            assert!(told.is_none() || close(told, 47.22, -1.55), "{end}: {told:?}");
        }
        for other in [&b""[..], b"\xFF\xD8", b"GIF89a", b"\xFF\xD8\xFF\xE1\0\0", b"\x89PNG\r\n\x1a\n"] {
            assert_eq!(coordinates(other), None);
        }
    }

    #[test]
    fn xmp_tells_where_exif_does_not() {
        let xmp = b"\xFF\xD8<x:xmpmeta exif:GPSLatitude=\"47,13.2N\" exif:GPSLongitude=\"1,33,0W\"/>";
        assert!(close(coordinates(xmp), 47.22, -1.55));
        assert_eq!(coordinates(b"exif:GPSLatitude=\"47,x\" exif:GPSLongitude=\"1,33,0W\""), None);
        assert_eq!(coordinates(b"exif:GPSLatitude=\"0,0N\" exif:GPSLongitude=\"0,0E\""), None);
    }

    /// Photos that are not part of the project: all in the folder that the environment names say where they are of.
    #[test]
    #[ignore = "needs a folder of photos: CLOISON_PLACED=… cargo test -- --ignored --nocapture photos_of_cameras"]
    fn photos_of_cameras_say_where_they_are_of() {
        let folder = std::env::var("CLOISON_PLACED").expect("CLOISON_PLACED names a folder");
        let mut read = 0;
        for item in std::fs::read_dir(folder).expect("it is a folder") {
            let path = item.expect("it can be read").path();
            if path.extension().is_some_and(|extension| extension == "jpg") {
                let bytes = std::fs::read(&path).expect("it can be read");
                let told = coordinates(&bytes[..bytes.len().min(HEAD)]);
                println!("{}: {told:?}", path.display());
                assert!(told.is_some(), "{}", path.display());
                read += 1;
            }
        }
        assert!(read > 0, "no photo is in the folder");
    }
}
