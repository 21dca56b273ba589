//! Writing into a rules file without disturbing it: comments, order and line ends stay as they are.

use super::load::read;
use super::syntax::{Accept, Account, Attest, File};
use super::yaml::{self, Node, NodeKind};

/// Why an acceptance could not be written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stubborn;

/// The text of a rules file with one acceptance more, at the end of its list; the list is begun where there is none.
///
/// The result is read again and must hold everything the file held and the acceptance besides, so that an unusual
/// way of writing never ends in a broken file.
///
/// # Errors
///
/// When the file is written in a way in which that is not possible.
pub fn insert_accept(text: &str, accept: &Accept) -> Result<String, Stubborn> {
    let node = yaml::parse(text).map_err(|_| Stubborn)?;
    let item = item(accept);
    let new = match node.get("accept") {
        None => append_key(text, &item),
        Some(Node { kind: NodeKind::Null, .. }) => after_key(text, &node, &item).ok_or(Stubborn)?,
        Some(list) => match &list.kind {
            NodeKind::List(items) => into_list(text, list, items, &item).ok_or(Stubborn)?,
            _ => return Err(Stubborn),
        },
    };
    let (old, _) = read::<File>(text).map_err(|_| Stubborn)?;
    let (mut file, _) = read::<File>(&new).map_err(|_| Stubborn)?;
    let before = old.accept.len();
    let place = file.accept.iter().position(|other| is_same(other, accept)).ok_or(Stubborn)?;
    file.accept.remove(place);
    // Nothing else may have changed: compared by all that is written down of it.
    let same = file.accept.len() == before && format!("{file:?}") == format!("{old:?}");
    same.then_some(new).ok_or(Stubborn)
}

/// The text of a rules file in which an account, told by its source, holds an attestation; one it held is replaced.
///
/// The result is read again and must hold everything else the file held.
///
/// # Errors
///
/// When no account has that source, or the file is written in a way in which that is not possible.
pub fn insert_attest(text: &str, source: &str, attest: &Attest) -> Result<String, Stubborn> {
    let node = yaml::parse(text).map_err(|_| Stubborn)?;
    let Some(Node { kind: NodeKind::List(accounts), .. }) = node.get("accounts") else { return Err(Stubborn) };
    let is_meant = |account: &&Node| account.get("source").and_then(Node::text) == Some(source);
    let account = accounts.iter().find(is_meant).ok_or(Stubborn)?;
    let new = put_attest(text, account, &attestation(attest)).ok_or(Stubborn)?;
    let (mut old, _) = read::<File>(text).map_err(|_| Stubborn)?;
    let (file, _) = read::<File>(&new).map_err(|_| Stubborn)?;
    let is_mine = |account: &&mut Account| account.source == source;
    old.accounts.iter_mut().find(is_mine).ok_or(Stubborn)?.attest = Some(attest.clone());
    (format!("{file:?}") == format!("{old:?}")).then_some(new).ok_or(Stubborn)
}

/// The attestation as a mapping on one line.
fn attestation(attest: &Attest) -> String {
    let mut parts = Vec::new();
    parts.extend(attest.by.as_ref().map(|by| format!("by: {}", quoted(by))));
    parts.push(format!("checked: {}", attest.checked));
    parts.extend(attest.until.map(|until| format!("until: {until}")));
    parts.extend(attest.default_audience.map(|audience| format!("default_audience: {audience}")));
    parts.extend(attest.settings.iter().map(|(setting, value)| format!("{setting}: {}", quoted(value))));
    format!("attest: {{ {} }}", parts.join(", "))
}

fn put_attest(text: &str, account: &Node, item: &str) -> Option<String> {
    let NodeKind::Map(entries) = &account.kind else { return None };
    let key_of = |name: &str| entries.iter().find(|(key, _)| key.name == name);
    let begin = offset(text, account.line, account.column)?;
    let is_flow = text.get(begin..)?.starts_with('{');
    let old = match key_of("attest") {
        None => None,
        Some((key, value)) => {
            let (from, at) = (offset(text, key.line, key.column)?, offset(text, value.line, value.column)?);
            let end = if text.get(at..)?.starts_with('{') {
                at + closing(text.get(at..)?)? + 1
            } else {
                block_end(text, key.line, key.column)?
            };
            Some((from, end))
        }
    };
    Some(match old {
        Some((from, end)) => format!("{}{item}{}", text.get(..from)?, text.get(end..)?),
        None if is_flow => {
            let end = begin + closing(text.get(begin..)?)?;
            let inside = text.get(..end)?;
            let kept = inside.trim_end_matches([' ', '\t']);
            let comma = if kept.ends_with(',') { "" } else { "," };
            format!("{kept}{comma} {item} {}", text.get(end..)?)
        }
        None => {
            let (key, _) = key_of("source")?;
            let end = block_end(text, key.line, key.column)?;
            let indent = " ".repeat(usize::try_from(key.column).ok()?.checked_sub(1)?);
            let head = text.get(..end)?;
            format!("{head}{}{indent}{item}{}", line_end(text), text.get(end..)?)
        }
    })
}

/// The byte at which a place stands.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let within = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    Some(before + within)
}

/// Where the mapping or list that a text begins with is closed, quoted texts passed over.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match (quote, sign) {
            (Some('"'), '\\') => {
                signs.next();
            }
            (Some(open), sign) if sign == open => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The end of a key's value in block form: of the last line that is indented more than the key, without its line end.
fn block_end(text: &str, line: u32, column: u32) -> Option<usize> {
    let first = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let (mut at, mut end) = (0, None);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let words = line.trim_start_matches(' ');
        let is_blank = words.trim().is_empty();
        if number > first && !is_blank && line.len() - words.len() <= column {
            break;
        }
        if number == first || (number > first && !is_blank) {
            end = Some(at + line.trim_end_matches(['\r', '\n']).len());
        }
        at += line.len();
    }
    end
}

fn is_same(a: &Accept, b: &Accept) -> bool {
    (&a.fingerprint, &a.rule, &a.because, &a.by, a.until) == (&b.fingerprint, &b.rule, &b.because, &b.by, b.until)
}

/// The acceptance as a mapping on one line.
fn item(accept: &Accept) -> String {
    let mut parts = Vec::new();
    parts.extend(accept.fingerprint.as_ref().map(|print| format!("fingerprint: {}", quoted(print))));
    parts.extend(accept.rule.as_ref().map(|rule| format!("rule: {}", quoted(rule))));
    parts.push(format!("because: {}", quoted(&accept.because)));
    parts.extend(accept.by.as_ref().map(|by| format!("by: {}", quoted(by))));
    parts.extend(accept.until.map(|until| format!("until: {until}")));
    format!("{{ {} }}", parts.join(", "))
}

/// A text in double quotes: what JSON writes, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn append_key(text: &str, item: &str) -> String {
    let end = line_end(text);
    let mut new = text.to_owned();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push_str(end);
    }
    new.push_str(&format!("{end}accept:{end}  - {item}{end}"));
    new
}

/// Behind an `accept:` that holds nothing.
fn after_key(text: &str, node: &Node, item: &str) -> Option<String> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    let (key, _) = entries.iter().find(|(key, _)| key.name == "accept")?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = usize::try_from(key.line).ok()?.checked_sub(1)?;
    let end = line_end(text);
    // `accept: ~` holds nothing either, and would hold two things with a list below.
    let line = lines.get(at)?.trim_end_matches(['\r', '\n']);
    let (before, rest) = line.split_once(':')?;
    let comment = rest.find('#').and_then(|at| rest.get(at..)).map(|rest| format!("  {rest}")).unwrap_or_default();
    let new = format!("{before}:{comment}{end}  - {item}{end}");
    *lines.get_mut(at)? = &new;
    Some(lines.concat())
}

fn into_list(text: &str, list: &Node, items: &[Node], item: &str) -> Option<String> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = usize::try_from(list.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(list.column).ok()?.checked_sub(1)?;
    let line = lines.get_mut(at)?;
    let place = line.char_indices().nth(column)?.0;
    let (before, after) = line.split_at_checked(place)?;
    if let Some(rest) = after.strip_prefix('[') {
        let comma = if items.is_empty() { "" } else { ", " };
        *line = format!(
            "{before}[{item}{comma}{}",
            if items.is_empty() { rest.trim_start_matches([' ', '\t']) } else { rest }
        );
        return Some(lines.concat());
    }
    // A list as deep as its key is told by its first item, so the dash is looked for.
    let column = line.len() - line.trim_start_matches(' ').len();
    if !line.trim_start_matches(' ').starts_with('-') {
        return None;
    }
    // In block form: behind the last line that is indented more than the dashes.
    let last = usize::try_from(items.last()?.line).ok()?.checked_sub(1)?;
    let mut end = last;
    for (number, line) in lines.iter().enumerate().skip(last + 1) {
        let words = line.trim_start_matches(' ');
        if words.trim().is_empty() {
            continue;
        }
        if line.len() - words.len() <= column {
            break;
        }
        end = number;
    }
    let break_ = line_end(text);
    let last = lines.get_mut(end)?;
    if !last.ends_with('\n') {
        last.push_str(break_);
    }
    lines.insert(end + 1, format!("{}- {item}{break_}", " ".repeat(column)));
    Some(lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept() -> Accept {
        Accept {
            fingerprint: Some("v1:734ad09a513bde6248138afcb65b57d1".to_owned()),
            rule: Some("privacy/phone-in-text".to_owned()),
            because: "it's the \"office\": line # 1".to_owned(),
            by: Some("zoé".to_owned()),
            until: "2027-06-30".parse().ok(),
            ..Accept::default()
        }
    }

    const ITEM: &str = r#"{ fingerprint: "v1:734ad09a513bde6248138afcb65b57d1", rule: "privacy/phone-in-text", because: "it's the \"office\": line # 1", by: "zoé", until: 2027-06-30 }"#;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(insert_accept(text, &accept()).unwrap(), wanted.replace("ITEM", ITEM));
    }

    #[test]
    fn settings_are_attested_one_by_one_or_together() {
        let file = |attest: &str| {
            let text =
                format!("version: 1\naccounts: [{{ source: a, attest: {{ checked: 2026-11-22, {attest} }} }}]\n");
            read::<File>(&text).unwrap().0.accounts[0].attest.clone().unwrap()
        };
        let one = file("default_audience: contacts, two_factor: enabled, tag_review: disabled");
        let together = file("default_audience: contacts, settings: { tag_review: disabled, two_factor: enabled }");
        assert_eq!(one.settings.len(), 2);
        assert_eq!(format!("{one:?}"), format!("{together:?}"));
    }

    #[test]
    fn the_list_is_begun_where_there_is_none() {
        check("version: 1 # one\n", "version: 1 # one\n\naccept:\n  - ITEM\n");
        check("version: 1", "version: 1\n\naccept:\n  - ITEM\n");
        check("version: 1\r\n", "version: 1\r\n\r\naccept:\r\n  - ITEM\r\n");
    }

    #[test]
    fn an_empty_list_is_filled() {
        check("version: 1\naccept: [] # none\ngate: {}\n", "version: 1\naccept: [ITEM] # none\ngate: {}\n");
        check("version: 1\naccept: [ ]\n", "version: 1\naccept: [ITEM]\n");
    }

    #[test]
    fn comments_of_the_list_and_of_the_next_key_stay_in_place() {
        check(
            "version: 1\naccept:\n  # first\n  - rule: privacy/phone-in-text\n    because: x   # why\n\n# the gate\ngate: {}\n",
            "version: 1\naccept:\n  # first\n  - rule: privacy/phone-in-text\n    because: x   # why\n  - ITEM\n\n# the gate\ngate: {}\n",
        );
        check(
            "accept:\n- { rule: a/b, because: x,\n    by: me }\n- rule: a/c\n  because: |\n    long\n\n    text\nversion: 1\n",
            "accept:\n- { rule: a/b, because: x,\n    by: me }\n- rule: a/c\n  because: |\n    long\n\n    text\n- ITEM\nversion: 1\n",
        );
    }

    #[test]
    fn a_list_on_one_line_gets_one_more() {
        check(
            "version: 1\naccept: [{ rule: a/b, because: \"]\" }]\n",
            "version: 1\naccept: [ITEM, { rule: a/b, because: \"]\" }]\n",
        );
    }

    fn attest() -> Attest {
        Attest {
            by: Some("zoé".to_owned()),
            checked: "2026-11-22".parse().unwrap(),
            until: "2027-05-22".parse().ok(),
            default_audience: Some(crate::record::Audience::Contacts),
            settings: [(crate::record::Setting::TwoFactor, "enabled".to_owned())].into(),
        }
    }

    #[test]
    fn an_attestation_is_written_into_its_account_and_replaces_an_older_one() {
        const ITEM: &str = r#"attest: { by: "zoé", checked: 2026-11-22, until: 2027-05-22, default_audience: contacts, two_factor: "enabled" }"#;
        for (text, wanted) in [
            (
                "version: 1\naccounts:\n  - { source: a.zip, role: personal } # home\n  - { source: b.zip }\n",
                "version: 1\naccounts:\n  - { source: a.zip, role: personal, ITEM } # home\n  - { source: b.zip }\n",
            ),
            (
                "version: 1\naccounts:\n  - source: a.zip # home\n    role: personal\n\n  - source: b.zip\n",
                "version: 1\naccounts:\n  - source: a.zip # home\n    ITEM\n    role: personal\n\n  - source: b.zip\n",
            ),
            (
                "version: 1\naccounts:\n  - source: a.zip\n    attest:\n      checked: 2025-01-01\n      settings:\n        tag_review: enabled\n    role: personal\n",
                "version: 1\naccounts:\n  - source: a.zip\n    ITEM\n    role: personal\n",
            ),
            (
                "version: 1\naccounts: [{ source: a.zip, attest: { checked: 2025-01-01, by: \"}\" }, role: mixed }]\n",
                "version: 1\naccounts: [{ source: a.zip, ITEM, role: mixed }]\n",
            ),
        ] {
            assert_eq!(insert_attest(text, "a.zip", &attest()), Ok(wanted.replace("ITEM", ITEM)));
        }
        assert_eq!(insert_attest("version: 1\n", "a.zip", &attest()), Err(Stubborn));
        assert_eq!(insert_attest("version: 1\naccounts: [{ source: b.zip }]\n", "a.zip", &attest()), Err(Stubborn));
    }

    #[test]
    fn a_file_that_cannot_be_written_into_is_left_alone() {
        for text in ["a: [", "accept: no", "- 1\n", "{ version: 1 }\n", "version: 1\n...\n"] {
            assert_eq!(insert_accept(text, &accept()), Err(Stubborn), "{text}");
        }
    }
}
