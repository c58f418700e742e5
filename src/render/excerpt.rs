//! A few lines of a report with labels under their figures, drawn by miette.
//!
//! The excerpt is its own source text: it leaves lines out and clips long ones. miette numbers the lines that it draws one after
//! the other, so they get stand-in numbers of the right width, which are replaced by those of the file afterwards.

use super::Options;
use crate::model::Severity;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::{fmt, ops::Range};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// 1-based, in the file; `None` for a line that stands for others.
    pub number: Option<usize>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What the finding is about.
    Stated,
    /// What takes part.
    Part,
    /// What a cause points at.
    Suspect,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Index into the lines.
    pub line: usize,
    /// Bytes of the line's text.
    pub range: Range<usize>,
    pub words: String,
    pub tone: Tone,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// `path:line:column`, and what a person calls the place.
    pub name: String,
    pub lines: Vec<Line>,
    pub labels: Vec<Label>,
}

impl Excerpt {
    /// The sentence, and the excerpt under it. `severity: None`: a further excerpt of the same finding.
    pub fn draw(&self, sentence: &str, severity: Option<Severity>, options: &Options) -> String {
        let digits = self
            .lines
            .iter()
            .filter_map(|line| line.number)
            .max()
            .map_or(1, |number| number.to_string().len());
        let digits = digits.max((self.lines.len() + 1).to_string().len());
        let base = 10usize.saturating_pow(digits as u32 - 1);
        let mut labels: Vec<&Label> = self.labels.iter().collect();
        labels.sort_by_key(|label| (label.line, label.range.start));
        let snippet = Snippet::new(self, &labels, sentence, severity, base);
        let mut drawn = String::new();
        // Writing to a `String` does not fail, and the source answers for every span.
        let _ = handler(options, &labels).render_report(&mut drawn, &snippet);
        self.number(&drawn, base, digits)
    }

    /// The drawing with the file's line numbers in the place of the stand-ins.
    fn number(&self, drawn: &str, base: usize, digits: usize) -> String {
        let mut lines = self.lines.iter().zip(base + 1..).peekable();
        let mut numbered = String::with_capacity(drawn.len());
        for row in drawn.lines() {
            let stand_in = lines.peek().map(|(_, number)| number.to_string());
            let gutter = row.strip_prefix(" \u{1b}[2m").or(row.strip_prefix(' '));
            match stand_in {
                Some(stand_in) if gutter.is_some_and(|gutter| gutter.starts_with(&stand_in)) => {
                    let real = lines
                        .next()
                        .and_then(|(line, _)| line.number)
                        .map_or(String::new(), |number| number.to_string());
                    numbered.push_str(&row.replacen(&stand_in, &format!("{real:>digits$}"), 1));
                }
                _ => numbered.push_str(row),
            }
            numbered.truncate(numbered.trim_end().len());
            numbered.push('\n');
        }
        numbered
    }
}

fn handler(options: &Options, labels: &[&Label]) -> GraphicalReportHandler {
    let mut styles = if options.colour {
        ThemeStyles::ansi()
    } else {
        ThemeStyles::none()
    };
    styles.highlights = labels
        .iter()
        .map(|label| match label.tone {
            Tone::Stated => styles.error,
            Tone::Part => styles.help,
            Tone::Suspect => styles.warning,
        })
        .collect();
    if styles.highlights.is_empty() {
        styles.highlights.push(styles.help);
    }
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles,
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(options.width)
        .with_links(false)
        .without_primary_span_start()
        .without_syntax_highlighting()
}

/// The excerpt as miette takes it.
#[derive(Debug)]
struct Snippet {
    sentence: String,
    severity: Option<Severity>,
    source: Source,
    labels: Vec<LabeledSpan>,
}

#[derive(Debug)]
struct Source {
    name: String,
    text: String,
    lines: usize,
    base: usize,
}

impl Snippet {
    fn new(
        excerpt: &Excerpt,
        labels: &[&Label],
        sentence: &str,
        severity: Option<Severity>,
        base: usize,
    ) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(excerpt.lines.len());
        for line in &excerpt.lines {
            starts.push(text.len());
            text.push_str(&line.text);
            text.push('\n');
        }
        let labels = labels
            .iter()
            .filter_map(|label| {
                let words = Some(label.words.clone()).filter(|words| !words.is_empty());
                let start = starts.get(label.line)? + label.range.start;
                Some(LabeledSpan::new(words, start, label.range.len()))
            })
            .collect();
        Self {
            sentence: sentence.to_owned(),
            severity,
            source: Source {
                name: excerpt.name.clone(),
                lines: excerpt.lines.len(),
                text,
                base,
            },
            labels,
        }
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Some(Severity::Error) => miette::Severity::Error,
            Some(Severity::Warning) => miette::Severity::Warning,
            Some(Severity::Note) | None => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (self.source.lines > 0).then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Source {
    /// Always the whole excerpt, so that it stays one drawing.
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.base,
            0,
            self.lines,
        )))
    }
}
