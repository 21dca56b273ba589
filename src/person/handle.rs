//! User names: the same one on two networks, and the one in the address of a profile.

use super::fold::fold;
use super::known::{self, Frequency};

/// How two user names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandleMatch {
    /// Letters in which they differ: 0 or 1.
    pub distance: u8,
    /// Whether it tells little: short, or nothing but a frequent name.
    pub weak: bool,
}

/// Whether two user names are the same: equal but for case, dots, underscores and hyphens, or one letter apart when
/// they have at least eight. Two digits apart is another person.
pub fn same_handle(a: &str, b: &str) -> Option<HandleMatch> {
    let (a, b) = (fold_handle(a), fold_handle(b));
    let length = a.chars().count().min(b.chars().count());
    if length < 3 || a.len() > 100 || b.len() > 100 {
        return None;
    }
    let weak = is_weak(&a) || is_weak(&b);
    if a == b {
        return Some(HandleMatch { distance: 0, weak });
    }
    let stem = |text: &str| text.trim_end_matches(|letter: char| letter.is_numeric()).to_owned();
    let numbered = stem(&a) == stem(&b) && a.chars().count() == b.chars().count();
    (length >= 8 && !numbered && strsim::osa_distance(&a, &b) <= 1).then_some(HandleMatch { distance: 1, weak })
}

/// A user name folded, without `@`, dots, underscores and hyphens; of `name@host` the name.
pub(super) fn fold_handle(handle: &str) -> String {
    let name = handle.trim().trim_start_matches('@');
    let name = name.split('@').next().unwrap_or_default();
    fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a folded user name is short, or only a frequent given name, surname or both, so that many bear it.
pub(super) fn is_weak(folded: &str) -> bool {
    let name = folded.trim_matches(|letter: char| letter.is_numeric());
    let frequent = |list: fn(&str) -> Frequency, word: &str| list(word) != Frequency::Rare;
    let halves = |(at, _): (usize, char)| {
        let (Some(one), Some(other)) = (name.get(..at), name.get(at..)) else { return false };
        let given = |word: &str| word.chars().count() == 1 || frequent(known::given, word);
        given(one) && frequent(known::surname, other) || frequent(known::surname, one) && given(other)
    };
    name.chars().count() < 5
        || frequent(known::given, name)
        || frequent(known::surname, name)
        || name.char_indices().skip(1).any(halves)
}

/// How the address of a profile holds the user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// First in the path: `github.com/name`.
    First,
    /// First in the path, after an `@`: `tiktok.com/@name`.
    At,
    /// After one of these words: `linkedin.com/in/name`.
    After(&'static [&'static str]),
    /// As the first label of the host: `name.tumblr.com`.
    Label,
    /// Not at all.
    Nowhere,
}

/// A network: its id, its hosts, where user names stand, and first parts of a path that are none.
struct Site {
    network: &'static str,
    hosts: &'static [&'static str],
    shapes: &'static [Shape],
    reserved: &'static [&'static str],
}

const SITES: &[Site] = &[
    Site {
        network: "linkedin",
        hosts: &["linkedin.com", "lnkd.in"],
        shapes: &[Shape::After(&["in", "pub"])],
        reserved: &[],
    },
    Site {
        network: "facebook",
        hosts: &["facebook.com", "fb.com", "fb.me", "m.me"],
        shapes: &[Shape::First],
        reserved: &[
            "groups",
            "pages",
            "events",
            "watch",
            "marketplace",
            "gaming",
            "photo",
            "photos",
            "photo.php",
            "story.php",
            "permalink.php",
            "profile.php",
            "sharer",
            "sharer.php",
            "share",
            "share.php",
            "hashtag",
            "help",
            "login",
            "login.php",
            "settings",
            "privacy",
            "policies",
            "policy.php",
            "legal",
            "reel",
            "reels",
            "stories",
            "media",
            "notes",
            "plugins",
            "dialog",
            "people",
            "public",
            "search",
            "home.php",
            "index.php",
            "l.php",
            "ads",
            "business",
            "about",
            "friends",
            "messages",
            "bookmarks",
            "memories",
            "p",
            "tr",
            "places",
            "games",
            "live",
            "video",
            "videos",
            "video.php",
            "recover",
            "directory",
            "dyi",
        ],
    },
    Site {
        network: "instagram",
        hosts: &["instagram.com", "instagr.am", "ig.me"],
        shapes: &[Shape::After(&["stories"]), Shape::After(&["_u"]), Shape::First],
        reserved: &[
            "p",
            "reel",
            "reels",
            "tv",
            "explore",
            "stories",
            "accounts",
            "direct",
            "about",
            "legal",
            "developer",
            "web",
            "s",
            "ar",
            "challenge",
            "_u",
            "m",
            "highlights",
            "share",
            "press",
            "api",
        ],
    },
    Site { network: "threads", hosts: &["threads.net", "threads.com"], shapes: &[Shape::At], reserved: &[] },
    Site {
        network: "x",
        hosts: &["x.com", "twitter.com"],
        shapes: &[Shape::First],
        reserved: &[
            "i",
            "home",
            "search",
            "explore",
            "hashtag",
            "intent",
            "share",
            "settings",
            "notifications",
            "messages",
            "login",
            "signup",
            "tos",
            "privacy",
            "about",
            "compose",
            "jobs",
            "download",
            "account",
            "widgets",
            "who_to_follow",
            "statuses",
        ],
    },
    Site { network: "tiktok", hosts: &["tiktok.com"], shapes: &[Shape::At], reserved: &[] },
    Site {
        network: "youtube",
        hosts: &["youtube.com", "youtu.be"],
        shapes: &[Shape::At, Shape::After(&["user", "c"])],
        reserved: &[],
    },
    Site {
        network: "github",
        hosts: &["github.com"],
        shapes: &[Shape::First],
        reserved: &[
            "orgs",
            "about",
            "features",
            "pricing",
            "login",
            "join",
            "settings",
            "marketplace",
            "explore",
            "topics",
            "trending",
            "collections",
            "sponsors",
            "search",
            "issues",
            "pulls",
            "notifications",
            "new",
            "organizations",
            "apps",
            "site",
            "security",
            "contact",
            "enterprise",
            "customer-stories",
            "readme",
            "events",
            "codespaces",
            "dashboard",
            "users",
            "stars",
            "gist",
        ],
    },
    Site {
        network: "github",
        hosts: &["gist.github.com"],
        shapes: &[Shape::First],
        reserved: &["starred", "discover"],
    },
    Site { network: "github", hosts: &["github.io"], shapes: &[Shape::Label], reserved: &["www", "pages"] },
    Site { network: "bluesky", hosts: &["bsky.app"], shapes: &[Shape::After(&["profile"])], reserved: &[] },
    Site { network: "bluesky", hosts: &["bsky.social"], shapes: &[Shape::Label], reserved: &["www"] },
    Site {
        network: "reddit",
        hosts: &["reddit.com", "redd.it"],
        shapes: &[Shape::After(&["user", "u"])],
        reserved: &["me"],
    },
    Site {
        network: "pinterest",
        hosts: &[
            "pinterest.com",
            "pinterest.fr",
            "pinterest.ca",
            "pinterest.co.uk",
            "pinterest.de",
            "pinterest.ch",
            "pin.it",
        ],
        shapes: &[Shape::First],
        reserved: &[
            "pin",
            "search",
            "ideas",
            "today",
            "explore",
            "settings",
            "login",
            "categories",
            "topics",
            "business",
            "_",
            "about",
            "resource",
            "source",
            "news_hub",
        ],
    },
    Site { network: "snapchat", hosts: &["snapchat.com"], shapes: &[Shape::After(&["add"]), Shape::At], reserved: &[] },
    Site {
        network: "viadeo",
        hosts: &["viadeo.com", "viadeo.journaldunet.com"],
        shapes: &[Shape::After(&["profile"]), Shape::After(&["p"])],
        reserved: &[],
    },
    Site { network: "xing", hosts: &["xing.com"], shapes: &[Shape::After(&["profile"])], reserved: &[] },
    Site {
        network: "copainsdavant",
        hosts: &["copainsdavant.linternaute.com", "copainsdavant.com"],
        shapes: &[Shape::After(&["p"])],
        reserved: &[],
    },
    Site {
        network: "stackexchange",
        hosts: &["stackoverflow.com", "stackexchange.com", "superuser.com", "serverfault.com", "askubuntu.com"],
        shapes: &[Shape::Nowhere],
        reserved: &[],
    },
    Site { network: "discord", hosts: &["discord.com", "discord.gg"], shapes: &[Shape::Nowhere], reserved: &[] },
    Site { network: "google", hosts: &["plus.google.com"], shapes: &[Shape::Nowhere], reserved: &[] },
    Site { network: "medium", hosts: &["medium.com"], shapes: &[Shape::At], reserved: &[] },
    Site {
        network: "tumblr",
        hosts: &["tumblr.com"],
        shapes: &[Shape::Label],
        reserved: &["www", "api", "assets", "media"],
    },
    Site {
        network: "telegram",
        hosts: &["t.me", "telegram.me"],
        shapes: &[Shape::First],
        reserved: &["joinchat", "addstickers", "share", "s", "c", "proxy"],
    },
    Site {
        network: "flickr",
        hosts: &["flickr.com"],
        shapes: &[Shape::After(&["people", "photos"])],
        reserved: &["tags"],
    },
    Site {
        network: "mastodon",
        hosts: &[
            "mastodon.social",
            "mastodon.online",
            "mstdn.social",
            "piaille.fr",
            "mamot.fr",
            "framapiaf.org",
            "fosstodon.org",
            "mas.to",
        ],
        shapes: &[Shape::At, Shape::After(&["users"])],
        reserved: &[],
    },
];

/// The id of the network a host name belongs to, subdomains and ports included; `None` when it is of none known.
///
/// Any server may be a Mastodon instance: [`handle_of_url`] knows them by the form of the address.
pub fn network_of_host(host: &str) -> Option<&'static str> {
    site(&host.to_ascii_lowercase()).map(|(site, _)| site.network)
}

fn site(host: &str) -> Option<(&'static Site, &'static str)> {
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    let found = SITES.iter().flat_map(|site| site.hosts.iter().map(move |known| (site, *known)));
    found
        .filter(|(_, known)| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        .max_by_key(|(_, known)| known.len())
}

/// The network and the user name that the address of a profile stands for.
///
/// The user name is percent-decoded and otherwise as written, without `@`; a Mastodon one is `name@host`. `None` for
/// addresses of other things: groups, posts, searches.
pub fn handle_of_url(url: &str) -> Option<(&'static str, String)> {
    let (host, path) = parts(url)?;
    let mut segments = path.split('/').filter(|part| !part.is_empty());
    let Some((site, known)) = site(&host) else {
        // https://instance.example/@name, and /@name@elsewhere for accounts of other instances.
        let name = segments.next()?.strip_prefix('@')?;
        let (name, server) = name.split_once('@').unwrap_or((name, host.as_str()));
        return (segments.next().is_none_or(|rest| rest.bytes().all(|digit| digit.is_ascii_digit()))
            && is_name(name)
            && server.contains('.'))
        .then(|| ("mastodon", format!("{name}@{server}")));
    };
    let languages = ["fr", "en", "de", "es", "it"]; // before the path: viadeo.com/fr/profile/name
    let mut segments = segments.skip_while(|part| site.network == "viadeo" && languages.contains(part));
    let first = segments.next().unwrap_or_default();
    let second = segments.next().unwrap_or_default();
    let reserved = |name: &str| site.reserved.contains(&name.to_ascii_lowercase().as_str());
    let name = site.shapes.iter().find_map(|shape| {
        let name = match shape {
            Shape::First => first,
            Shape::At => first.strip_prefix('@')?,
            Shape::After(words) => words.iter().any(|word| first.eq_ignore_ascii_case(word)).then_some(second)?,
            Shape::Label => {
                let label = host.strip_suffix(known)?.strip_suffix('.')?;
                return (!label.contains('.') && is_name(label) && !reserved(label)).then(|| label.to_owned());
            }
            Shape::Nowhere => return None,
        };
        let name = name.trim_start_matches('@');
        (is_name(name) && !reserved(name)).then(|| name.to_owned())
    });
    let name = match name {
        Some(name) if site.network == "mastodon" && !name.contains('@') => format!("{name}@{host}"),
        Some(name) => name,
        // facebook.com/profile.php?id=1, facebook.com/people/Name/1: numbers stand for names.
        None if site.network == "facebook" => number(url, first, &path)?,
        None => return None,
    };
    Some((site.network, name))
}

/// The number of a Facebook profile without a user name.
fn number(url: &str, first: &str, path: &str) -> Option<String> {
    let number = match first {
        "profile.php" => url.split(['?', '&', '#']).find_map(|part| part.strip_prefix("id="))?,
        "people" => path.split('/').rfind(|part| !part.is_empty())?,
        _ => return None,
    };
    (number.len() >= 3 && number.bytes().all(|digit| digit.is_ascii_digit())).then(|| number.to_owned())
}

/// Whether a part of a path can be a user name.
fn is_name(name: &str) -> bool {
    let fine = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '@' | '~' | '\'');
    name.chars().any(char::is_alphanumeric) && name.len() <= 200 && name.chars().all(fine)
}

/// The host in lower case and the percent-decoded path of an address, with or without its scheme.
pub(super) fn parts(url: &str) -> Option<(String, String)> {
    let url = url.trim();
    if url.len() > 4096 || url.contains(char::is_whitespace) {
        return None;
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let host = host.trim_end_matches('.').to_lowercase();
    let fine = host.contains('.')
        && !host.starts_with('.')
        && host.chars().all(|letter| letter.is_alphanumeric() || "-._".contains(letter));
    fine.then(|| (host, decoded(path)))
}

/// The text with `%xx` decoded, where that gives UTF-8.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let digit = |byte: Option<&u8>| {
        byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok())
    };
    let (bytes, mut plain, mut at) = (text.as_bytes(), Vec::with_capacity(text.len()), 0);
    while let Some(byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            plain.push(high << 4 | low);
            at += 3;
        } else {
            plain.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_case_and_one_letter_do_not_hide_a_user_name() {
        assert_eq!(same_handle("@Zoe.Marchebois", "zoe_marchebois"), Some(HandleMatch { distance: 0, weak: false }));
        assert_eq!(same_handle("zoemarchebois", "zoemarchebios"), Some(HandleMatch { distance: 1, weak: false }));
        assert_eq!(same_handle("zoémarchebois", "zoemarchebois"), Some(HandleMatch { distance: 0, weak: false }));
        assert_eq!(same_handle("zoe@mastodon.example", "@zoe"), Some(HandleMatch { distance: 0, weak: true }));
    }

    #[test]
    fn short_numbered_and_empty_user_names_prove_nothing() {
        assert_eq!(same_handle("zozo69", "zozo6"), None);
        assert_eq!(same_handle("marchebois1", "marchebois2"), None);
        assert_eq!(same_handle("__", "--"), None);
        assert_eq!(same_handle("", ""), None);
        assert_eq!(same_handle(&"a".repeat(10_000), &"a".repeat(10_000)), None);
    }

    #[test]
    fn a_frequent_name_is_weak() {
        let weak = |handle: &str| same_handle(handle, handle).is_some_and(|found| found.weak);
        for handle in ["jean.martin", "jmartin", "martinjean", "john_smith", "smith", "sophie75", "zoe"] {
            assert!(weak(handle), "{handle}");
        }
        for handle in ["zoe.marchebois", "moonraccoon", "jean.marchebois"] {
            assert!(!weak(handle), "{handle}");
        }
    }

    #[test]
    fn the_address_of_a_profile_holds_a_user_name() {
        for (url, network, handle) in [
            ("https://www.linkedin.com/in/zoe-marchebois-1a2b3c/", "linkedin", "zoe-marchebois-1a2b3c"),
            ("https://fr.linkedin.com/in/zo%C3%A9-marchebois?trk=x", "linkedin", "zoé-marchebois"),
            ("facebook.com/zoe.marchebois", "facebook", "zoe.marchebois"),
            ("https://m.facebook.com/profile.php?id=100012345&ref=x", "facebook", "100012345"),
            ("https://www.facebook.com/people/Zoe-Marchebois/100012345/", "facebook", "100012345"),
            ("https://www.instagram.com/zoe_m/", "instagram", "zoe_m"),
            ("https://twitter.com/zoe_m/status/12", "x", "zoe_m"),
            ("https://x.com/@zoe_m", "x", "zoe_m"),
            ("https://www.tiktok.com/@zoe.m", "tiktok", "zoe.m"),
            ("https://www.youtube.com/@zoem", "youtube", "zoem"),
            ("https://youtube.com/c/zoem", "youtube", "zoem"),
            ("https://github.com/zoem/project", "github", "zoem"),
            ("https://zoem.github.io/", "github", "zoem"),
            ("https://mastodon.social/@zoe", "mastodon", "zoe@mastodon.social"),
            ("https://social.example.org/@zoe", "mastodon", "zoe@social.example.org"),
            ("https://social.example.org/@zoe/11012", "mastodon", "zoe@social.example.org"),
            ("https://social.example.org/@zoe@other.example", "mastodon", "zoe@other.example"),
            ("https://www.threads.net/@zoe.m", "threads", "zoe.m"),
            ("https://bsky.app/profile/zoe.bsky.social", "bluesky", "zoe.bsky.social"),
            ("https://www.pinterest.fr/zoem/", "pinterest", "zoem"),
            ("https://old.reddit.com/user/zoem", "reddit", "zoem"),
            ("https://www.xing.com/profile/Zoe_Marchebois", "xing", "Zoe_Marchebois"),
            ("https://copainsdavant.linternaute.com/p/zoe-marchebois-123", "copainsdavant", "zoe-marchebois-123"),
            ("http://www.viadeo.com/fr/profile/zoe.marchebois", "viadeo", "zoe.marchebois"),
        ] {
            assert_eq!(handle_of_url(url), Some((network, handle.to_owned())), "{url}");
        }
    }

    #[test]
    fn other_addresses_hold_none() {
        for url in [
            "https://www.facebook.com/groups/lyon",
            "https://www.facebook.com/pages/Lyon/12",
            "https://www.instagram.com/p/Cxyz/",
            "https://x.com/i/lists/1",
            "https://x.com/search?q=a",
            "https://www.linkedin.com/company/marchebois",
            "https://www.youtube.com/watch?v=1",
            "https://www.reddit.com/r/lyon",
            "https://github.com/",
            "https://example.com/about",
            "https://example.com/@",
            "https://example.com/@zoe/article-title",
            "zoe",
            "",
            "https://",
            "@zoe",
            "https://notfacebook.com/zoe",
            "https://facebook.com/%FF%FE",
            "https://facebook.com/a b",
        ] {
            assert_eq!(handle_of_url(url), None, "{url}");
        }
    }

    #[test]
    fn hosts_belong_to_networks() {
        assert_eq!(network_of_host("FR.LinkedIn.com"), Some("linkedin"));
        assert_eq!(network_of_host("m.facebook.com:443"), Some("facebook"));
        assert_eq!(network_of_host("twitter.com."), Some("x"));
        assert_eq!(network_of_host("gist.github.com"), Some("github"));
        assert_eq!(network_of_host("notx.com"), None);
        assert_eq!(network_of_host(""), None);
    }
}
