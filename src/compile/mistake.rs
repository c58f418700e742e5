//! Mistakes in files of rules and of settings: each points into its file, says what is known, and is shown together with all the others.

use crate::model::{Language, Span, Text, Words};
use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};
use std::{fmt, ops::Range, sync::Arc};

/// A rule file's text under its name.
#[derive(Debug)]
pub(super) struct Source {
    pub name: String,
    pub text: Text,
}

/// All mistakes of all rule files; its [`Diagnostic::related`] gives them one by one.
#[derive(Clone, Debug)]
pub struct Mistakes {
    mistakes: Vec<Mistake>,
    language: Language,
    /// In a file of settings, not of rules.
    in_settings: bool,
}

/// One mistake, with its place in the rule file.
#[derive(Clone, Debug)]
pub struct Mistake {
    source: Arc<Source>,
    message: Words,
    help: Option<Words>,
    /// What is said at which place; the first is the mistake itself.
    labels: Vec<(Span, Words)>,
    /// Places in other files that belong to it.
    elsewhere: Vec<Mistake>,
    language: Language,
}

impl Mistakes {
    /// In the order of the files, and in each file from top to bottom.
    pub(super) fn new(mistakes: Vec<Mistake>) -> Self {
        Self {
            mistakes,
            language: Language::En,
            in_settings: false,
        }
    }

    /// The same of one file of settings.
    pub(super) fn of_settings(mistakes: Vec<Mistake>) -> Self {
        Self {
            in_settings: true,
            ..Self::new(mistakes)
        }
    }

    /// The same mistakes in another language.
    pub fn told_in(mut self, language: Language) -> Self {
        self.language = language;
        for mistake in &mut self.mistakes {
            mistake.tell_in(language);
        }
        self
    }

    /// The mistakes, one by one; never empty.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.mistakes.iter()
    }

    pub fn len(&self) -> usize {
        self.mistakes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }
}

impl Mistake {
    pub(super) fn new(source: Arc<Source>, span: Range<usize>, message: Words) -> Self {
        Self {
            source,
            message,
            help: None,
            labels: vec![(Span::new(span.start, span.end), Words::default())],
            elsewhere: Vec::new(),
            language: Language::En,
        }
    }

    /// What stands right under the place.
    pub(super) fn saying(mut self, label: Words) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.1 = label;
        }
        self
    }

    pub(super) fn help(mut self, help: Words) -> Self {
        self.help = Some(help);
        self
    }

    /// A second place that the mistake is about, in this file or another.
    pub(super) fn and(mut self, source: &Arc<Source>, span: Range<usize>, label: Words) -> Self {
        if Arc::ptr_eq(source, &self.source) {
            self.labels.push((Span::new(span.start, span.end), label));
        } else {
            self.elsewhere
                .push(Mistake::new(source.clone(), span, label));
        }
        self
    }

    /// The rule file's path, as given.
    pub fn path(&self) -> &str {
        &self.source.name
    }

    /// 1-based line in the rule file.
    pub fn line(&self) -> usize {
        self.source.text.line(self.start())
    }

    /// 1-based column in the rule file, counted in characters.
    pub fn column(&self) -> usize {
        self.source.text.column(self.start())
    }

    /// In both languages.
    pub fn message(&self) -> &Words {
        &self.message
    }

    fn start(&self) -> usize {
        self.labels.first().map_or(0, |(span, _)| span.start)
    }

    /// For putting the mistakes of one file in order.
    pub(super) fn place(&self) -> (&str, usize) {
        (&self.source.name, self.start())
    }

    fn tell_in(&mut self, language: Language) {
        self.language = language;
        for other in &mut self.elsewhere {
            other.tell_in(language);
        }
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut files: Vec<&str> = self.mistakes.iter().map(Mistake::path).collect();
        files.sort_unstable();
        files.dedup();
        let (many, files) = (self.mistakes.len(), files.len());
        let plural = |number: usize| if number == 1 { "" } else { "s" };
        match (self.language, self.in_settings) {
            (Language::Zh, false) => write!(out, "规则文件有 {many} 处错误（{files} 个文件）"),
            (Language::Zh, true) => write!(out, "设置有 {many} 处错误"),
            (Language::En, false) => write!(
                out,
                "{many} mistake{} in {files} rule file{}",
                plural(many),
                plural(files),
            ),
            (Language::En, true) => write!(out, "{many} mistake{} in the settings", plural(many)),
        }
    }
}

impl std::error::Error for Mistakes {}

impl Diagnostic for Mistakes {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.mistakes.iter().map(|one| one as &dyn Diagnostic),
        ))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message.get(self.language))
    }
}

impl std::error::Error for Mistake {}

impl Diagnostic for Mistake {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help.get(self.language)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().enumerate().map(
            |(at, (span, label))| {
                let words = Some(label.get(self.language).to_owned()).filter(|l| !l.is_empty());
                let span = (span.start, span.len());
                if at == 0 {
                    LabeledSpan::new_primary_with_span(words, span)
                } else {
                    LabeledSpan::new_with_span(words, span)
                }
            },
        )))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(
            self.elsewhere.iter().map(|one| one as &dyn Diagnostic),
        ))
    }
}

impl SourceCode for Source {
    /// Whole lines around the span. Asked for no context (as for a header), the column is that of the span, in characters.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = self.text.as_str();
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > whole.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.text.line(start).saturating_sub(before).max(1);
        let last = (self.text.line(end.max(start + 1) - 1) + after).min(self.text.lines());
        let lines = self
            .text
            .line_span(first)
            .to(self.text.line_span(last.max(first)));
        let column = if before == 0 && after == 0 {
            self.text.column(start) - 1
        } else {
            0
        };
        let bytes = whole
            .as_bytes()
            .get(lines.start..lines.end)
            .ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            bytes,
            (lines.start, lines.len()).into(),
            first - 1,
            column,
            last.max(first) - first + 1,
        )))
    }
}
