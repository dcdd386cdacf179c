//! What goes over the wire between the page and the app, as types: the TypeScript of the page is made from them.

mod activity;
mod first_run;
mod learner;
mod learners;
mod life;
mod overview;
mod settings;
mod status;
mod unmatched;

pub use activity::*;
pub use first_run::*;
pub use learner::*;
pub use learners::*;
pub use life::*;
pub use overview::*;
pub use settings::*;
pub use status::*;
pub use unmatched::*;
