//! Links: to pages of the web, which nothing else is, and to the rules and findings of the page.

use maud::{Markup, html};

use super::Page;

impl Page<'_> {
    /// A link to a page of the web; anything else is no link.
    pub(super) fn link(&self, url: &str, words: &str, about: &str) -> Markup {
        html! {
            @if is_web(url) {
                a href=(url) rel="noopener noreferrer" { (words) span.unseen { (self.language.pick(": ", "\u{a0}: ")) (self.set(about)) } }
            } @else { code { (url) } }
        }
    }

    /// A reference: words, and mostly an address at their end.
    pub(super) fn reference(&self, reference: &str) -> Markup {
        let (words, url) = match reference.rsplit_once(' ') {
            Some((words, url)) if is_web(url) => (words.trim_end_matches(','), Some(url)),
            None if is_web(reference) => (reference, Some(reference)),
            _ => (reference, None),
        };
        html! {
            @match url {
                Some(url) => a href=(url) rel="noopener noreferrer" { (self.set(words)) },
                None => { (self.set(words)) }
            }
        }
    }
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
}

/// The name a rule is linked by. Ids of rules are plain words.
pub(super) fn rule_anchor(rule: &str) -> String {
    format!("r-{}", rule.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-"))
}

/// The name a finding is linked by.
pub(super) fn finding_anchor(fingerprint: &str) -> String {
    format!("f-{}", fingerprint.trim_start_matches("v1:").replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://x.example/ y", "file:///etc"] {
            assert!(!is_web(url), "{url}");
        }
        assert!(is_web("https://www.facebook.com/settings/?tab=x"));
    }
}
