//! What needs a word: acceptances and entries of a baseline that are of no use any more.

use super::Request;
use crate::audit::Acceptances;

pub(super) fn notes(request: &Request<'_>, noted: &[Acceptances]) -> Vec<String> {
    let language = request.language;
    let name = |index: usize| {
        let accept = &request.accepts[index];
        accept.rule.clone().or_else(|| accept.fingerprint.clone()).unwrap_or_default()
    };
    noted
        .iter()
        .map(|acceptance| match acceptance {
            Acceptances::Expired(index) => {
                let until = request.accepts[*index].until.map(|until| until.to_string()).unwrap_or_default();
                language.pick(
                    format!("the acceptance of {} ran out on {until}: its findings count again", name(*index)),
                    format!("l'acceptation de {} a expiré le {until} : ses constats comptent à nouveau", name(*index)),
                )
            }
            Acceptances::Unused(index) => language.pick(
                format!("the acceptance of {} is unused: nothing like it is found any more", name(*index)),
                format!("l'acceptation de {} ne sert plus : rien de tel n'est trouvé", name(*index)),
            ),
            Acceptances::Covered(index, first) => language.pick(
                format!(
                    "the acceptance of {} (“{}”) adds nothing: “{}” accepts the same",
                    name(*index),
                    request.accepts[*index].because,
                    request.accepts[*first].because
                ),
                format!(
                    "l'acceptation de {} (« {} ») n'ajoute rien : « {} » accepte la même chose",
                    name(*index),
                    request.accepts[*index].because,
                    request.accepts[*first].because
                ),
            ),
        })
        .chain(request.stale.iter().map(|entry| {
            let about = if entry.about.is_empty() { String::new() } else { format!(" ({})", entry.about) };
            language.pick(
                format!(
                    "the baseline holds {}{about}, which is found no more: cloison baseline prune",
                    entry.fingerprint
                ),
                format!(
                    "la référence contient {}{about}, qui n'est plus trouvé : cloison baseline prune",
                    entry.fingerprint
                ),
            )
        }))
        .collect()
}
