//! Who could not be matched at a provider: both sides, links that wait, and what is needed to decide.

pub(crate) mod accounts;
mod candidates;
mod held_links;
mod page;
mod tabs;

pub use accounts::{Account, accounts};
pub use candidates::Suggested;
pub use held_links::{HeldLinkPart, held_links};
pub use page::{Never, Side, UnmatchedAsk, UnmatchedPageParts, UnmatchedPart, unmatched_page};
pub use tabs::{UnmatchedTabPart, to_decide, unmatched_tabs};
