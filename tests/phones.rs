//! Telephone numbers of every country, as libphonenumber reads them (`fuzz/tests/phones.rs` asks it).

use cloison::detector::phone;

#[test]
fn numbers_of_every_country_are_read_as_the_library_reads_them() {
    let (mut numbers, mut mobiles) = (0, 0);
    for line in include_str!("phones.txt").lines().filter(|line| !line.starts_with('#')) {
        let [written, region, wanted, mobile] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let number = phone::e164_of(written, region).unwrap_or_default();
        assert_eq!(number, wanted, "{line}");
        assert_eq!(!number.is_empty() && phone::is_mobile(&number), mobile == "m", "{line}");
        numbers += usize::from(!number.is_empty());
        mobiles += usize::from(mobile == "m");
    }
    assert!(numbers > 1_500 && mobiles > 300, "{numbers} {mobiles}");
}
