//! Which records a rule, or a part of one, looks at: the selection as written and as compiled.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Compiler;
use crate::record::{Attribute, Audience, Date, Field, Kind, Record, Role, UnknownName};

/// Which records a rule looks at. Every key that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// A named set this selection is a part of.
    #[serde(default, rename = "in")]
    pub set: Option<String>,
    /// What the record is.
    #[serde(default)]
    pub kind: Vec<Kind>,
    /// Which field of the profile.
    #[serde(default)]
    pub field: Vec<Field>,
    /// The role of its account.
    #[serde(default)]
    pub role: Vec<Role>,
    /// Its network.
    #[serde(default)]
    pub network: Vec<String>,
    /// Who can see it.
    #[serde(default)]
    pub audience: Vec<Audience>,
    /// Whether the words are the owner's.
    #[serde(default)]
    pub own: Option<bool>,
    /// Not older than this: `5y`, `18mo`, `90d`.
    #[serde(default)]
    pub within: Option<Period>,
    /// Older than this.
    #[serde(default)]
    pub older: Option<Period>,
    /// Attributes that must have one of these values, without case.
    #[serde(default)]
    pub with: BTreeMap<Attribute, Vec<String>>,
    /// Attributes that must not have one of these values; an empty list: must be absent.
    #[serde(default)]
    pub without: BTreeMap<Attribute, Vec<String>>,
    /// What the record must hold.
    #[serde(default)]
    pub has: Vec<Part>,
}

/// A part a record may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Words.
    Text,
    /// A date.
    Date,
    /// A person.
    Person,
    /// A person's title.
    Title,
    /// Coordinates.
    Coordinates,
}

/// A span of time: a number and `h`, `d`, `w`, `mo` or `y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How many.
    pub number: u32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Period {
    /// The seconds of the span, a month being 30.44 days.
    pub fn seconds(self) -> i64 {
        i64::from(self.number)
            * match self.unit {
                Unit::Hour => 3_600,
                Unit::Day => 86_400,
                Unit::Week => 604_800,
                Unit::Month => 2_629_746,
                Unit::Year => 31_556_952,
            }
    }
}

impl std::str::FromStr for Period {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let split = text.find(|c: char| !c.is_ascii_digit()).ok_or(UnknownName)?;
        let (number, unit) = text.split_at(split);
        let unit = match unit {
            "h" => Unit::Hour,
            "d" => Unit::Day,
            "w" => Unit::Week,
            "mo" => Unit::Month,
            "y" => Unit::Year,
            _ => return Err(UnknownName),
        };
        Ok(Period { number: number.parse().map_err(|_| UnknownName)?, unit })
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            Unit::Hour => "h",
            Unit::Day => "d",
            Unit::Week => "w",
            Unit::Month => "mo",
            Unit::Year => "y",
        };
        write!(f, "{}{unit}", self.number)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom(format!("`{text}` is no period such as `90d`, `18mo` or `5y`")))
    }
}

impl JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d+(h|d|w|mo|y)$", "description": "A span of time: a number and h, d, w, mo or y." })
    }
}

/// A selection, compiled: every test is a bit or a comparison.
#[derive(Debug, Clone)]
pub struct Selection {
    kinds: u64,
    fields: u64,
    roles: u64,
    audiences: u64,
    networks: Vec<String>,
    own: Option<bool>,
    not_before: Option<i64>,
    before: Option<i64>,
    with: Vec<(Attribute, Vec<String>)>,
    without: Vec<(Attribute, Vec<String>)>,
    has: Vec<Part>,
}

/// Whether a record is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It would be, if its audience were known to be one that is asked for.
    Untold,
}

fn bits<T: Copy + PartialEq>(all: &[T], wanted: &[T]) -> u64 {
    if wanted.is_empty() {
        return u64::MAX;
    }
    all.iter().enumerate().filter(|(_, item)| wanted.contains(item)).fold(0, |bits, (place, _)| bits | 1 << place)
}

impl Selection {
    /// Compiles a selection; the set it names is joined in, the narrower of the two winning.
    pub fn compile(select: &Select, compiler: &mut Compiler<'_>) -> Selection {
        for (place, name) in select.network.iter().enumerate() {
            if let Some(near) = super::misspelt_network(name) {
                let help = Some(format!("did you mean `{near}`?"));
                compiler.complain(&format!("network.{place}"), format!("unknown network `{name}`"), help);
            }
        }
        let mut selection = Selection::of(select, compiler.as_of);
        let mut next = select.set.clone();
        for _ in 0..8 {
            let Some(name) = &next else { return selection };
            let Some(set) = compiler.set(name) else { return selection };
            selection.narrow(Selection::of(&set, compiler.as_of));
            next = set.set;
        }
        compiler.complain(
            "in",
            format!("the sets behind `{}` refer to each other", select.set.as_deref().unwrap_or_default()),
            None,
        );
        selection
    }

    fn of(select: &Select, as_of: Date) -> Selection {
        let ago = |period: Period| as_of.unix() + 86_400 - period.seconds();
        let lower = |list: &BTreeMap<Attribute, Vec<String>>| {
            list.iter()
                .map(|(name, values)| (*name, values.iter().map(|value| value.to_lowercase()).collect()))
                .collect()
        };
        Selection {
            kinds: bits(Kind::ALL, &select.kind),
            fields: bits(Field::ALL, &select.field),
            roles: bits(Role::ALL, &select.role),
            audiences: bits(Audience::ALL, &select.audience),
            networks: select.network.clone(),
            own: select.own,
            not_before: select.within.map(ago),
            before: select.older.map(ago),
            with: lower(&select.with),
            without: lower(&select.without),
            has: select.has.clone(),
        }
    }

    fn narrow(&mut self, other: Selection) {
        self.kinds &= other.kinds;
        self.fields &= other.fields;
        self.roles &= other.roles;
        self.audiences &= other.audiences;
        if self.networks.is_empty() {
            self.networks = other.networks;
        } else if !other.networks.is_empty() {
            self.networks.retain(|network| other.networks.contains(network));
        }
        self.own = self.own.or(other.own);
        self.not_before = self.not_before.max(other.not_before);
        self.before = self.before.or(other.before);
        self.with.extend(other.with);
        self.without.extend(other.without);
        self.has.extend(other.has);
    }

    /// The same selection, only for what `other` selects too.
    #[must_use]
    pub fn within(mut self, other: &Selection) -> Selection {
        self.narrow(other.clone());
        self
    }

    /// Whether an account can hold such records.
    pub fn is_about(&self, role: Role, network: &str) -> bool {
        // A roster of clients is no profile: only what asks for rosters looks at one.
        let asked = self.roles & (1 << role as u64) != 0 && (role != Role::Clients || self.roles != u64::MAX);
        asked && (self.networks.is_empty() || self.networks.iter().any(|n| n == network))
    }

    /// Whether records of a kind, or fields of the profile, can be selected.
    pub fn is_about_kind(&self, kind: Kind, field: Option<Field>) -> bool {
        self.kinds & (1 << kind as u64) != 0
            && (self.fields == u64::MAX
                || field.is_some_and(|field| self.fields & (1 << field as u64) != 0)
                || (field.is_none() && kind != Kind::ProfileField))
    }

    /// The kinds that can be selected.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        Kind::ALL.iter().copied().filter(|kind| self.kinds & (1 << *kind as u64) != 0)
    }

    /// The fields that are asked for; empty when any field will do.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        Field::ALL.iter().copied().filter(|field| self.fields != u64::MAX && self.fields & (1 << *field as u64) != 0)
    }

    /// The key of `for` that refuses a record with this effective audience; `None` when it is selected, or would be.
    pub fn refusal(&self, record: &Record<'_>, audience: Audience) -> Option<&'static str> {
        type Narrow<'n> = &'n dyn Fn(&mut Selection);
        let alone = |narrow: Narrow<'_>| {
            let mut any = Selection {
                kinds: u64::MAX,
                fields: u64::MAX,
                roles: u64::MAX,
                audiences: u64::MAX,
                networks: Vec::new(),
                own: None,
                not_before: None,
                before: None,
                with: Vec::new(),
                without: Vec::new(),
                has: Vec::new(),
            };
            narrow(&mut any);
            any.selects(record, audience) == Selected::No
        };
        let keys: [(&'static str, Narrow<'_>); 9] = [
            ("kind", &|any| any.kinds = self.kinds),
            ("field", &|any| any.fields = self.fields),
            ("own", &|any| any.own = self.own),
            ("within", &|any| any.not_before = self.not_before),
            ("older", &|any| any.before = self.before),
            ("has", &|any| any.has.clone_from(&self.has)),
            ("with", &|any| any.with.clone_from(&self.with)),
            ("without", &|any| any.without.clone_from(&self.without)),
            ("audience", &|any| any.audiences = self.audiences),
        ];
        keys.into_iter().find(|(_, narrow)| alone(*narrow)).map(|(key, _)| key)
    }

    /// Whether it asks for some audiences and not for others.
    pub fn asks_who_can_see(&self) -> bool {
        Audience::ALL.iter().any(|audience| self.audiences & (1 << *audience as u64) == 0)
    }

    /// Whether a record with this effective audience is selected. The account is not asked again.
    pub fn selects(&self, record: &Record<'_>, audience: Audience) -> Selected {
        if !self.is_about_kind(record.kind, record.field) || self.own.is_some_and(|own| own != record.own) {
            return Selected::No;
        }
        if let Some(after) = self.not_before
            && record.date.is_some_and(|date| date.unix() < after)
        {
            return Selected::No;
        }
        if let Some(before) = self.before
            && record.date.is_none_or(|date| date.unix() >= before)
        {
            return Selected::No;
        }
        let has = |part: &Part| match part {
            Part::Text => record.text.is_some(),
            Part::Date => record.date.is_some(),
            Part::Person => record.person.is_some(),
            Part::Title => record.person.as_ref().is_some_and(|person| person.title.is_some()),
            Part::Coordinates => record.coordinates.is_some(),
        };
        let is_one_of = |name: Attribute, values: &[String]| {
            record.attributes.iter().any(|(other, value)| {
                *other == name && (values.is_empty() || values.iter().any(|wanted| value.to_lowercase() == *wanted))
            })
        };
        if !self.has.iter().all(has)
            || !self.with.iter().all(|(name, values)| is_one_of(*name, values))
            || self.without.iter().any(|(name, values)| is_one_of(*name, values))
        {
            return Selected::No;
        }
        if self.audiences & (1 << audience as u64) != 0 {
            Selected::Yes
        } else if audience == Audience::Unknown {
            Selected::Untold
        } else {
            Selected::No
        }
    }
}
