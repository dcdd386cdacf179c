//! A seeded synthetic customer: who is in Onefile, who is at bksb, and what a right program makes of it.

mod by_id;
mod case;
mod cases;
mod dice;
mod draft;
mod expected;
mod generate;
mod names;
mod people;
mod records;
mod results;
mod staging;

pub use by_id::{ById, HasId};
pub use case::Case;
pub use expected::{ExpectedResult, ResultCounts, uk_instant};
pub use generate::{Customer, CustomerOptions, MIN_LEARNERS};
pub use records::{
    BksbUser, Centre, Component, Course, NumberedResult, OnefileUser, ROLE_ASSESSOR, ROLE_LEARNER, Session,
};
pub use staging::{Staged, Staging};

pub(crate) use records::midnight;
