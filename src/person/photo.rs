//! Portraits, by their 64-bit perceptual hashes (DCT).
//!
//! Recompressed, resized and slightly retouched copies stay within 4 bits of each other, different photos are 14 and
//! more apart. Crops, flips and rotations are not seen. Faces are never compared.

/// Bits up to which two hashes are of one photo.
pub const SAME: u8 = 8;
/// Bits up to which two hashes may be of one photo.
pub const POSSIBLE: u8 = 12;

/// The bits in which two hashes differ, when they are of one photo ([`SAME`]) or may be ([`POSSIBLE`]).
///
/// `None` also when a hash has almost no bit set or unset, as those of blank pictures and default avatars.
pub fn same_photo(a: u64, b: u64) -> Option<u8> {
    let plain = |hash: u64| !(8..=56).contains(&hash.count_ones());
    let distance = u8::try_from((a ^ b).count_ones()).ok()?;
    (distance <= POSSIBLE && !plain(a) && !plain(b)).then_some(distance)
}

/// The hash that 16 hexadecimal digits write.
pub fn parse_hash(digits: &str) -> Option<u64> {
    let plain = digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u64::from_str_radix(digits, 16).ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTRAIT: u64 = 0xd1c4_9a3b_66e0_5f2c;

    #[test]
    fn copies_are_the_same_and_other_photos_are_not() {
        assert_eq!(same_photo(PORTRAIT, PORTRAIT), Some(0));
        assert_eq!(same_photo(PORTRAIT, PORTRAIT ^ 0xff), Some(8));
        assert_eq!(same_photo(PORTRAIT, PORTRAIT ^ 0xfff), Some(12));
        assert_eq!(same_photo(PORTRAIT, PORTRAIT ^ 0x1fff), None);
        assert_eq!(same_photo(PORTRAIT, !PORTRAIT), None);
    }

    #[test]
    fn blank_pictures_are_nobody() {
        assert_eq!(same_photo(0, 0), None);
        assert_eq!(same_photo(u64::MAX, u64::MAX), None);
    }

    #[test]
    fn a_hash_is_sixteen_hexadecimal_digits() {
        assert_eq!(parse_hash("d1c49a3b66e05f2c"), Some(PORTRAIT));
        for bad in ["", "d1c4", "+1c49a3b66e05f2c", "zzzzzzzzzzzzzzzz", "d1c49a3b66e05f2c0"] {
            assert_eq!(parse_hash(bad), None, "{bad}");
        }
    }
}
