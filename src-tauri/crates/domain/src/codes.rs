//! The closed lists of values that other programs may rely on, and their codes.

/// Declares an enum whose variants each have one stable code, used in JSON, in the store and on the command line.
#[macro_export]
macro_rules! coded {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::ts_rs::TS)]
        #[ts(crate = "domain::ts_rs")]
        $vis enum $name { $($(#[$vdoc])* #[ts(rename = $code)] $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code of this value.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value that a code stands for, if any does.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| {
                    serde::de::Error::unknown_variant(&code, &[$($code),+])
                })
            }
        }
    };
}

coded! {
    /// What an assessment is about.
    pub enum Subject {
        /// English, or literacy.
        English = "english",
        /// Mathematics, or numeracy.
        Maths = "maths",
        /// Information and communication technology, the subject that Digital replaced.
        Ict = "ict",
        /// Digital skills.
        Digital = "digital",
        /// A subject that is none of these.
        Other = "other",
    }
}

coded! {
    /// What kind of assessment a result comes from.
    pub enum ResultKind {
        /// Finds the level to start from.
        Initial = "initial",
        /// Finds the gaps within a level.
        Diagnostic = "diagnostic",
        /// Anything else.
        Other = "other",
    }
}

coded! {
    /// A level of Functional Skills, ordered from the lowest. ICT has one level of its own below Entry 3.
    pub enum Level {
        /// Below Entry 1.
        PreEntry = "pre_entry",
        /// Entry 1.
        Entry1 = "entry_1",
        /// Entry 2.
        Entry2 = "entry_2",
        /// Anything below Entry 3, as ICT reports it.
        BelowEntry3 = "below_entry_3",
        /// Entry 3.
        Entry3 = "entry_3",
        /// Level 1.
        Level1 = "level_1",
        /// Level 2.
        Level2 = "level_2",
        /// Level 3.
        Level3 = "level_3",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_value() {
        for level in Level::ALL {
            assert_eq!(
                Level::from_code(level.code()),
                Some(*level),
                "codes are stable and unique"
            );
        }
        assert_eq!(
            Subject::from_code("English"),
            None,
            "codes are exact: prose is mapped by a definition, not here"
        );
    }
}
