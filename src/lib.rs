//! tieout: a linter for the figures in budget reports.

pub mod check;
pub mod compile;
pub mod explain;
pub mod model;
pub mod read;
pub mod relate;
pub mod render;
pub mod resolve;
