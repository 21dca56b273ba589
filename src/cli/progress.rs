//! How far the reading has come: one line on the terminal, where it takes long.
//!
//! The line is drawn by a thread of its own, which asks the sources what they have counted anyway; nothing is told to
//! it, and a pipe never sees a byte of it.

use std::io::{self, IsTerminal as _};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cloison::language::Language;
use cloison::source::Source;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::common::{Common, width};
use super::problem;

/// Work that is done sooner is not told.
const LONG: Duration = Duration::from_millis(500);
/// How often the line is drawn.
const BEAT: Duration = Duration::from_millis(100);
/// Columns of the bar.
const BAR: usize = 16;

/// Whether and how progress is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress(Option<Language>);

impl Progress {
    /// On a terminal that can take a line back, unless `-q` asks for silence.
    pub(super) fn of(common: &Common) -> Progress {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let told = !common.quiet && io::stderr().is_terminal() && !is_dumb;
        Progress(told.then(|| common.language()))
    }

    /// Opens sources.
    pub(super) fn opening<T>(self, work: impl FnOnce() -> T) -> T {
        self.reading(&[], work)
    }

    /// Reads sources. The line is gone when this returns.
    pub(super) fn reading<T>(self, sources: &[Source], work: impl FnOnce() -> T) -> T {
        let Some(language) = self.0 else { return work() };
        let over = Over::default();
        std::thread::scope(|scope| {
            scope.spawn(|| watch(sources, &over, language));
            let _over = Ends(&over);
            work()
        })
    }
}

/// Whether the work is done.
#[derive(Debug, Default)]
struct Over {
    is_over: Mutex<bool>,
    changed: Condvar,
}

impl Over {
    /// Waits until the work is done, and no longer than told.
    fn within(&self, most: Duration) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(is_over, most, |is_over| !*is_over);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Says that the work is done, also when it panics.
struct Ends<'a>(&'a Over);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *self.0.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.changed.notify_all();
    }
}

fn watch(sources: &[Source], over: &Over, language: Language) {
    let begin = Instant::now();
    if over.within(LONG) {
        return;
    }
    let style = |template: &str| {
        let style = ProgressStyle::with_template(template).expect("the template is one");
        style.progress_chars("█▓░")
    };
    let (with_bar, without) = (style(&format!("{{bar:{BAR}}} {{wide_msg}}")), style("{wide_msg}"));
    let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr());
    loop {
        let whole = Whole::of(sources);
        let share = whole.share();
        let (style, taken) = if share.is_some() { (&with_bar, BAR + 2) } else { (&without, 1) };
        bar.set_style(style.clone());
        bar.set_message(whole.text(begin.elapsed(), width().saturating_sub(taken), language));
        bar.set_position(share.unwrap_or_default());
        if over.within(BEAT) {
            break;
        }
    }
    bar.finish_and_clear();
}

/// How far the reading of all sources has come.
#[derive(Debug, PartialEq, Eq)]
struct Whole {
    done: u64,
    known: u64,
    entry: Option<String>,
    /// Whether there are sources that are not begun, and so not among what is known.
    more: bool,
}

impl Whole {
    fn of(sources: &[Source]) -> Whole {
        let mut whole = Whole { done: 0, known: 0, entry: None, more: false };
        for source in sources {
            let reach = source.reach();
            whole.more |= reach.entry.is_none();
            if let Some(entry) = reach.entry {
                whole.known += reach.known;
                whole.done += if reach.known == 0 { reach.done } else { reach.done.min(reach.known) };
                if reach.done < reach.known || reach.known == 0 || whole.entry.is_none() {
                    whole.entry = Some(problem::visible(entry).into_owned());
                }
            }
        }
        whole
    }

    /// Thousandths that are done; `None` where it is not known of how much.
    fn share(&self) -> Option<u64> {
        (self.known > 0).then(|| (self.done.saturating_mul(1000) / self.known).min(1000))
    }

    /// The line, so many columns wide at most.
    fn text(&self, since: Duration, room: usize, language: Language) -> String {
        let Some(entry) = &self.entry else {
            return language.pick("opening …", "ouverture …").to_owned();
        };
        if self.known > 0 && self.done >= self.known && !self.more {
            return language.pick("read; judging …", "lu ; examen …").to_owned();
        }
        let mut text = bytes(self.done, self.known, language);
        if self.known > 0
            && self.done > 0
            && let Ok(left) = u64::try_from(
                since.as_millis() * u128::from(self.known.saturating_sub(self.done)) / u128::from(self.done),
            )
        {
            let left = duration(left.div_ceil(1000));
            text.push_str(&match (language, self.more) {
                (Language::En, false) => format!(" · {left} left"),
                (Language::En, true) => format!(" · {left} left or more"),
                (Language::Fr, false) => format!(" · encore {left}"),
                (Language::Fr, true) => format!(" · encore {left} ou plus"),
            });
        }
        let left = room.saturating_sub(text.width() + 3);
        if left >= 8 {
            text.push_str(" · ");
            text.push_str(&ending(entry, left));
        }
        text
    }
}

/// The end of a name, which tells most, in so many columns.
fn ending(name: &str, most: usize) -> String {
    if name.width() <= most {
        return name.to_owned();
    }
    let mut columns = 1;
    let kept: Vec<char> = name
        .chars()
        .rev()
        .take_while(|letter| {
            columns += letter.width().unwrap_or_default();
            columns <= most
        })
        .collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

/// `120 of 400 MB`, `120 sur 400 Mo`; only what is done where it is not known of how much.
fn bytes(done: u64, known: u64, language: Language) -> String {
    const UNITS: [(u64, &str, &str); 4] =
        [(1_000_000_000, "GB", "Go"), (1_000_000, "MB", "Mo"), (1_000, "kB", "ko"), (1, "B", "o")];
    let most = done.max(known);
    let (unit, en, fr) = UNITS.into_iter().find(|(unit, ..)| most >= *unit).unwrap_or(UNITS[3]);
    let shown = |count: u64| {
        let tenths = count.saturating_mul(10) / unit;
        let (whole, tenth) = (tenths / 10, tenths % 10);
        if most >= unit.saturating_mul(100) || unit == 1 {
            whole.to_string()
        } else {
            language.pick(format!("{whole}.{tenth}"), format!("{whole},{tenth}"))
        }
    };
    let name = language.pick(en, fr);
    if known == 0 {
        return format!("{} {name}", shown(done));
    }
    let of = language.pick("of", "sur");
    format!("{} {of} {} {name}", shown(done), shown(known))
}

/// Seconds, as a person says them; the same in both languages.
fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(done: u64, known: u64, more: bool) -> Whole {
        Whole { done, known, entry: Some("posts/your_posts__check_ins_1.json".to_owned()), more }
    }

    #[test]
    fn the_line_tells_how_much_how_long_and_where_and_fits() {
        let since = Duration::from_secs(3);
        let (en, fr) = (Language::En, Language::Fr);
        let some = whole(100_000_000, 400_000_000, false);
        assert_eq!(some.text(since, 80, en), "100 of 400 MB · 9 s left · posts/your_posts__check_ins_1.json");
        assert_eq!(some.text(since, 50, fr), "100 sur 400 Mo · encore 9 s · …s__check_ins_1.json");
        assert_eq!(some.text(since, 30, en), "100 of 400 MB · 9 s left");
        assert_eq!(some.share(), Some(250));
        let open = whole(2_500_000_000, 5_000_000_000, true);
        assert_eq!(open.text(Duration::from_secs(100), 42, fr), "2,5 sur 5,0 Go · encore 2 min ou plus");
        assert_eq!(whole(0, 10, false).text(since, 19, en), "0 of 10 B");
        let untold = whole(7_300, 0, false);
        assert_eq!((untold.share(), untold.text(since, 12, en)), (None, "7.3 kB".to_owned()));
        assert_eq!(whole(10, 10, false).text(since, 80, fr), "lu ; examen …");
        assert_eq!(Whole { entry: None, ..whole(0, 0, true) }.text(since, 80, en), "opening …");
        assert_eq!(duration(4_000), "1 h 06 min");
        assert_eq!(ending("日本語.json", 8), "…語.json");
    }

    #[test]
    fn what_ends_soon_or_panics_ends() {
        assert_eq!(Progress(Some(Language::En)).opening(|| 7), 7);
        let panicked = std::panic::catch_unwind(|| Progress(Some(Language::En)).opening(|| panic!("on purpose")));
        assert!(panicked.is_err());
    }
}
