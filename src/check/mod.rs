//! Rules bind to figures, claims are evaluated once, in exact decimals, with their provenance.

mod across;
mod any;
mod bind;
mod codes;
mod evaluate;
mod fared;
mod fingerprint;
mod form;
mod formula;
mod grain;
mod join;
mod keyed;
mod lines;
mod names;
mod outline;
mod present;
mod printing;
mod scores;
mod sheet;
mod statement;
mod stored;
mod tie;
mod unnamed;
mod variance;
mod verdict;

pub use across::{Kin, across};
pub use bind::{Binding, Scene, bind, name_totals};
pub use evaluate::{Judged, Undecided, judge};
pub use keyed::Keyed;
pub use names::names;
pub use verdict::{Review, check, renumber, settle};
