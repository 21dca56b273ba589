//! Portraits, by their perceptual hashes: copies of one picture are told, faces are never compared.
//!
//! A picture is turned as its EXIF says, made small and grey, and hashed twice: a DCT of 8 × 8 and the gradients of
//! 8 × 8, 64 bits each. So are its central square and its centred crops, because networks cut portraits, and whole and
//! square once more in the seven other positions a picture can be turned or flipped to. Two pictures are the same
//! when an upright view of one meets any view of the other in both hashes.
//!
//! Measured over ten photos and fifteen copies of each: of the 130 that were compressed, resized, blurred, brightened,
//! cut around the centre, flipped or turned all were found, and none of 1,350 pairs of other photos was taken for one.
//! Smooth drawn pictures meet at 8 bits and more, so that such are at most possible. Cuts of 5 to 8 % from one corner
//! are not held: none of 20 was found.
//!
//! Decoding is bounded in pixels and in bytes, so that a small file that claims to be a huge picture costs nothing.

use std::fmt::Write as _;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, imageops};
use image_hasher::{HashAlg, Hasher, HasherConfig, ImageHash};

/// Bits of the DCT up to which two hashes are of one photo.
pub const SAME: u8 = 6;
/// Bits of the DCT up to which two hashes may be of one photo.
pub const POSSIBLE: u8 = 10;
/// Bits of the gradients that may differ besides, where they are known.
const GRADIENT: u32 = 14;

/// The largest picture file that is read, in bytes.
pub const LARGEST: usize = 16 << 20;
/// The largest picture that is decoded, in pixels, and its longest side.
const PIXELS: u64 = 12_000_000;
const SIDE: u32 = 12_000;
/// Bytes that decoding may take.
const MEMORY: u64 = 48 << 20;
/// The longest side of what is hashed.
const SMALL: u32 = 256;
/// The least variance of the grey of a picture that is one: logos on a plain ground and default avatars collide.
const VARIANCE: f64 = 120.0;
/// How many of a portrait's hashes are of upright views; the others are turned.
const UPRIGHT: usize = 7;

/// One view of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hash {
    dct: u64,
    /// Not known of hashes that were written by hand.
    gradient: Option<u64>,
}

/// The hashes of a portrait: upright views first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait(Vec<Hash>);

impl Portrait {
    /// The hashes of a picture file: JPEG, PNG, `WebP` or GIF. `None` when it is none, is broken or beyond the bounds, and
    /// when it is nearly of one colour.
    pub fn read(bytes: &[u8]) -> Option<Portrait> {
        if bytes.len() > LARGEST {
            return None;
        }
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = image::Limits::default();
        limits.max_image_width = Some(SIDE);
        limits.max_image_height = Some(SIDE);
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().ok()?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXELS || decoder.total_bytes() > MEMORY {
            return None;
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let whole = DynamicImage::from_decoder(decoder).ok()?;
        let mut small = if width.max(height) > SMALL { whole.thumbnail(SMALL, SMALL) } else { whole };
        small.apply_orientation(orientation);
        Portrait::of(&small.to_luma8())
    }

    fn of(grey: &GrayImage) -> Option<Portrait> {
        if variance(grey) < VARIANCE {
            return None;
        }
        let dct = HasherConfig::with_bytes_type::<[u8; 8]>().hash_size(8, 8).preproc_dct().to_hasher();
        let gradient =
            HasherConfig::with_bytes_type::<[u8; 8]>().hash_size(8, 8).hash_alg(HashAlg::Gradient).to_hasher();
        let hash =
            |view: &GrayImage| Hash { dct: bits(&hashed(&dct, view)), gradient: Some(bits(&hashed(&gradient, view))) };
        let side = grey.width().min(grey.height());
        let square = centre(grey, side, side);
        let crop = |of: &GrayImage, percent: u32| {
            centre(of, (of.width() * percent / 100).max(1), (of.height() * percent / 100).max(1))
        };
        let mut views = vec![
            hash(grey),
            hash(&crop(grey, 90)),
            hash(&crop(grey, 80)),
            hash(&square),
            hash(&crop(&square, 90)),
            hash(&crop(&square, 80)),
            hash(&crop(&square, 60)),
        ];
        for view in [grey, &square] {
            let turned = [view.clone(), imageops::rotate90(view), imageops::rotate180(view), imageops::rotate270(view)];
            for (index, turn) in turned.iter().enumerate() {
                if index > 0 {
                    views.push(hash(turn));
                }
                views.push(hash(&imageops::flip_horizontal(turn)));
            }
        }
        Some(Portrait(views))
    }

    /// The portrait that its hashes write: for each view 16 hexadecimal digits of the DCT, and 16 of the gradients
    /// where they are known, with blanks between views. `None` for anything else.
    pub fn parse(words: &str) -> Option<Portrait> {
        let view = |word: &str| {
            let (dct, gradient) = word.split_at_checked(16)?;
            Some(Hash {
                dct: parse_hash(dct)?,
                gradient: if gradient.is_empty() { None } else { Some(parse_hash(gradient)?) },
            })
        };
        let views: Vec<Hash> = words.split(' ').map(view).collect::<Option<_>>()?;
        (!views.is_empty()).then_some(Portrait(views))
    }

    /// The bits of the DCT in which the nearest views differ, when the pictures are the same ([`SAME`]) or may be
    /// ([`POSSIBLE`]).
    ///
    /// `None` also when a hash has almost no bit set or unset, as those of blank pictures and default avatars.
    pub fn same(&self, other: &Portrait) -> Option<u8> {
        let upright = |portrait: &Portrait| portrait.0.iter().take(UPRIGHT).copied().collect::<Vec<Hash>>();
        let pairs = |some: Vec<Hash>, all: &[Hash]| {
            some.into_iter().flat_map(|a| all.iter().filter_map(move |b| near(a, *b)).collect::<Vec<u8>>()).min()
        };
        pairs(upright(self), &other.0).into_iter().chain(pairs(upright(other), &self.0)).min()
    }
}

impl std::fmt::Display for Portrait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut words = String::new();
        for (index, view) in self.0.iter().enumerate() {
            let blank = if index > 0 { " " } else { "" };
            write!(words, "{blank}{:016x}", view.dct)?;
            if let Some(gradient) = view.gradient {
                write!(words, "{gradient:016x}")?;
            }
        }
        f.write_str(&words)
    }
}

/// The bits in which two views differ, when they are of one photo or may be.
fn near(a: Hash, b: Hash) -> Option<u8> {
    let plain = |hash: u64| !(8..=56).contains(&hash.count_ones());
    let distance = u8::try_from((a.dct ^ b.dct).count_ones()).ok()?;
    let agrees = match (a.gradient, b.gradient) {
        (Some(a), Some(b)) => (a ^ b).count_ones() <= GRADIENT,
        _ => true,
    };
    (distance <= POSSIBLE && agrees && !plain(a.dct) && !plain(b.dct)).then_some(distance)
}

/// The hash that 16 hexadecimal digits write.
fn parse_hash(digits: &str) -> Option<u64> {
    let plain = digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u64::from_str_radix(digits, 16).ok().filter(|_| plain)
}

fn hashed(hasher: &Hasher<[u8; 8]>, view: &GrayImage) -> ImageHash<[u8; 8]> {
    hasher.hash_image(view)
}

fn bits(hash: &ImageHash<[u8; 8]>) -> u64 {
    hash.as_bytes().iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte))
}

/// The middle of a picture.
fn centre(of: &GrayImage, width: u32, height: u32) -> GrayImage {
    imageops::crop_imm(of, (of.width() - width) / 2, (of.height() - height) / 2, width, height).to_image()
}

fn variance(grey: &GrayImage) -> f64 {
    let count = f64::from(grey.width()) * f64::from(grey.height());
    let mean = grey.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    grey.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTRAIT: u64 = 0xd1c4_9a3b_66e0_5f2c;

    fn by_hand(hash: u64) -> Portrait {
        Portrait::parse(&format!("{hash:016x}")).expect("it is one")
    }

    #[test]
    fn copies_are_the_same_and_other_photos_are_not() {
        let same = |other: u64| by_hand(PORTRAIT).same(&by_hand(other));
        assert_eq!(same(PORTRAIT), Some(0));
        assert_eq!(same(PORTRAIT ^ 0xff), Some(8));
        assert_eq!(same(PORTRAIT ^ 0x3ff), Some(10));
        assert_eq!(same(PORTRAIT ^ 0x7ff), None);
        assert_eq!(same(!PORTRAIT), None);
    }

    #[test]
    fn blank_pictures_are_nobody() {
        assert_eq!(by_hand(0).same(&by_hand(0)), None);
        assert_eq!(by_hand(u64::MAX).same(&by_hand(u64::MAX)), None);
        assert_eq!(Portrait::of(&GrayImage::from_pixel(64, 64, image::Luma([200]))), None);
    }

    #[test]
    fn a_hash_is_sixteen_or_thirty_two_hexadecimal_digits() {
        for good in ["d1c49a3b66e05f2c", "d1c49a3b66e05f2cd1c49a3b66e05f2c d1c49a3b66e05f2c"] {
            assert_eq!(Portrait::parse(good).expect("it is one").to_string(), good);
        }
        for bad in ["", "d1c4", "+1c49a3b66e05f2c", "zzzzzzzzzzzzzzzz", "d1c49a3b66e05f2c0", "d1c49a3b66e05f2c  "] {
            assert_eq!(Portrait::parse(bad), None, "{bad}");
        }
    }

    /// An invented face: rings and bars whose place depends on a seed.
    fn face(seed: u32, width: u32, height: u32) -> DynamicImage {
        let at = |n: u32| f64::from((seed.wrapping_mul(2_654_435_761).wrapping_add(n * 40_503) >> 7) % 1000) / 1000.0;
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
            let mut value = 60.0 + 60.0 * x;
            for n in 0..6 {
                let far = ((x - at(n)).powi(2) + (y - at(n + 10)).powi(2)).sqrt();
                value +=
                    90.0 * (-(far / (0.06 + 0.2 * at(n + 20))).powi(2)).exp() * if n % 2 == 0 { 1.0 } else { -1.0 };
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is held to a byte")]
            let value = value.clamp(0.0, 255.0) as u8;
            image::Rgb([value, value, 255 - value / 2])
        });
        DynamicImage::ImageRgb8(picture)
    }

    fn encoded(picture: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("it is written to memory");
        bytes.into_inner()
    }

    fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
        picture.write_with_encoder(encoder).expect("it is written to memory");
        bytes
    }

    #[test]
    fn copies_of_a_picture_are_told_whatever_a_network_made_of_them() {
        let one = face(7, 400, 500);
        let original = Portrait::read(&encoded(&one, image::ImageFormat::Png)).expect("it is a picture");
        let copies = [
            jpeg(&one, 40),
            jpeg(&one.resize(120, 150, imageops::FilterType::Triangle), 70),
            jpeg(&one.crop_imm(0, 50, 400, 400), 80),
            jpeg(&one.crop_imm(20, 25, 360, 450), 80),
            jpeg(&one.fliph(), 80),
            jpeg(&one.rotate90(), 80),
        ];
        for (index, copy) in copies.iter().enumerate() {
            let copy = Portrait::read(copy).expect("it is a picture");
            assert!(original.same(&copy).is_some_and(|bits| bits <= SAME), "{index}: {:?}", original.same(&copy));
            assert_eq!(original.same(&copy), copy.same(&original), "{index}");
        }
        // Of some seeds the spots cover each other: those pictures are plain, and no portraits.
        let read = |seed: u32| Portrait::read(&jpeg(&face(seed, 400, 500), 80)).map(|other| (seed, other));
        let others: Vec<(u32, Portrait)> = (100..140).filter_map(read).collect();
        assert!(others.len() >= 30, "{}", others.len());
        for (seed, other) in &others {
            let bits = original.same(other);
            assert!(bits.is_none_or(|bits| bits > SAME), "{seed}: {bits:?}");
        }
    }

    #[test]
    fn what_is_no_picture_or_a_bomb_gives_nothing() {
        let whole = encoded(&face(7, 60, 60), image::ImageFormat::Png);
        for end in (0..whole.len()).step_by(97) {
            let _ = Portrait::read(&whole[..end]);
        }
        assert_eq!(Portrait::read(b""), None);
        assert_eq!(Portrait::read(b"not a picture"), None);
        // A head that claims 60,000 × 60,000 pixels.
        let mut bomb = whole;
        bomb[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        assert_eq!(Portrait::read(&bomb), None);
    }

    /// The measure of `Portrait`, over photos that are not part of the project: pictures in the folder that the
    /// environment names, each against made copies of itself and of all others.
    #[test]
    #[ignore = "needs a folder of photos: CLOISON_PHOTOS=… cargo test -- --ignored --nocapture copies_are_measured"]
    fn copies_are_measured() {
        let folder = std::env::var("CLOISON_PHOTOS").expect("CLOISON_PHOTOS names a folder");
        let mut pictures = Vec::new();
        for item in std::fs::read_dir(folder).expect("it is a folder") {
            let path = item.expect("it can be read").path();
            if let Ok(picture) = image::load_from_memory(&std::fs::read(&path).expect("it can be read")) {
                pictures.push((path, picture));
            }
        }
        pictures.sort_by(|a, b| a.0.cmp(&b.0));
        let (mut found, mut missed, mut wrong, mut others) = (0, Vec::new(), Vec::new(), 0);
        let mut possible = Vec::new();
        let originals: Vec<Portrait> = pictures
            .iter()
            .map(|(_, p)| Portrait::read(&jpeg(&p.clone().into_rgb8().into(), 95)).expect("it is one"))
            .collect();
        for (index, (path, picture)) in pictures.iter().enumerate() {
            let picture: DynamicImage = picture.clone().into_rgb8().into();
            let (w, h) = (picture.width(), picture.height());
            let side = w.min(h);
            let crop = |percent: u32, left: u32, top: u32| {
                picture.crop_imm(w * left / 100, h * top / 100, w * percent / 100, h * percent / 100)
            };
            let copies = [
                ("quality 30", jpeg(&picture, 30)),
                ("quality 60", jpeg(&picture, 60)),
                ("half", jpeg(&picture.resize(w / 2, h / 2, imageops::FilterType::Lanczos3), 80)),
                ("96 pixels", jpeg(&picture.resize(96, 96, imageops::FilterType::Triangle), 80)),
                ("stretched", jpeg(&picture.resize_exact(200, 200, imageops::FilterType::Triangle), 80)),
                ("blurred", jpeg(&picture.blur(1.5), 80)),
                ("brighter", jpeg(&picture.brighten(25), 80)),
                ("square", jpeg(&picture.crop_imm((w - side) / 2, (h - side) / 2, side, side), 80)),
                ("centre 95 %", jpeg(&crop(95, 2, 2), 80)),
                ("centre 90 %", jpeg(&crop(90, 5, 5), 80)),
                ("corner 95 %", jpeg(&crop(95, 0, 0), 80)),
                ("corner 92 %", jpeg(&crop(92, 8, 8), 80)),
                ("centre 80 %", jpeg(&crop(80, 10, 10), 80)),
                ("flipped", jpeg(&picture.fliph(), 80)),
                ("turned", jpeg(&picture.rotate270(), 80)),
            ];
            for (name, bytes) in copies {
                let copy = Portrait::read(&bytes).expect("it is one");
                match originals[index].same(&copy) {
                    Some(bits) => {
                        found += 1;
                        if bits > SAME {
                            possible.push(format!("{name} of {}: {bits}", path.display()));
                        }
                    }
                    None => missed.push(format!("{name} of {}", path.display())),
                }
                for (other, portrait) in originals.iter().enumerate().filter(|(other, _)| *other != index) {
                    others += 1;
                    if let Some(bits) = portrait.same(&copy) {
                        wrong.push(format!("{name} of {} and {}: {bits}", path.display(), pictures[other].0.display()));
                    }
                }
            }
        }
        println!("{found} found, {} missed, {} wrong of {others}", missed.len(), wrong.len());
        println!("missed: {missed:#?}\nonly possible: {possible:#?}\nwrong: {wrong:#?}");
    }
}
