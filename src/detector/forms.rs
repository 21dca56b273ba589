//! The regular expressions of detectors that take longest to take apart.
//!
//! Nothing of the crate is used here: the build script takes them apart beside those of the built-in rules.

/// An e-mail address that is spelt out.
pub(crate) const EMAIL_SPELT: &str = concat!(
    r"(?i)\b([a-z0-9][a-z0-9._%+-]{0,63})(?: ?(?P<mark>[(\[{<] ?(?:at|a|arobase|arobas|@|chez) ?[)\]}>]) ?|",
    r"(?P<word> (?:arobase|arobas|at) )|(?P<sign> ?@ ?))",
    r"([a-z0-9-]+(?:(?: ?(?:[(\[{<] ?(?:dot|point|\.) ?[)\]}>]) ?| (?:dot|point) |\.)[a-z0-9-]+){1,4})\b",
);

/// A pair of decimal coordinates.
pub(crate) const COORDINATES: &str = concat!(
    r"(?i)(?P<lead>geo:|@|[?&/](?:q|ll|query|center|destination|daddr)=|/)?",
    r#"(?:["']?lat(?:itude)?["']?\s?[:=]?\s?)?(?:(?P<n>\b[NS])\s?)?(?P<a>[+-]?[0-9]{1,2}[.,][0-9]{3,20})\s?°?\s?(?P<ns>[NS]\b)?"#,
    r#"\s?(?P<gap>,|;|/|\||\s|%2C)\s{0,2}(?:["']?(?:lon|lng|long|longitude)["']?\s?[:=]?\s?)?(?:(?P<e>[EWO])\s?)?"#,
    r"(?P<b>[+-]?[0-9]{1,3}[.,][0-9]{3,20})\s?°?\s?(?P<ew>[EWO]\b)?",
);

/// Degrees and minutes.
pub(crate) const DEGREES: &str = concat!(
    r#"(?i)\b[0-9]{1,2}\s?°\s?[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:['′’]|min)\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:["″”]|''|’’))?\s?[NS]\b"#,
    r#"[\s,;/]{1,3}[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:['′’]|min)\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:["″”]|''|’’))?\s?[EWO]\b"#,
);

/// A French number of social security.
pub(crate) const NIR: &str = concat!(
    r"\b([12378][ .-]{0,2}[0-9] ?[0-9][ .-]{0,2}[0-9] ?[0-9][ .-]{0,2}(?:[0-9] ?[0-9]|2[ABab])[ .-]{0,2}[0-9] ?[0-9] ?[0-9][ .-]{0,2}[0-9] ?[0-9] ?[0-9])",
    r"(?:[ ./-]{0,3}([0-9] ?[0-9]))?\b",
);

/// An American one.
pub(crate) const SSN: &str = r"\b([0-9]{3})([ .]?| ?- ?)([0-9]{2})([ .]?| ?- ?)([0-9]{4})\b";

/// A British one.
pub(crate) const NINO: &str = r"\b([A-Za-z]{2}) ?([0-9]{2} ?[0-9]{2} ?[0-9]{2})(?: ?([A-Da-d]))?\b";

/// A British or Canadian code of a town.
pub(crate) const POSTCODE: &str = r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])\b";

/// A year of birth, or what it follows from.
pub(crate) const YEAR_TOLD: &str = r"(?i)\b(?:(?:n[ée]e?\s+en|born\s+in)\s+(?P<born>(?:19|20)\d{2})|(?:bac(?:calauréat)?(?:\s+(?:s|es|l|en))?|class\s+of)\s+(?P<school>(?:19|20)\d{2})|(?:j['’]ai|i['’]m|i\s+am|âgée?\s+de)\s+(?P<age>[1-9]\d)\s+(?:ans|years\s+old))\b";

/// All of them.
#[allow(dead_code, reason = "the build script goes through them")]
pub(crate) const ALL: [&str; 8] = [EMAIL_SPELT, COORDINATES, DEGREES, NIR, SSN, NINO, POSTCODE, YEAR_TOLD];
