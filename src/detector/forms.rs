//! The regular expressions of detectors, and of matchers that look for something of their own.
//!
//! Nothing of the crate is used here: the build script takes them apart beside those of the built-in rules.

use std::borrow::Cow;

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

/// A word of birth, and what may stand between it and the date.
pub(crate) const BIRTH_STATED: &str = concat!(
    r"(?:",
    r"(?P<born>\b(?:was |am |is |were |i'm |im )?born)\b(?P<born_gap>[^0-9\n.;!?]{0,40})",
    r"|(?P<label>\b(?:d\.? ?o\.? ?b\.?|date of birth|birth ?-?date|birthdate|date de naissance|date naiss\.?|naissance|ddn|b-?day|birthday|born on|nee? le|neele|ne\(e\) le)\b\)?)(?P<label_gap>[^0-9\n;!?]{0,24})",
    r"|(?P<idiom>\bmillesime|\bleap[ -]year (?:kid|baby|child)|\b(?:on|onto) this planet|\binto (?:the|this) world|\b(?:venue?|arrivee?) au monde|\bj.?ai vu le jour|\bmon premier cri)\b(?P<idiom_gap>[^0-9\n.;!?]{0,24})",
    r"|(?P<ne>\bnee?s?|\bne\(e\)|\bne·e)\b?(?P<ne_gap> (?:(?:a|au|aux|dans|en|le|vers|un|une|ce)\b|,)[^0-9\n.;!?]{0,40}?| )",
    r"|(?P<anniversary>\banniversaire|\banniv)\b(?P<anniversary_gap>[^0-9\n.;!?]{0,24})",
    r"|(?P<star>(?:^|[\s(])\*) ?",
    r"|(?P<b>\(b\. )",
    r")$",
);

/// A year somebody alive may be born in.
pub(crate) const BIRTH_YEAR: &str = r"\b(?:19[0-9][0-9]|20[0-2][0-9])\b";

/// One's own birthday told on the day.
pub(crate) const BIRTHDAY_WISHES: &str = concat!(
    r"(?i)\b(?:",
    r"(?:i['’]?m|i am|just) turn(?:ed|ing) (?P<turn>[0-9]{2}) (?:today|tomorrow)|(?:today|tomorrow),? i(?:['’]m| am)? turn(?:ed|ing)? (?P<turn2>[0-9]{2})",
    r"|today (?:is|was) my (?:(?P<nth>[0-9]{2})(?:st|nd|rd|th) )?birthday|it['’]?s my (?:(?P<nth2>[0-9]{2})(?:st|nd|rd|th) )?birthday(?: today)?",
    r"|happy (?:(?P<nth3>[0-9]{2})(?:st|nd|rd|th) )?birthday to me|happy birthday me",
    r"|(?:thank(?:s| you)|merci)[^\n.!?]{0,40} (?:birthday|anniversaire) (?:wishes|messages)",
    r"|c['’]est mon anniversaire(?: aujourd['’]hui)?|aujourd['’]hui,? c['’]est mon anniversaire|bon anniversaire à moi|joyeux anniversaire à moi",
    r"|(?:j['’]ai|je fête mes|je fete mes|je souffle mes|mes) (?P<ans>[0-9]{2}) ans (?:aujourd['’]hui|demain|ce jour)",
    r"|aujourd['’]hui,? j['’]ai (?P<ans2>[0-9]{2}) ans|merci (?:à tous |à toutes et tous )?pour vos (?:vœux|voeux|messages) d['’]anniversaire",
    r")\b",
);

/// A code of Open Location.
pub(crate) const PLUS_CODE: &str = r"[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}\b";

/// A private key.
pub(crate) const KEY_BLOCK: &str = r"(?i)-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.-]{0,8000}?-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----)?";

/// A web token (RFC 7519).
pub(crate) const WEB_TOKEN: &str = r"\b(eyJ[A-Za-z0-9_-]{10,})\.(eyJ[A-Za-z0-9_-]{4,})\.([A-Za-z0-9_-]{8,})";

/// A password in an address: `postgres://me:secret@host`.
pub(crate) const CREDENTIALS: &str =
    r#"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://([^\s/:@"'<>]{0,80}):([^\s/:@"'<>]{3,100}|[^\s:@"'<>]{3,60})@[A-Za-z0-9.\[-]"#;

/// `password: …`, `API_KEY = …`.
pub(crate) const SECRET_ASSIGNED: &str = concat!(
    r#"(?i)(?P<name>\b(?:[a-z0-9]+[_.-]){0,4}(?:pass ?words?|passwd|passphrase|mots? de passe|mdp|pwd|secret|token|api[_ -]?key|access[_-]?key|secret[_-]?key|auth[_-]?key|private[_-]?key|account[_-]?key|credentials?|client[_-]?secret)"#,
    r#"(?:[_-](?:key|id|token|value))?)["'\]]{0,2}\s{0,3}(?:[:=]|=>|:=|\s=>\s)\s{0,3}(?P<quote>["'`]?)(?P<value>[^\s"'`,;]{5,200})"#,
);

/// A password said in a sentence.
pub(crate) const PASSWORD_SAID: &str = concat!(
    r#"(?i)\b(?:(?P<strong>(?:wi-?fi )?pass ?words?|passcode|passphrase|mots? de passe|mdp|pwd|clef? (?:du )?wi-?fi|clé (?:du )?wi-?fi|code (?:du |de la |pour le )?wi-?fi|wi-?fi code|wi-?fi key|wi-?fi)"#,
    r#"|(?P<door>digicode|code (?:de la |du |de l['’]|d['’])?(?:porte|portail|entrée|entree|immeuble|alarme|coffre|garage|carte|cb|pin)|code (?:for|of|to) (?:the |our |my )?(?:door|gate|alarm|building|safe|garage)|(?:door|gate|alarm|entry|garage|safe|lock|pin|access) code|code pin|pin))"#,
    r#"(?: [\p{L}'’]{1,12}){0,3}?(?: (?:is|was|est|c['’]est|sera|are|sont|remains|reste)(?: maintenant| now| toujours| still)?\s{0,2}:?|\s?[:=])\s{0,2}(?P<quote>["'“«`]?\s?)(?P<value>[^\s"”»`]{4,64})"#,
);

/// The French number of an account.
pub(crate) const RIB: &str = r"\b([0-9]{5})[ -]?([0-9]{5})[ -]?([0-9A-Z]{11})[ -]?([0-9]{2})\b";

/// A British one, with its sort code.
pub(crate) const SORT_CODE: &str =
    r"(?i)\bsort ?code\b[ :#-]{0,3}(?:is )?([0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2})\b[^\n0-9]{1,40}\b([0-9]{8})\b";

/// An amount of money, or a share.
pub(crate) const AMOUNT: &str = r"(?i)(?:[$€£]\s?[0-9]|[0-9][0-9 .,\u{a0}\u{202f}]*\s?(?:€|\$|£|%|k€|m€|euros?|dollars?|pounds?|millions?|milliards?|billions?)(?:\W|$))";

/// Where somebody says to work.
pub(crate) const WORKS_AT: &str = r"(?i)(?:^|\s)(?:at|chez|@)\s+(?P<name>\p{L}[^,.;|•·–—()\n]{1,60})";

/// The code of an American state and town.
pub(crate) const STATE_AND_ZIP: &str = r"[A-Za-z]{2}\.?,?\s[0-9]{5}";

/// French types of street; the second list has other meanings and asks for a capital behind.
const TYPES: &str = r"rue|avenue|av\.?|ave\.?|boulevard|bd\.?|blvd\.?|bld\.?|bvd\.?|impasse|imp\.|all[ée]es?|chemin|ch\.|faubourg|fbg|sentier|ruelle|venelle|esplanade|lotissement|mail|rond-point|chauss[ée]e";
const TYPES_TOO: &str = r"place|pl\.?|cours|passage|route|rte\.?|quai|square|sq\.?|villa|cit[ée]|hameau|voie|mont[ée]e|c[ôo]te|traverse|promenade|parvis|lieu-dit|lieudit|r[ée]sidence|galerie|clos|domaine|rampe|parc|port|pont|zone|za|zi|zac";

/// A French town after its code: capitals, joined by small words.
const TOWN: &str = r"(?:l['’]|L['’])?[A-ZÀ-ÝŒ][A-Za-zÀ-ÿœŒ]*(?:(?:[ '’-]|-)(?:(?:sur|sous|le|la|les|en|de|du|des|d['’]|l['’]|lès|et|aux?|à)[ '’-]?){0,2}[A-ZÀ-ÝŒ][A-Za-zÀ-ÿœŒ]*){0,5}(?: ?(?i:cedex)(?: \d{1,2})?| \d{1,2}(?:e|er|ème)?\b)?";

/// Street and code: `12 bis, rue de la Paix, bâtiment B, 75002 Paris`.
pub(crate) fn french_full() -> String {
    format!(
        r"(?:\b[0-9]{{1,4}}(?:\s?(?i:bis|ter|quater|[a-d])\b)?(?:\s?[-/]\s?[0-9]{{1,4}})?\s*,?\s+)?\b(?P<type>(?i:{TYPES}|{TYPES_TOO}))\s[^\n;!?()]{{1,60}}?(?:\n[^\n;!?()0-9]{{2,40}})?[,\s–-]{{1,4}}(?:F-?)?(?P<code>\b(?:0[1-9]|[1-8][0-9]|9[0-8])\s?[0-9]{{3}})\b[\s,]{{1,2}}{TOWN}"
    )
}

/// Street alone: `12 rue de la Paix`.
pub(crate) fn french_street() -> String {
    let small = r"(?:(?:de|du|des|la|le|les|l['’]|d['’]|à|au|aux|en|sur|sous|et|dite?)(?: |\b))";
    let capital = r"(?:[A-ZÀ-ÝŒ][A-Za-zÀ-ÿœŒ.]*|[0-9]{1,2}(?:er)? (?i:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?: [0-9]{4})?)";
    format!(
        r"\b[0-9]{{1,4}}(?:\s?(?i:bis|ter|quater|[a-d])\b)?(?:\s?[-/]\s?[0-9]{{1,4}})?\s*,?\s+(?:(?P<type>(?i:{TYPES}))\s(?:{small}*{capital}(?:[ '’-]{small}*{capital}){{0,5}}|{small}*[a-zà-ÿœ'’-]{{3,}}(?:[ -](?:{small}*)[a-zà-ÿœ'’-]{{4,}})?)|(?i:{TYPES_TOO})\s{small}*{capital}(?:[ '’-]{small}*{capital}){{0,5}})(?P<quebec>[,\s]+(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ-]*[ ,]+)?(?:\(?(?:Québec|Quebec|QC)\)?[ ,]+)?[GHJK][0-9][A-Z] ?[0-9][A-Z][0-9]\b)?"
    )
}

/// Belgium and Switzerland: number behind the street, codes of four digits.
pub(crate) fn belgian() -> String {
    format!(
        r"\b(?P<type>(?i:{TYPES}|{TYPES_TOO}))\s[^,\n0-9;!?()]{{2,50}}?,?\s[0-9]{{1,4}}\s?[a-zA-Z]?\b[^\n0-9;!?()]{{0,20}}?[,\s–-]{{1,4}}(?P<land>B-|BE-|CH-)?(?P<code>\b[1-9][0-9]{{3}})\s{TOWN}"
    )
}
pub(crate) fn german() -> String {
    format!(
        r"\b[A-ZÄÖÜ][A-Za-zäöüß.-]*(?:[ -][A-ZÄÖÜ][A-Za-zäöüß.-]*){{0,2}}(?:strasse|straße|str\.|[Ss]traat|gasse|platz|laan)\s[0-9]{{1,4}}\s?[a-z]?\b[,\s–-]{{1,4}}(?P<land>D-|CH-|B-|BE-)?(?P<code>\b[0-9]{{4,5}})\s{TOWN}"
    )
}

/// English types of street.
const ENGLISH: &str = r"Street|St|Str|Avenue|Ave|Av|Road|Rd|Lane|Ln|Boulevard|Blvd|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|Terr|Ter|Crescent|Cres|Gardens|Gdns|Grove|Hill|Mews|Parade|Row|Walk|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Square|Sq|Trail|Trl|Loop|Alley|Close|Pike|Plaza|Turnpike|Tpke|Path|Run|Expressway|Expy|Broadway|Causeway|Quay|Wharf|Yard|Vale|Rise|View|Green|Heights|Ridge|Crossing|Point|Cove|Freeway";
const STATES: &str = r"AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|VI|GU|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Ill|Calif|Mass|Ont|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE";

/// The parts of an address that follow the street.
fn english_tail() -> String {
    let unit = r"(?:[,\s]+(?:(?i:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|bldg|building|lot)\b\.?\s*#?\s?[A-Za-z0-9-]{1,6}|#\s?[A-Za-z0-9-]{1,6}|\d{1,2}(?:st|nd|rd|th) (?i:floor|fl)\b))?";
    let town = r"(?:[,\s]+[A-Z][A-Za-z'’.-]*(?: (?:[A-Z][A-Za-z'’.-]*|upon|on|of|the|le|in)){0,3}){0,3}?";
    let british = r"(?P<gb>\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)";
    let canadian = r"(?P<ca>\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b)";
    format!(
        r"(?P<tail>{unit}(?:{town}(?:[,\s]+(?P<state>\b(?:{STATES})\b\.?))?[,\s]+(?:(?P<us>\b\d{{5}}(?:-\d{{4}})?\b)|{british}|{canadian})|[,\s]+[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){{0,2}},\s?(?P<state_only>\b(?:{STATES})\b))?)"
    )
}

/// `12 High Street`, `1600 Pennsylvania Avenue NW, Washington, DC 20500`.
pub(crate) fn english_street() -> String {
    let tail = english_tail();
    format!(
        r"(?:(?i:flat|apt|apartment|unit|suite)\.?\s#?[A-Za-z0-9]{{1,5}},?\s+)?\b(?P<number>[0-9]{{1,6}}[A-Za-z]?(?:[-–/][0-9]{{1,5}}[A-Za-z]?)?(?:\s1/2)?|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|ONE|TWO|THREE)\b)\s+(?P<name>(?:(?:[NSEW]{{1,2}}|North|South|East|West|No|So)\b\.?\s+)?(?:(?:[A-Z][A-Za-z0-9'’.&-]*|[0-9]{{1,3}}(?:st|nd|rd|th|ST|ND|RD|TH)|of|the|de|la|del)\s+){{1,4}}?)(?P<type>\b(?:{ENGLISH}|STREET|ST|AVENUE|AVE|ROAD|RD|LANE|LN|BOULEVARD|BLVD|DRIVE|DR|WAY|COURT|CT|PLACE|PL|PLAZA|TERRACE|TERR|TER|PARKWAY|PKWY|HIGHWAY|HWY|CIRCLE|CIR|SQUARE|TRAIL|TRL|CRESCENT)\b(?:\s(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Drive|Way|Close|Terrace|Crescent)\b)?)\.?(?:\s+(?:[NS][EW]|[NSEW]|North|South|East|West)\b\.?)?{tail}"
    )
}

/// A box with its code: `PO Box 1234, Portland, OR 97201`, `BP 12, 69431 Lyon Cedex 03`.
pub(crate) fn post_box() -> String {
    let british = r"(?P<gb>\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b)";
    let canadian = r"(?P<ca>\b[ABCEGHJ-NPRSTVXY][0-9][A-Z]\s?[0-9][A-Z][0-9]\b)";
    format!(
        r"(?:\b(?i:p\.?\s?o\.?\s?box|post office box|bo[iî]te postale)|\b(?:BP|B\.P\.|CS))\s(?i:n°\s?)?[0-9]{{1,6}}\b[,\s–-]+(?:[^\n0-9]{{0,40}}?[,\s]+)?(?:(?:{STATES})\s+(?P<us>[0-9]{{5}}(?:-[0-9]{{4}})?)\b|{british}|{canadian}|(?P<fr>[0-9]{{5}})\s+{TOWN})"
    )
}

/// A British or Canadian street without a number: only with the code.
pub(crate) fn english_unnumbered() -> String {
    format!(
        r"\b(?P<name>(?:[A-Z][A-Za-z'’.-]+[ ]){{1,3}})(?P<type>(?:{ENGLISH})\b)\.?(?:\s(?:North|South|East|West)\b)?(?:[,\s]+[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){{0,2}}){{1,3}}[,\s]+(?:(?P<gb>\b[A-Z]{{1,2}}[0-9][A-Z0-9]?\s?[0-9][A-Z]{{2}}\b)|(?P<ca>\b[ABCEGHJ-NPRSTVXY][0-9][A-Z]\s?[0-9][A-Z][0-9]\b))"
    )
}

/// Streets without a type, or in small letters: only with state and code.
pub(crate) fn english_loose() -> String {
    format!(
        r"\b(?P<number>[0-9]{{1,6}}[A-Za-z]?(?:-[0-9]{{1,5}})?)\s+(?:[A-Za-z0-9'’.#-]+[,\s]+){{1,9}}?(?P<state>(?:{STATES}|(?i:a[lkzr]|c[aot]|d[ec]|fl|ga|il|i[ad]|k[sy]|m[dainst]|n[ehjmvy]|nc|nd|oh|ok|pa|ri|s[cd]|tn|tx|ut|v[ta]|w[aivy]))\b)\.?,?\s+(?P<us>[0-9]{{5}}(?:-[0-9]{{4}})?)\b"
    )
}

/// All of them.
#[allow(dead_code, reason = "the build script goes through them")]
pub(crate) fn all() -> impl Iterator<Item = Cow<'static, str>> {
    let written = [
        EMAIL_SPELT,
        COORDINATES,
        DEGREES,
        NIR,
        SSN,
        NINO,
        POSTCODE,
        YEAR_TOLD,
        BIRTH_STATED,
        BIRTH_YEAR,
        BIRTHDAY_WISHES,
        PLUS_CODE,
        KEY_BLOCK,
        WEB_TOKEN,
        CREDENTIALS,
        SECRET_ASSIGNED,
        PASSWORD_SAID,
        RIB,
        SORT_CODE,
        AMOUNT,
        WORKS_AT,
        STATE_AND_ZIP,
    ];
    let made = [
        french_full(),
        french_street(),
        belgian(),
        german(),
        english_street(),
        post_box(),
        english_unnumbered(),
        english_loose(),
    ];
    written.map(Cow::Borrowed).into_iter().chain(made.map(Cow::Owned))
}
