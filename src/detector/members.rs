//! Sets of small numbers.

/// Small numbers, a bit each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members(Vec<u64>);

impl Members {
    /// None, with room for numbers below one.
    pub(crate) fn below(number: usize) -> Members {
        Members(vec![0; number.div_ceil(64)])
    }

    pub(crate) fn insert(&mut self, member: u16) {
        let word = usize::from(member) / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (member % 64);
    }

    pub(crate) fn has(&self, member: u16) -> bool {
        self.0.get(usize::from(member) / 64).is_some_and(|word| word >> (member % 64) & 1 != 0)
    }

    pub(crate) fn remove(&mut self, member: u16) {
        if let Some(word) = self.0.get_mut(usize::from(member) / 64) {
            *word &= !(1 << (member % 64));
        }
    }

    /// Its members, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> {
        (0_u16..).zip(&self.0).flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = u16::try_from(rest.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                rest &= rest - 1;
                Some(place * 64 + bit)
            })
        })
    }

    /// Adds the members of another set.
    pub(crate) fn add(&mut self, other: &Members) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            *mine |= other;
        }
    }

    /// Those that are in another set too.
    pub(crate) fn among(mut self, other: &Members) -> Members {
        self.0.truncate(other.0.len());
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            *mine &= other;
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether a number is in both.
    pub(crate) fn meets(&self, other: &Members) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, other)| mine & other != 0)
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Members) -> bool {
        let longest = self.0.len().max(other.0.len());
        let word = |set: &Members, at: usize| set.0.get(at).copied().unwrap_or_default();
        (0..longest).all(|at| word(self, at) == word(other, at))
    }
}

impl Eq for Members {}

impl FromIterator<u16> for Members {
    fn from_iter<I: IntoIterator<Item = u16>>(numbers: I) -> Members {
        let mut members = Members::default();
        for number in numbers {
            members.insert(number);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_equal_by_their_members() {
        let (one, two): (Members, Members) = ([3, 64].into_iter().collect(), [64, 200].into_iter().collect());
        assert!(one.has(64) && !one.has(200) && !one.has(65));
        assert!(one.meets(&two) && !one.meets(&[65].into_iter().collect()));
        let mut both = one.clone();
        both.add(&two);
        assert_eq!(both, [200, 64, 3].into_iter().collect());
        assert_eq!(both.clone().among(&one), one);
        both.add(&one);
        assert_eq!(both, [3, 64, 200].into_iter().collect());
        assert_ne!(both, one);
        assert!(Members::default().is_empty() && !one.is_empty());
    }
}
