//! Decides who is linked to whom, and why not.
