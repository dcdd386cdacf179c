//! What the interpreter knows: operations, their placeholders and their fields.

use crate::definition::schema::FieldKind;
use crate::read::fields::FieldName::{self, *};

/// What the interpreter knows of one operation, or of a family whose names begin alike.
pub(crate) struct Known {
    name: &'static str,
    family: bool,
    pub(crate) placeholders: &'static [&'static str],
    pub(crate) fields: &'static [FieldName],
    pub(crate) needed: &'static [FieldName],
    pub(crate) writes: bool,
}

const LEARNER: &[FieldName] = &[
    ExternalId,
    Centre,
    Kind,
    GivenName,
    FamilyName,
    Email,
    EmailVerified,
    Nino,
    Uln,
    Reference,
    DateOfBirth,
    ProviderUsername,
    StartOn,
    PlannedEndOn,
    EndedOn,
    SystemStatus,
    LearningStatus,
    Archived,
];
const USER: &[FieldName] = &[
    ExternalId,
    Username,
    GivenName,
    FamilyName,
    Email,
    Nino,
    Uln,
    Reference,
    DateOfBirth,
    Active,
    Staff,
];
const RESULT: &[FieldName] = &[
    ExternalId, Subject, Kind, Title, Level, Score, Possible, Percent, StartedAt, FinishedAt, Username,
];

const ALL: &[Known] = &[
    known("centres", &["first"], &[ExternalId, Name], &[ExternalId, Name]),
    known("learners.list", &["centre", "changed_since"], LEARNER, &[ExternalId]),
    known("learners.get", &["id"], LEARNER, &[ExternalId, GivenName, FamilyName]),
    known("users.list", &[], USER, &[ExternalId]),
    known("users.find.username", &["key", "keys"], USER, &[ExternalId]),
    known("users.find.email", &["key", "keys"], USER, &[ExternalId]),
    known("users.find.nino", &["key", "keys"], USER, &[ExternalId]),
    Known {
        family: true,
        ..known(
            "results.list.",
            &["user", "username", "users", "usernames"],
            RESULT,
            &[ExternalId, Subject, Kind],
        )
    },
    known(
        "results.detail",
        &["user", "username", "result"],
        &[Name, Value, MeasuredBy, MeasuredAt],
        &[Name, Value],
    ),
    Known {
        writes: true,
        ..known(
            "users.create",
            &[
                "username",
                "password",
                "given_name",
                "family_name",
                "email",
                "reference",
                "auto_enrol",
                "birth_year",
                "birth_month",
                "birth_day",
                "birth_time",
                "birth_date",
            ],
            &[ExternalId, Username],
            &[ExternalId],
        )
    },
    known("users.login_link", &["user", "username"], &[Url, ExpiresAt], &[Url]),
];

/// An operation that another one calls first, for its one row's id.
const FIRST: Known = known("", &[], &[ExternalId], &[ExternalId]);

const fn known(
    name: &'static str,
    placeholders: &'static [&'static str],
    fields: &'static [FieldName],
    needed: &'static [FieldName],
) -> Known {
    Known {
        name,
        family: false,
        placeholders,
        fields,
        needed,
        writes: false,
    }
}

/// What is known of an operation. `is_first` says whether another operation calls it first.
pub(crate) fn of(name: &str, is_first: bool) -> Option<&'static Known> {
    let fits = |known: &&Known| {
        if known.family {
            name.strip_prefix(known.name).is_some_and(|rest| !rest.is_empty())
        } else {
            name == known.name
        }
    };
    ALL.iter().find(fits).or(is_first.then_some(&FIRST))
}

/// Every name, for people to choose from.
pub(crate) fn names() -> String {
    let name = |known: &Known| match known.family {
        true => format!("{}NAME", known.name),
        false => known.name.to_owned(),
    };
    ALL.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The types that a field may have.
pub(crate) const fn kinds(name: FieldName) -> &'static [FieldKind] {
    match name {
        ExternalId => &[FieldKind::Id, FieldKind::Digits, FieldKind::Text],
        DateOfBirth | StartOn | PlannedEndOn | EndedOn => &[FieldKind::Date],
        EmailVerified | Archived | Active | Staff => &[FieldKind::Flag],
        Score | Possible | Percent => &[FieldKind::Number],
        StartedAt | FinishedAt | MeasuredAt | ExpiresAt => &[FieldKind::Moment],
        _ => &[FieldKind::Text, FieldKind::Id, FieldKind::Digits, FieldKind::Number],
    }
}

/// Whether a field holds one of our codes, so that its words go through a table.
pub(crate) fn is_code(name: FieldName, code: &str) -> Option<bool> {
    match name {
        Subject => Some(domain::Subject::from_code(code).is_some()),
        Kind => Some(
            domain::ResultKind::from_code(code).is_some() || domain::records::LearnerKind::from_code(code).is_some(),
        ),
        Level => Some(domain::Level::from_code(code).is_some()),
        _ => None,
    }
}

/// The codes that a field may hold, for people to choose from.
pub(crate) fn codes(name: FieldName) -> String {
    let codes: Vec<&str> = match name {
        Subject => domain::Subject::ALL.iter().map(|code| code.code()).collect(),
        Kind => domain::ResultKind::ALL.iter().map(|code| code.code()).collect(),
        Level => domain::Level::ALL.iter().map(|code| code.code()).collect(),
        _ => Vec::new(),
    };
    codes.join(", ")
}
