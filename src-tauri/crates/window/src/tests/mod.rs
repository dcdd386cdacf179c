//! The app against the real sandbox and a real store, as the page and the shell see it.

mod centre;
mod decisions;
mod desk;
mod first_run;
mod input;
mod life;
mod own;
mod privacy;
mod sample;
mod settings;
mod syncing;
mod values;

pub(crate) use values::{a_connection, a_status, at, working_on};
