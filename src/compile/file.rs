//! A rule file as TOML, with what it has to say about its own syntax.

use super::{
    fields::both,
    mistake::{Mistake, Source},
};
use crate::model::{Origin, Text, Words};
use std::{cell::OnceCell, ops::Range, sync::Arc};
use toml::{Spanned, de::DeTable};

/// More syntax mistakes than this help nobody: they are one mistake seen again and again.
const MOST_SYNTAX: usize = 20;

/// The format of rule files that this program knows.
pub(super) const FORMAT: i64 = 1;

pub(super) struct File<'a> {
    /// As messages name it.
    pub path: &'a str,
    /// The rule's id, where the file holds one rule.
    pub id: &'a str,
    pub text: &'a str,
    pub origin: Origin,
    /// What could be understood.
    pub table: Spanned<DeTable<'a>>,
    /// Some of the file could not be read as TOML, so that a missing key proves nothing.
    pub broken: bool,
    /// Where the lines begin of which a syntax mistake has been told.
    broken_lines: Vec<usize>,
    /// Made when the first mistake is met.
    source: OnceCell<Arc<Source>>,
}

impl<'a> File<'a> {
    pub fn open(
        path: &'a str,
        id: &'a str,
        text: &'a str,
        origin: Origin,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut file = Self {
            path,
            id,
            text,
            origin,
            table,
            broken: !errors.is_empty(),
            broken_lines: Vec::new(),
            source: OnceCell::new(),
        };
        for error in &errors {
            let span = file.within(error.span().unwrap_or(0..0));
            let line = file.line_start(span.start);
            // One slip often breaks the rest of its line as well.
            if file.broken_lines.contains(&line) {
                continue;
            }
            file.broken_lines.push(line);
            mistakes.push(file.syntax(error.message(), span));
            if file.broken_lines.len() == MOST_SYNTAX {
                break;
            }
        }
        file
    }

    /// The file, emptied and told where it is of a newer format than this program knows: all else in it may mean something new.
    pub fn of_a_known_format(mut self, mistakes: &mut Vec<Mistake>) -> Self {
        let Some(value) = self.table.get_ref().get("format") else {
            return self;
        };
        let span = value.span();
        let format = value.get_ref().as_integer().map(|own| own.as_str().parse());
        let Some(Ok(format)) = format else {
            return self;
        };
        if (1..=FORMAT).contains(&format) {
            return self;
        }
        let message = both(
            format!("规则文件的格式是 {format}，本程序认识的是 {FORMAT}"),
            format!("this rule file is of format {format}, and this program knows format {FORMAT}"),
        );
        let help = match format > FORMAT {
            true => both(
                "换用较新的 tieout，或向规则的作者要旧格式的版本",
                "install a newer tieout, or ask for the rules in an older format",
            ),
            false => both("写 format = 1", "write format = 1"),
        };
        mistakes.push(self.mistake(span.clone(), message).help(help));
        self.table = Spanned::new(span, DeTable::new());
        self.broken = true;
        self
    }

    pub fn mistake(&self, span: Range<usize>, message: Words) -> Mistake {
        Mistake::new(self.source(), self.within(span), message)
    }

    pub fn source(&self) -> Arc<Source> {
        self.source
            .get_or_init(|| {
                Arc::new(Source {
                    name: self.path.to_owned(),
                    text: Text::new(self.text),
                })
            })
            .clone()
    }

    /// A span that lies inside the text, on character boundaries.
    fn within(&self, span: Range<usize>) -> Range<usize> {
        let bound = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = bound(span.start);
        start..bound(span.end).max(start)
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        before.rfind('\n').map_or(0, |end| end + 1)
    }

    /// Whether something is told of this line already, so that more of it would only be its echo.
    pub fn is_told(&self, at: usize) -> bool {
        self.broken_lines.contains(&self.line_start(at))
    }

    fn syntax(&self, message: &str, span: Range<usize>) -> Mistake {
        let line_start = self.line_start(span.start);
        let line = self.text.get(line_start..).unwrap_or("");
        let line = line.lines().next().unwrap_or("");
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let at_value = span.start >= line_start + key.len();
        let fault = self.mistake(
            span,
            both(
                format!("不是正确的 TOML：{message}"),
                format!("this is not TOML: {message}"),
            ),
        );
        let bare = key.trim().trim_matches(['[', ']']).trim();
        let value = value.trim();
        if !at_value && !bare.is_ascii() && !bare.contains(['"', '\'']) {
            // Of line.合计 only the piece that is not English is quoted: line."合计".
            let quoted = |piece: &str| match piece.trim() {
                piece if piece.is_ascii() => piece.to_owned(),
                piece => format!("\"{piece}\""),
            };
            let bare = bare.split('.').map(quoted).collect::<Vec<_>>().join(".");
            return fault
                .saying(both("键里有非英文字符", "a key with letters other than a-z"))
                .help(both(
                    format!("键用英文（title、why、severity、kind……）；自取的名称用其他文字时加引号：{bare}"),
                    format!("keys are English (title, why, severity, kind …); a name of your own in other letters needs quotes: {bare}"),
                ));
        }
        let fault = fault.saying(both("读到这里读不下去", "not understood from here"));
        if at_value && value.starts_with(char::is_alphabetic) {
            let words = value
                .split(['#', ',', ']', '}'])
                .next()
                .unwrap_or("")
                .trim();
            return fault.help(both(
                format!("文字要加引号：\"{words}\""),
                format!("words stand in quotes: \"{words}\""),
            ));
        }
        if at_value && message.contains("string") {
            return fault.help(both(
                "引号要成对：开头的引号没有闭合，或里面多了一个",
                "quotes come in pairs: one is not closed, or there is one inside",
            ));
        }
        fault
    }
}
