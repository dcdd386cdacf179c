//! A definition file as it is written. What the keys mean stands in `docs/decisions/0030-definition-format.md`.

use std::collections::BTreeMap;

use serde::Deserialize;

use domain::Role;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) kind: String,
    pub(crate) name: String,
    /// The whole name, where a person chooses the system; `name` where it is not given.
    pub(crate) full_name: Option<String>,
    pub(crate) role: Role,
    pub(crate) version: u32,
    /// What a person has to have at hand, as a sentence without its full stop.
    #[serde(default)]
    pub(crate) needs: String,
    /// The steps that lead to the keys, with the vendor's labels between `**`.
    #[serde(default)]
    pub(crate) where_to_find: Vec<String>,
    /// What goes wrong where the vendor's side is not set as it has to be, and where to set it.
    pub(crate) warning: Option<String>,
    #[serde(default)]
    pub(crate) match_rules: Vec<domain::linking::Rule>,
    /// Where keys are given permissions, in the vendor's words, with `{permission}` for the one that an operation needs.
    pub(crate) permission_help: Option<String>,
    #[serde(default)]
    pub(crate) settings: BTreeMap<String, Setting>,
    #[serde(default)]
    pub(crate) secrets: BTreeMap<String, Secret>,
    pub(crate) limits: Limits,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) authentication: Authentication,
    #[serde(default)]
    pub(crate) formats: BTreeMap<String, Format>,
    #[serde(default)]
    pub(crate) tables: BTreeMap<String, BTreeMap<String, String>>,
    pub(crate) operations: BTreeMap<String, Operation>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    #[serde(rename = "type")]
    pub(crate) kind: SettingKind,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) default: Option<String>,
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    pub(crate) least: Option<u32>,
    pub(crate) most: Option<u32>,
    /// Most people leave it alone.
    #[serde(default)]
    pub(crate) advanced: bool,
}

domain::coded! {
    /// What a setting may hold.
    pub enum SettingKind {
        /// The base URL of the system.
        Address = "address",
        /// One of the setting's choices.
        Choice = "choice",
        /// A number without a sign or a fraction.
        WholeNumber = "whole_number",
        /// Texts separated by commas.
        List = "list",
        /// Any text.
        Text = "text",
    }
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secret {
    pub(crate) label: String,
    pub(crate) help: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) calls_per_minute: u32,
    pub(crate) concurrency: u32,
    /// How long to wait after a 429 that does not say.
    pub(crate) pause_seconds: u32,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authentication {
    pub(crate) basic: Option<Basic>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) session: Option<SignIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Basic {
    pub(crate) username: String,
    pub(crate) password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    #[serde(default)]
    pub(crate) method: Method,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) json: Option<toml::Table>,
    /// Where the session is in the answer: pointers, tried in order; the empty one is the whole body as text.
    pub(crate) token: Vec<String>,
    pub(crate) lasts_minutes: u32,
}

domain::coded! {
    /// The HTTP methods that definitions use.
    #[derive(Default)]
    pub enum Method {
        /// Reads.
        #[default]
        Get = "GET",
        /// Searches, signs in or creates.
        Post = "POST",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Format {
    #[serde(default)]
    pub(crate) zone: Zone,
    pub(crate) patterns: Vec<String>,
    /// Texts that stand for no date at all.
    #[serde(default)]
    pub(crate) blank: Vec<String>,
}

domain::coded! {
    /// What a date without a zone is told in.
    #[derive(Default)]
    pub enum Zone {
        /// Coordinated Universal Time.
        #[default]
        Utc = "utc",
        /// UK local time.
        Uk = "uk",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    /// What it does, in words that end the sentence "does not allow these keys to …".
    pub(crate) purpose: String,
    pub(crate) permission: Option<String>,
    #[serde(default)]
    pub(crate) method: Method,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, toml::Value>,
    pub(crate) form: Option<BTreeMap<String, toml::Value>>,
    pub(crate) json: Option<toml::Table>,
    /// One call for each value of a placeholder.
    #[serde(default)]
    pub(crate) each: BTreeMap<String, Vec<String>>,
    /// How many keys one call may ask for.
    pub(crate) batch: Option<usize>,
    /// The operation called before, whose one row's `external_id` fills `{first}`.
    pub(crate) first: Option<String>,
    /// The operation that tells more about each row.
    pub(crate) detail: Option<String>,
    /// Fields of the detail with which a listed row is whole.
    #[serde(default)]
    pub(crate) complete_when: Vec<String>,
    pub(crate) paging: Option<Paging>,
    #[serde(default)]
    pub(crate) answer: AnswerKind,
    pub(crate) success: Option<Success>,
    #[serde(default)]
    pub(crate) nothing_found: NothingFound,
    #[serde(default)]
    pub(crate) rows: String,
    #[serde(default)]
    pub(crate) rows_may_be_missing: bool,
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, Field>,
}

domain::coded! {
    /// What the body of an answer is.
    #[derive(Default)]
    pub enum AnswerKind {
        /// JSON.
        #[default]
        Json = "json",
        /// Text, read as one row with the one field `text`.
        Text = "text",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    #[serde(default = "one")]
    pub(crate) first: u64,
    pub(crate) size: u64,
    /// Where the answer says how many rows there are in all. An empty text in an overlay takes it away.
    #[serde(default)]
    pub(crate) total: String,
    #[serde(default)]
    pub(crate) until: Until,
}

fn one() -> u64 {
    1
}

domain::coded! {
    /// How a list without a total ends.
    #[derive(Default)]
    pub enum Until {
        /// With a page that has fewer rows than asked for.
        #[default]
        ShortPage = "short_page",
        /// With a page that has none.
        EmptyPage = "empty_page",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Success {
    pub(crate) status: Option<Vec<u16>>,
    pub(crate) code: Option<Envelope>,
}

/// A code within the body, for systems whose HTTP status is always 200.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    pub(crate) at: String,
    pub(crate) is: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct NothingFound {
    #[serde(default)]
    pub(crate) status: Vec<u16>,
    /// What a text answer contains, whatever its case.
    pub(crate) text: Option<String>,
    /// Codes within the body.
    #[serde(default)]
    pub(crate) code: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    #[serde(default)]
    pub(crate) from: OneOrMore,
    pub(crate) constant: Option<String>,
    #[serde(rename = "type", default)]
    pub(crate) kind: FieldKind,
    pub(crate) format: Option<String>,
    pub(crate) table: Option<String>,
    pub(crate) step: Option<String>,
    /// It may be in no row at all.
    #[serde(default)]
    pub(crate) optional: bool,
    /// Texts that mean yes and no, for a flag that is none. With one list alone every other text means the opposite; with
    /// `true` or `false` among them a flag is turned round.
    #[serde(default)]
    pub(crate) yes: Vec<String>,
    #[serde(default)]
    pub(crate) no: Vec<String>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::More(names) => names,
        }
    }
}

domain::coded! {
    /// What a field holds.
    #[derive(Default)]
    pub enum FieldKind {
        /// Text.
        #[default]
        Text = "text",
        /// An identifier: text or a whole number, kept as text.
        Id = "id",
        /// An identifier of digits only, sent as text or as a number.
        Digits = "digits",
        /// A number.
        Number = "number",
        /// Yes or no.
        Flag = "flag",
        /// A day.
        Date = "date",
        /// An instant.
        Moment = "moment",
    }
}
