//! TOML to the typed vocabulary and rules; all mistakes at once, each with its place in the rule file.

use crate::model::{Rule, Vocabulary};

/// What the rule files say.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub vocabulary: Vocabulary,
    pub rules: Vec<Rule>,
}
