//! Remarks in a report: `<!-- tieout: allow RULE reason -->` accepts what the rule finds in the block that follows.

use crate::model::{Block, Complaint, Document, Finding, Outcome, Rule, Severity, Span, Words};
use rust_decimal::Decimal;
use std::ops::Range;

/// The remarks of the reports of a run, in their order.
#[derive(Default)]
pub struct Remarks(Vec<Remark>);

struct Remark {
    document: usize,
    path: String,
    line: usize,
    /// The table or paragraph that it is for.
    block: Option<Span>,
    rule: String,
    /// Given as `gap=0.01`.
    gap: Option<Decimal>,
    reason: String,
    used: bool,
}

impl Remarks {
    pub(super) fn heed(&mut self, outcome: &Outcome, documents: Range<usize>) {
        for at in documents {
            if let Some(checked) = outcome.documents.get(at) {
                self.0.extend(remarks(at, &checked.document));
            }
        }
    }

    /// The reason of the first remark that is for a finding.
    pub(super) fn accept(&mut self, rule: &Rule, finding: &Finding) -> Option<String> {
        let from = self
            .0
            .partition_point(|remark| remark.document < finding.document);
        let own = self.0.iter_mut().skip(from);
        let mut own = own.take_while(|remark| remark.document == finding.document);
        let remark = own.find(|remark| {
            !remark.reason.is_empty()
                && rule.fits(&remark.rule)
                && remark.gap.is_none_or(|gap| Some(gap) == finding.gap)
                && remark.block.is_some_and(|block| block.contains(finding.at))
        })?;
        remark.used = true;
        Some(remark.reason.clone())
    }

    /// Complains of those without a reason, of unknown rules, or that fit nothing.
    pub(super) fn complain(self, outcome: &mut Outcome, rules: &[Rule]) {
        for remark in self.0 {
            let rule = &remark.rule;
            let message = if remark.reason.is_empty() {
                Words::new(
                    "例外没有写理由，不起作用：<!-- tieout: allow 规则 理由 -->",
                    "a remark without a rule and a reason accepts nothing: <!-- tieout: allow RULE reason -->",
                )
            } else if !rules.iter().any(|own| own.fits(rule)) {
                Words::new(
                    format!("例外所写的规则 {rule} 不存在，或没有选用"),
                    format!("the remark names {rule}, which is no rule that is checked"),
                )
            } else if !remark.used {
                Words::new(
                    format!("例外没有用处：{rule} 在此处没有发现问题"),
                    format!(
                        "this remark fits nothing: {rule} finds nothing here, or not with this gap"
                    ),
                )
            } else {
                continue;
            };
            outcome.complaints.push(Complaint {
                path: remark.path,
                line: Some(remark.line),
                severity: Severity::Warning,
                message,
            });
        }
    }
}

/// The remarks of a document; what is no `allow` is told as without reason.
fn remarks(at: usize, document: &Document) -> impl Iterator<Item = Remark> {
    document.remarks.iter().map(move |remark| {
        let (rule, gap, reason) = understand(&remark.words);
        Remark {
            document: at,
            path: document.path.clone(),
            line: document.text.line(remark.span.start),
            block: block(document, remark.span),
            rule,
            gap,
            reason,
            used: false,
        }
    })
}

/// `allow table/foot gap=0.01 two grants were merged` in its parts.
fn understand(words: &str) -> (String, Option<Decimal>, String) {
    let mut words = words.split_whitespace().peekable();
    if words.next_if_eq(&"allow").is_none() {
        return <_>::default();
    }
    let rule = words.next().unwrap_or("").to_owned();
    let gap = words
        .peek()
        .and_then(|word| word.strip_prefix("gap=")?.parse().ok());
    if gap.is_some() {
        words.next();
    }
    (rule, gap, words.collect::<Vec<_>>().join(" "))
}

/// The block that the remark stands in, else the table or paragraph that follows.
fn block(document: &Document, remark: Span) -> Option<Span> {
    let spans = document.blocks.iter().filter_map(|block| match block {
        Block::Heading(_) => None,
        Block::Paragraph(paragraph) => Some(paragraph.passage.whole()),
        Block::Table(table) => Some(table.span),
    });
    let mut spans = spans.filter(|span| !span.is_empty());
    let inside = |span: &Span| !remark.is_empty() && span.contains(remark);
    spans.find(|span| inside(span) || span.start >= remark.end)
}

#[cfg(test)]
mod tests {
    use super::understand;

    #[test]
    fn a_remark_gives_rule_gap_and_reason() {
        let understood = |words| {
            let (rule, gap, reason) = understand(words);
            let gap = gap.map_or(String::new(), |gap| gap.to_string());
            [rule, gap, reason]
        };
        assert_eq!(
            understood("allow table/foot two grants were merged"),
            ["table/foot", "", "two grants were merged"]
        );
        assert_eq!(
            understood("allow foot gap=-0.01 尾差"),
            ["foot", "-0.01", "尾差"]
        );
        assert_eq!(understood("allow foot"), ["foot", "", ""]);
        assert_eq!(understood("forbid foot x"), ["", "", ""]);
    }
}
