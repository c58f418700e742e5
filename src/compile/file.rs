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
        let file = Self {
            path,
            id,
            text,
            origin,
            table,
            broken: !errors.is_empty(),
            source: OnceCell::new(),
        };
        let mut told = Vec::new();
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let span = file.within(span);
            let line = text
                .get(..span.start)
                .map_or(0, |before| before.matches('\n').count());
            // One slip often breaks the rest of its line as well.
            if told.contains(&line) {
                continue;
            }
            told.push(line);
            mistakes.push(file.syntax(error.message(), span));
            if told.len() == MOST_SYNTAX {
                break;
            }
        }
        file
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

    fn syntax(&self, message: &str, span: Range<usize>) -> Mistake {
        let line_start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = self.text[line_start..].lines().next().unwrap_or("");
        let key = line
            .split('=')
            .next()
            .unwrap_or("")
            .trim()
            .trim_matches(['[', ']'])
            .trim();
        // Only letters outside of quotes: `年度 = 1`, not `"年度" = `.
        let bare = !key.is_empty() && !key.contains(['"', '\'']) && !key.is_ascii();
        let fault = self.mistake(
            span,
            both(
                format!("不是正确的 TOML：{message}"),
                format!("this is not TOML: {message}"),
            ),
        );
        if bare && !line.trim_start().starts_with('#') {
            return fault
                .saying(both(
                    "键里有非英文字符",
                    "a key with letters other than a-z",
                ))
                .help(both(
                    format!("给键加上引号：\"{key}\" = …"),
                    format!("put the key into quotes: \"{key}\" = …"),
                ));
        }
        fault.saying(both("读到这里读不下去", "not understood from here"))
    }
}
