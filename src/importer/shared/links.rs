//! Which network an address on the web leads to.

/// The network whose profiles stand at the host of an address, by its id; `None` for any other site.
///
/// Fediverse servers have hosts of their own: an address whose path is `/@name` counts as `mastodon`.
pub fn network_of(url: &str) -> Option<&'static str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if !host.contains('.') {
        return None;
    }
    let known = HOSTS
        .iter()
        .find(|(known, _)| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    known.map(|(_, network)| *network).or_else(|| path.starts_with('@').then_some("mastodon"))
}

/// The id of a network by the name people write: `Twitter` is `x`. The name in lower case for one that is not known.
pub fn network_named(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let known = NAMES.iter().find(|(known, _)| *known == plain).map(|(_, network)| (*network).to_owned());
    known.unwrap_or(plain)
}

/// Whether an id is that of a network whose hosts are known.
pub fn is_known(network: &str) -> bool {
    HOSTS.iter().any(|(_, known)| *known == network)
}

/// Names that differ from the id.
const NAMES: &[(&str, &str)] = &[
    ("twitter", "x"),
    ("xtwitter", "x"),
    ("twitterx", "x"),
    ("stackoverflow", "stackexchange"),
    ("fb", "facebook"),
    ("insta", "instagram"),
    ("bsky", "bluesky"),
    ("yt", "youtube"),
];

const HOSTS: &[(&str, &str)] = &[
    ("linkedin.com", "linkedin"),
    ("lnkd.in", "linkedin"),
    ("facebook.com", "facebook"),
    ("fb.com", "facebook"),
    ("fb.me", "facebook"),
    ("instagram.com", "instagram"),
    ("threads.net", "threads"),
    ("threads.com", "threads"),
    ("twitter.com", "x"),
    ("x.com", "x"),
    ("mastodon.social", "mastodon"),
    ("mastodon.online", "mastodon"),
    ("piaille.fr", "mastodon"),
    ("bsky.app", "bluesky"),
    ("reddit.com", "reddit"),
    ("tiktok.com", "tiktok"),
    ("gist.github.com", "github"),
    ("github.com", "github"),
    ("gitlab.com", "gitlab"),
    ("codeberg.org", "codeberg"),
    ("bitbucket.org", "bitbucket"),
    ("youtube.com", "youtube"),
    ("youtu.be", "youtube"),
    ("xing.com", "xing"),
    ("pinterest.com", "pinterest"),
    ("pinterest.fr", "pinterest"),
    ("snapchat.com", "snapchat"),
    ("discord.gg", "discord"),
    ("discord.com", "discord"),
    ("stackoverflow.com", "stackexchange"),
    ("stackexchange.com", "stackexchange"),
    ("serverfault.com", "stackexchange"),
    ("superuser.com", "stackexchange"),
    ("askubuntu.com", "stackexchange"),
    ("mathoverflow.net", "stackexchange"),
    ("stackapps.com", "stackexchange"),
    ("viadeo.com", "viadeo"),
    ("viadeo.journaldunet.com", "viadeo"),
    ("copainsdavant.linternaute.com", "copainsdavant"),
    ("doctolib.fr", "doctolib"),
    ("doctolib.de", "doctolib"),
    ("doctolib.it", "doctolib"),
    ("avvo.com", "avvo"),
    ("justia.com", "justia"),
    ("martindale.com", "martindale"),
    ("lawyers.com", "lawyers"),
    ("findlaw.com", "findlaw"),
    ("superlawyers.com", "superlawyers"),
    ("medium.com", "medium"),
    ("dev.to", "devto"),
    ("orcid.org", "orcid"),
    ("researchgate.net", "researchgate"),
    ("academia.edu", "academia"),
    ("scholar.google.com", "googlescholar"),
    ("kaggle.com", "kaggle"),
    ("huggingface.co", "huggingface"),
    ("t.me", "telegram"),
    ("wa.me", "whatsapp"),
    ("twitch.tv", "twitch"),
    ("vimeo.com", "vimeo"),
    ("soundcloud.com", "soundcloud"),
    ("strava.com", "strava"),
    ("tumblr.com", "tumblr"),
    ("flickr.com", "flickr"),
    ("dribbble.com", "dribbble"),
    ("behance.net", "behance"),
    ("linktr.ee", "linktree"),
    ("about.me", "aboutme"),
    ("gravatar.com", "gravatar"),
    ("keybase.io", "keybase"),
    ("malt.fr", "malt"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_tells_its_network() {
        assert_eq!(network_of("https://fr.linkedin.com/in/zoe"), Some("linkedin"));
        assert_eq!(network_of("HTTPS://WWW.X.COM/zoe"), Some("x"));
        assert_eq!(network_of("twitter.com/zoe"), Some("x"));
        assert_eq!(network_of("https://social.example/@zoe"), Some("mastodon"));
        for other in ["https://netflix.com/", "https://example.org/x.com", "", "@zoe", "https://", "//"] {
            assert_eq!(network_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_name_tells_its_network() {
        assert_eq!(network_named("Twitter"), "x");
        assert_eq!(network_named("Stack Overflow"), "stackexchange");
        assert_eq!(network_named("LinkedIn"), "linkedin");
        assert_eq!(network_named("Ello"), "ello");
    }
}
