//! Faults: what went wrong, in two faces. A code and a sentence are for people and programs; the cause is for the log.
//! Neither ever holds a secret, personal data, a query string or any part of a response.

use std::time::Duration;

/// What happens next, decided where the fault is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The run ends; the next one goes on from what is stored. Not before the server's own time, where it named one.
    RetryLater(Option<Duration>),
    /// One record is kept aside with its reason; the run goes on.
    SkipRecord,
    /// The connection rests until a person acts.
    StopConnection,
    /// The run ends; the connection's next run is tried as scheduled.
    StopRun,
}

/// Declares the codes once: code, what happens next, and the sentence with its blanks.
macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, $next:expr, $sentence:literal;)+) => {
        $crate::coded! {
            /// The stable name of a fault.
            pub enum FaultCode { $($(#[$doc])* $variant = $code),+ }
        }

        impl FaultCode {
            /// What happens next, unless the place that saw the fault knows better.
            #[must_use]
            pub const fn next(self) -> Next {
                match self { $(Self::$variant => $next),+ }
            }

            /// The sentence for the user, with `{blanks}`: what happened, what it means, what to do.
            #[must_use]
            pub const fn template(self) -> &'static str {
                match self { $(Self::$variant => $sentence),+ }
            }
        }
    };
}

const LATER: Next = Next::RetryLater(None);

faults! {
    /// The system did not accept the keys.
    KeysRefused, "keys_refused", Next::StopConnection,
        "{connection} did not accept the keys. Nothing stored has changed. What to do: check the keys in {connection} and type them again.";
    /// A secret that the connection needs is not in the keyring.
    KeysMissing, "keys_missing", Next::StopConnection,
        "The {secret} of {connection} is not stored here. What to do: type it again in the connection's settings.";
    /// The keys are good, but not for this operation.
    PermissionRefused, "permission_refused", Next::StopConnection,
        "{connection} does not allow these keys to {operation}. What to do: {remedy}.";
    /// The system has no such operation.
    OperationMissing, "operation_missing", Next::StopRun,
        "{connection} does not answer where this app asks it to {operation}. Nothing stored has changed. What to do: run the connection's check, and ask whoever looks after the definition to correct the path of {entry}.";
    /// The system asked for a pause longer than one call may wait.
    RateLimited, "rate_limited", LATER,
        "{connection} asked for a pause. What was read so far is stored, and the next run goes on from there.";
    /// The system answered that it cannot answer.
    ServerError, "server_error", LATER,
        "{connection} had an error of its own ({status}). What was read so far is stored; the next run tries again.";
    /// No answer could be had.
    Unreachable, "unreachable", LATER,
        "{connection} could not be reached. What was read so far is stored; the next run tries again. What to do: if this goes on, check the internet connection and the address in the connection's settings.";
    /// The answer did not come in time.
    TimedOut, "timed_out", LATER,
        "{connection} took too long to answer. What was read so far is stored; the next run tries again.";
    /// The connection could not be made safe.
    TlsFailed, "tls_failed", Next::StopConnection,
        "No safe connection to {connection} could be made. Nothing was sent. What to do: check the computer's date and, where your network inspects traffic, ask IT to trust its certificate on this computer.";
    /// The system pointed elsewhere.
    Redirected, "redirected", Next::StopConnection,
        "{connection} sent this app to another address, which it does not follow with your keys. What to do: check the address in the connection's settings.";
    /// The system refused the request as wrong.
    RequestRefused, "request_refused", Next::StopRun,
        "{connection} refused the request to {operation} ({status}). What was read so far is stored. What to do: run the connection's check; {entry} of the definition may need a correction.";
    /// The answer is not what the definition says.
    AnswerUnreadable, "answer_unreadable", Next::StopRun,
        "{connection} answered, but not in the form this app expects when it asks it to {operation}: {detail}. What was read so far is stored. What to do: run the connection's check; {entry} of the definition may need a correction.";
    /// The answer ended too soon.
    AnswerCutOff, "answer_cut_off", LATER,
        "An answer of {connection} was cut off. What was read so far is stored; the next run tries again.";
    /// The answer is larger than any that makes sense.
    AnswerTooLarge, "answer_too_large", Next::StopRun,
        "An answer of {connection} was larger than {limit}, so it was not read. What was read so far is stored. What to do: run the connection's check and show its report to whoever can help.";
    /// A field that has to be there is in no row.
    FieldMissing, "field_missing", Next::StopRun,
        "{connection} answered, but no row has the field {field}, which this app needs to {operation}. Nothing was marked as gone. What to do: correct {entry} of the definition.";
    /// The list does not end.
    TooManyPages, "too_many_pages", Next::StopRun,
        "{connection} sent more than {limit} pages, so the run was stopped. What was read so far is stored. What to do: run the connection's check; the paging of {entry} may need a correction.";
    /// A definition or an overlay has an error.
    DefinitionInvalid, "definition_invalid", Next::StopConnection,
        "{file}: {key}: {problem}. What to do: {remedy}.";
    /// There is no definition of that name.
    KindUnknown, "kind_unknown", Next::StopConnection,
        "There is no system called {kind}. What to do: use one of {known}.";
    /// A setting does not exist or holds what it may not.
    SettingRefused, "setting_refused", Next::StopConnection,
        "The setting {key} cannot be used: {problem}. What to do: {remedy}.";
    /// What a person named does not exist here.
    NotFound, "not_found", Next::StopRun,
        "There is no {what} here. What to do: {remedy}.";
    /// What a person asked for cannot be done as things stand.
    Refused, "refused", Next::StopRun,
        "{problem}. What to do: {remedy}.";
    /// The system does not offer this.
    NotOffered, "not_offered", Next::StopRun,
        "{connection} cannot {operation}.";
    /// Somebody else is writing.
    Busy, "busy", LATER,
        "Learner Sync is already at work on this data. Nothing was changed. What to do: wait for it to finish, then try again.";
    /// The keyring is locked.
    KeyringLocked, "keyring_locked", LATER,
        "The computer's keyring is locked, so the keys that are needed cannot be read. Nothing was changed. What to do: unlock the keyring, then try again.";
    /// The keyring did not let us in.
    KeyringDenied, "keyring_denied", Next::StopConnection,
        "The computer's keyring refused access. Nothing was changed. What to do: allow Learner Sync to use the keyring, then try again.";
    /// There is no keyring.
    KeyringMissing, "keyring_missing", Next::StopConnection,
        "This computer offers no keyring. Nothing was changed. What to do: start one, or on a server set LEARNER_SYNC_DATABASE_KEY and the connections' secrets in the environment.";
    /// The database was made with another key.
    WrongKey, "wrong_key", Next::StopConnection,
        "The key does not open this data. Nothing was moved or changed. What to do: use the key that this data was made with, or its recovery key.";
    /// The key's place is empty though data exists.
    DatabaseKeyMissing, "database_key_missing", Next::StopConnection,
        "There is data here, but its key is not in the keyring. Nothing was moved or changed. What to do: sign in as the person who set Learner Sync up, or use the recovery key.";
    /// The database key in the environment is not one.
    DatabaseKeyUnreadable, "database_key_unreadable", Next::StopConnection,
        "The database key is not one. What to do: give 64 characters of 0 to 9 and a to f.";
    /// A newer version of the app made the database.
    DatabaseNewer, "database_newer", Next::StopConnection,
        "This data was made by a newer version of Learner Sync. Nothing was changed. What to do: update Learner Sync.";
    /// The database is damaged and there is no backup.
    DatabaseDamaged, "database_damaged", Next::StopConnection,
        "The data here is damaged and there is no backup to restore. The damaged file was kept as {file}. What to do: keep that file, and set Learner Sync up again in an empty folder.";
    /// The disk is full.
    DiskFull, "disk_full", LATER,
        "The disk is full. What was stored before is safe. What to do: free some space, then try again.";
    /// The data folder cannot be written.
    FolderReadOnly, "folder_read_only", Next::StopConnection,
        "The data folder cannot be written. What to do: allow writing to it, or start Learner Sync with another one (--data-dir).";
    /// The file system cannot keep the database safe.
    FolderUnsuitable, "folder_unsuitable", Next::StopConnection,
        "The data folder lies where the data cannot be kept safe (a network or synchronised folder). What to do: choose a folder on this computer's own disk.";
    /// The store failed in a way that no other code names.
    StoreFailed, "store_failed", LATER,
        "The data could not be read or written. What was stored before is safe. What to do: try again; if this goes on, have the installation examined (in Settings, About, or with learner-sync-cli doctor).";
    /// A file could not be written or read.
    FileFailed, "file_failed", Next::StopRun,
        "The file {file} could not be used: {problem}. What to do: {remedy}.";
    /// A person ended what they had asked for.
    Cancelled, "cancelled", Next::StopRun,
        "This was cancelled before it was done. What was stored by then is kept.";
    /// What came back is implausible.
    Implausible, "implausible", Next::StopRun,
        "{connection} listed {listed} of {stored} stored rows{where}. Nothing was marked as gone. What to do: look at the run, then confirm it or correct the cause and sync again.";
    /// Something that cannot happen did.
    Internal, "internal", Next::StopRun,
        "Learner Sync made a mistake of its own. What was stored before is safe. What to do: try again, and report the code if it happens again.";
}

/// Something that went wrong.
///
/// `cause` is for the log: it names errors and places, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {cause}")]
pub struct Fault {
    /// Which.
    pub code: FaultCode,
    /// What happens next.
    pub next: Next,
    /// What fills the sentence's blanks.
    pub blanks: Vec<(&'static str, String)>,
    /// For the log.
    pub cause: String,
}

impl Fault {
    /// A fault of a kind, with its cause for the log.
    #[must_use]
    pub fn new(code: FaultCode, cause: impl Into<String>) -> Self {
        Self {
            code,
            next: code.next(),
            blanks: Vec::new(),
            cause: cause.into(),
        }
    }

    /// Fills a blank of the sentence. The first filling of a blank stays.
    #[must_use]
    pub fn with(mut self, blank: &'static str, text: impl std::fmt::Display) -> Self {
        if !self.blanks.iter().any(|(name, _)| *name == blank) {
            self.blanks.push((blank, text.to_string()));
        }
        self
    }

    /// Says what happens next, where the place that saw the fault knows better than the code.
    #[must_use]
    pub fn then(mut self, next: Next) -> Self {
        self.next = next;
        self
    }

    /// What fills a blank, if anything does.
    #[must_use]
    pub fn blank(&self, name: &str) -> Option<&str> {
        let found = self.blanks.iter().find(|(blank, _)| *blank == name);
        found.map(|(_, text)| text.as_str())
    }

    /// What of a form is to blame: the key of a setting or a secret, or `name`. Whoever sees it fills the blank `at`; a
    /// setting that is refused names itself.
    #[must_use]
    pub fn at(&self) -> Option<&str> {
        let setting = || self.blank("key").filter(|_| self.code == FaultCode::SettingRefused);
        self.blank("at").or_else(setting)
    }

    /// The sentence for the user: what happened, and what to do where something is to be done. A blank that nobody filled
    /// reads as its own name, never as a hole; a filling that brings its own full stop gets no second one.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.remedy() {
            Some(remedy) => format!("{}{WHAT_TO_DO}{remedy}", self.message()),
            None => self.message(),
        }
    }

    /// The part of the sentence that says what happened and what it means for the data.
    #[must_use]
    pub fn message(&self) -> String {
        self.filled(parts(self.code.template()).0, "The system")
    }

    /// The part of the sentence that says what to do, without those words before it; `None` where nothing is to be done.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        let remedy = parts(self.code.template()).1?;
        Some(self.filled(remedy, "the system"))
    }

    fn filled(&self, template: &str, system: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            let filling = self.blank(name).unwrap_or(match name {
                "connection" if text.is_empty() => system,
                "connection" => "the system",
                "where" => "",
                other => other,
            });
            text.push_str(if tail.starts_with('.') {
                filling.trim_end().trim_end_matches('.')
            } else {
                filling
            });
            rest = tail;
        }
        text.push_str(rest);
        text
    }
}

const WHAT_TO_DO: &str = " What to do: ";

/// The two parts of a fault's sentence: what happened, and what to do. For sentences that were stored with a run.
#[must_use]
pub fn parts(sentence: &str) -> (&str, Option<&str>) {
    match sentence.rsplit_once(WHAT_TO_DO) {
        Some((message, remedy)) => (message, Some(remedy)),
        None => (sentence, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_as_reviewed() {
        let all: Vec<String> = FaultCode::ALL
            .iter()
            .map(|code| format!("{code}: {}", Fault::new(*code, "").sentence()))
            .collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_sentence_ends_in_one_full_stop_whoever_fills_it() {
        for code in FaultCode::ALL {
            assert!(code.template().ends_with('.'), "{code} ends");
        }
        for code in [
            FaultCode::SettingRefused,
            FaultCode::DefinitionInvalid,
            FaultCode::FileFailed,
            FaultCode::Refused,
        ] {
            for stop in ["", "."] {
                let fault = Fault::new(code, "")
                    .with("problem", format!("It is empty{stop}"))
                    .with("remedy", format!("type it again{stop}"));
                let told = fault.sentence();
                assert!(
                    told.ends_with("It is empty. What to do: type it again."),
                    "{code}: {told}"
                );
            }
        }
        let fault = Fault::new(FaultCode::KindUnknown, "").with("known", "bksb, onefile.");
        assert!(fault.sentence().ends_with("use one of bksb, onefile."));
    }

    #[test]
    fn what_happened_and_what_to_do_are_had_apart_and_together() {
        let fault = Fault::new(FaultCode::KeysRefused, "401").with("connection", "bksb");
        assert_eq!(
            fault.message(),
            "bksb did not accept the keys. Nothing stored has changed."
        );
        assert_eq!(
            fault.remedy().as_deref(),
            Some("check the keys in bksb and type them again.")
        );
        for code in FaultCode::ALL {
            let fault = Fault::new(*code, "");
            let sentence = fault.sentence();
            let (message, remedy) = parts(&sentence);
            assert_eq!(
                (message.to_owned(), remedy.map(str::to_owned)),
                (fault.message(), fault.remedy()),
                "{code}: a stored sentence comes apart where the fault does"
            );
        }
    }

    #[test]
    fn a_form_learns_which_field_is_to_blame() {
        let setting = Fault::new(FaultCode::SettingRefused, "").with("key", "base_url");
        assert_eq!(setting.at(), Some("base_url"));
        let name = Fault::new(FaultCode::Refused, "").with("at", "name");
        assert_eq!(name.at(), Some("name"));
        let definition = Fault::new(FaultCode::DefinitionInvalid, "").with("key", "operations.x");
        assert_eq!(definition.at(), None, "the key of a file is no field of a form");
    }

    #[test]
    fn a_blank_is_filled_once_and_never_left_open() {
        let fault = Fault::new(FaultCode::KeysRefused, "401")
            .with("connection", "bksb")
            .with("connection", "other");
        assert!(
            fault.sentence().starts_with("bksb did not"),
            "the name is shown as the administrator wrote it"
        );
        assert!(
            !Fault::new(FaultCode::FieldMissing, "").sentence().contains(['{', '}']),
            "no hole is shown to a person"
        );
    }
}
