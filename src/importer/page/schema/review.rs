//! What others say of the subject of a page: reviews, and how many of them give how many stars.

use super::Graph;
use crate::importer::What;
use crate::importer::page::facts::Facts;
use crate::importer::shared::{date, markup};
use crate::record::{Attribute, Kind, Origin, Person, Record, filled};

impl Graph {
    pub(super) fn reviews(&self, index: usize, facts: &mut Facts<'_>) {
        for review in [self.linked(index, "review"), self.linked(index, "reviews")].concat() {
            let author = self.first(review, "author");
            let written = self.first_of(review, ["datePublished", "dateCreated"]);
            let date = written.as_deref().and_then(|date| date::parse(date, date::Order::Untold));
            if written.is_some() && date.is_none() {
                facts.problem(What::UnknownDate("datePublished"));
            }
            let reply =
                self.linked(review, "comment").first().and_then(|reply| self.first_of(*reply, ["text", "description"]));
            let text = self.first_of(review, ["reviewBody", "description"]);
            let record = Record::new(Kind::Review, Origin::default())
                .with_text(markup::fragment(&text.unwrap_or_default()))
                .with_date(date)
                .with(Attribute::Direction, "received")
                .with(Attribute::Title, self.first(review, "headline"))
                .with(Attribute::Rating, self.rating(review, "reviewRating"))
                .with(Attribute::Reply, markup::fragment(&reply.unwrap_or_default()));
            let record = match filled(author) {
                Some(name) => record.with_person(Person::named(name)),
                None => record,
            };
            if record.text.is_some() || record.attribute(Attribute::Rating).is_some() {
                facts.give(Record { own: false, ..record });
            }
        }
        for total in self.linked(index, "aggregateRating") {
            let count = self.first_of(total, ["reviewCount", "ratingCount"]);
            let record = Record::new(Kind::Review, Origin::default())
                .with(Attribute::Direction, "received")
                .with(Attribute::Category, "aggregate")
                .with(Attribute::Rating, stars(&self.first(total, "ratingValue"), &self.first(total, "bestRating")))
                .with(Attribute::Count, count.unwrap_or_default());
            facts.give(Record { own: false, ..record });
        }
    }

    /// The text of the first of two properties that has one.
    fn first_of(&self, index: usize, names: [&str; 2]) -> Option<String> {
        names.into_iter().map(|name| self.first(index, name)).find(|text| !text.is_empty())
    }

    fn rating(&self, index: usize, name: &str) -> String {
        match self.linked(index, name).first() {
            Some(rating) => stars(&self.first(*rating, "ratingValue"), &self.first(*rating, "bestRating")),
            None => stars(&self.first(index, name), ""),
        }
    }
}

/// A rating out of the best, `4.5/5`; five where the best is not told, unless the rating is more than that.
pub(in crate::importer::page) fn stars(value: &str, best: &str) -> String {
    let value = value.trim().replace(',', ".");
    if value.is_empty() || value.contains('/') {
        return value;
    }
    if best.trim().is_empty() && value.parse::<f64>().is_ok_and(|value| value > 5.0) {
        return value;
    }
    let best = if best.trim().is_empty() { "5" } else { best.trim() };
    format!("{value}/{best}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_out_of_the_best() {
        assert_eq!(
            (stars("4,5", ""), stars("9.8", "10"), stars("", "5"), stars("3/5", "")),
            ("4.5/5".into(), "9.8/10".into(), String::new(), "3/5".into())
        );
        assert_eq!(stars("10", ""), "10", "out of what is not told");
    }
}
