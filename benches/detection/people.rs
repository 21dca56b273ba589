//! The same person in two lists: FEBRL 4, five thousand invented people and a corrupted copy of each.

use std::borrow::Cow;
use std::path::Path;

use cloison::person::name::{Name, similarity};
use cloison::person::overlap::{People, shared};
use cloison::record::Person;

use crate::count::Count;

/// Prints a line for names only, and one for names with the town, which is what contact lists hold.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let names = data.join("names");
    if !names.join("febrl4a.csv").exists() {
        return Ok(());
    }
    let a = read(&names.join("febrl4a.csv"))?;
    let b = read(&names.join("febrl4b.csv"))?;
    let none: fn(&Row) -> Person<'_> = |_| Person::default();
    let town: fn(&Row) -> Person<'_> = |row| Person { city: text(&row.town), ..Person::default() };
    let number: fn(&Row) -> Person<'_> =
        |row| Person { city: text(&row.town), phone: text(&row.number), ..Person::default() };
    for (facts, more) in [("name", none), ("name and town", town), ("name, town, a number", number)] {
        let mut count = Count::default();
        for hit in shared(&people(&a, more), &people(&b, more)).iter().filter(|hit| hit.sure()) {
            let same = a.get(hit.a as usize).zip(b.get(hit.b as usize)).is_some_and(|(a, b)| a.person == b.person);
            if same { count.hits += 1 } else { count.alarms += 1 }
        }
        count.misses = a.len() - count.hits;
        let peer = "same folded name .95 / .48, sorted Jaro-Winkler .89 / .80";
        println!("| FEBRL 4 ({facts}) | en | {} | same person | {count} | {peer} |", a.len());
    }
    // A pair at a time: is the copy recognised, and is the next person in the list kept apart?
    let mut count = Count::default();
    for (index, one) in a.iter().enumerate() {
        let name = Name::parse(&one.name);
        let copy = b.iter().find(|other| other.person == one.person);
        if copy.is_some_and(|copy| similarity(&name, &Name::parse(&copy.name)) >= 850) {
            count.hits += 1;
        } else {
            count.misses += 1;
        }
        let other = b.get((index * 7 + 1) % b.len()).filter(|other| other.person != one.person);
        if other.is_some_and(|other| similarity(&name, &Name::parse(&other.name)) >= 850) {
            count.alarms += 1;
        }
    }
    println!("| FEBRL 4 (pairs of names) | en | {} | like name | {count} | |", a.len());
    Ok(())
}

struct Row {
    person: String,
    name: String,
    town: String,
    /// The number of a social security, in the place of the telephone that contact lists hold.
    number: String,
}

fn read(path: &Path) -> Result<Vec<Row>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |index: usize| record.get(index).unwrap_or_default().to_owned();
        let person = cell(0).split('-').nth(1).unwrap_or_default().to_owned();
        let name = format!("{} {}", cell(1), cell(2));
        rows.push(Row { person, name, town: cell(6), number: format!("04 {}", cell(10)) });
    }
    Ok(rows)
}

fn people(rows: &[Row], more: fn(&Row) -> Person<'_>) -> People {
    let mut people = People::default();
    for (row, tag) in rows.iter().zip(0..) {
        people.push(&Person { name: text(&row.name), ..more(row) }, tag);
    }
    people
}

fn text(cell: &str) -> Option<Cow<'_, str>> {
    (!cell.trim().is_empty()).then_some(Cow::Borrowed(cell))
}
