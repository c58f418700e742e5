//! Rounding only: the parts were rounded one by one.

use super::{Case, CauseKind};
use crate::model::{Cause, Words};

pub const KIND: CauseKind = CauseKind {
    name: "rounding",
    find,
};

fn find(case: &Case<'_>) -> Vec<Cause> {
    if !case.rounding {
        return Vec::new();
    }
    let gap = case.equation.gap.abs();
    vec![Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("尾差 {gap}：各数分别四舍五入所致，不必更正"),
            format!(
                "off by {gap} because each figure was rounded by itself; nothing needs mending"
            ),
        ),
        suspects: Vec::new(),
    }]
}
