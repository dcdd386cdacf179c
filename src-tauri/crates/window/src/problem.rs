//! What went wrong, for a person.

use domain::fault::parts;
use domain::{Fault, FaultCode};
use serde::Serialize;
use ts_rs::TS;

/// What went wrong, in words. Nothing in it is a secret, or what somebody typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// Its stable name.
    pub code: String,
    /// What happened, and what it means for the data.
    pub message: String,
    /// What to do, as a clause that begins in lower case; `null` where nothing is to be done.
    pub remedy: Option<String>,
    /// What of a form is to blame: the key of a setting or a secret, or `name`.
    pub field: Option<String>,
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::from(&fault)
    }
}

impl From<&Fault> for Problem {
    fn from(fault: &Fault) -> Self {
        Self {
            code: fault.code.code().to_owned(),
            message: fault.message(),
            remedy: fault.remedy(),
            field: fault.at().map(str::to_owned),
        }
    }
}

impl Problem {
    /// A fault whose sentence was stored.
    pub(crate) fn stored(code: FaultCode, sentence: &str) -> Self {
        let (message, remedy) = parts(sentence);
        Self {
            code: code.code().to_owned(),
            message: message.to_owned(),
            remedy: remedy.map(str::to_owned),
            field: None,
        }
    }
}
