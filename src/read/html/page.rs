//! The elements of a page to paragraphs and tables.

use crate::read::{
    flow::{Flow, Piece, is_note_mark},
    remark,
};
use scraper::{Html, Node, node::Element};

/// Reads a page; how many hidden parts with figures were left out.
pub fn read(source: &str, flow: &mut Flow) -> usize {
    let page = Html::parse_document(source);
    let mut reading = Reading {
        flow,
        words: String::new(),
        level: None,
        indents: Vec::new(),
        pre: 0,
        caption: false,
        hidden: 0,
    };
    let mut edges = page.tree.root().traverse();
    while let Some(edge) = edges.next() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let hidden = is_hidden(element);
                    let holds_table = || {
                        node.descendants().any(|node| {
                            matches!(node.value(), Node::Element(it) if it.name() == "table")
                        })
                    };
                    let left_out = hidden
                        || is_left_out(element)
                        || (is_around(element) && !holds_table())
                        || (element.name() == "sup" && reading.ends_note(&text_of(node)));
                    if left_out {
                        let figures = || text_of(node).chars().any(|c| c.is_ascii_digit());
                        reading.hidden += usize::from(hidden && figures());
                        for edge in edges.by_ref() {
                            if matches!(edge, ego_tree::iter::Edge::Close(it) if it.id() == node.id())
                            {
                                break;
                            }
                        }
                    } else {
                        reading.open(element);
                    }
                }
                Node::Text(text) => reading.push(text),
                Node::Comment(comment) => {
                    if let Some(words) = remark::words(comment) {
                        reading.flush();
                        reading.flow.push(Piece::Remark(words));
                    }
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    reading.close(element.name());
                }
            }
        }
    }
    reading.flush();
    reading.hidden
}

fn text_of(node: ego_tree::NodeRef<'_, Node>) -> String {
    let texts = node.descendants().filter_map(|node| match node.value() {
        Node::Text(text) => Some(&**text),
        _ => None,
    });
    texts.collect()
}

struct Reading<'a> {
    flow: &'a mut Flow,
    /// Of the paragraph that is open.
    words: String,
    /// Of the heading that is open.
    level: Option<u8>,
    /// How far the elements that are open stand in, by their own style; half characters.
    indents: Vec<usize>,
    pre: usize,
    caption: bool,
    hidden: usize,
}

impl Reading<'_> {
    fn open(&mut self, element: &Element) {
        let name = element.name();
        if is_block(name) {
            self.flush();
            self.indents.push(indent_of(element));
        }
        match name {
            "br" => self.words.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.level = name.as_bytes().get(1).map(|digit| digit - b'0');
            }
            "pre" => self.pre += 1,
            "caption" => self.caption = true,
            "table" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "td" | "th" => {
                self.flow.open_cell();
                let count = |name: &str| -> Option<usize> {
                    let value = element.attr(name)?.trim();
                    let digits = value.split(|c: char| !c.is_ascii_digit()).next()?;
                    digits.parse().ok()
                };
                if let Some(cell) = self.flow.cell() {
                    cell.covers = (
                        count("colspan").unwrap_or(1).clamp(1, 1000),
                        count("rowspan").unwrap_or(1).min(65_534),
                    );
                    cell.header = name == "th";
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
            self.indents.pop();
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.level = None,
            "pre" => self.pre = self.pre.saturating_sub(1),
            "caption" => self.caption = false,
            "td" | "th" => self.flow.close_cell(),
            "tr" => self.flow.close_row(),
            "table" => self.flow.close_table(),
            _ => {}
        }
    }

    /// Adds text; blanks as a browser shows them, but for those that keep their width.
    fn push(&mut self, text: &str) {
        if self.pre > 0 {
            self.words.push_str(text);
            return;
        }
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                if !(self.words.is_empty() || self.words.ends_with([' ', '\n'])) {
                    self.words.push(' ');
                }
            } else {
                self.words.push(c);
            }
        }
    }

    /// Whether a superscript after what was read so far is the mark of a note.
    fn ends_note(&self, words: &str) -> bool {
        is_note_mark(&self.words, words)
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        if self.caption {
            if let Some(grid) = self.flow.table() {
                let caption = grid.caption.get_or_insert_default();
                if !caption.is_empty() {
                    caption.push(' ');
                }
                caption.push_str(&words);
            }
            return;
        }
        self.flow.push(match self.level {
            _ if self.pre > 0 => Piece::Lines(words),
            Some(level) => Piece::Heading {
                level,
                words,
                place: None,
            },
            None => Piece::Paragraph {
                words,
                place: None,
                indent: self.indents.iter().rev().take(2).sum(),
                stops: Vec::new(),
            },
        });
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "pre"
            | "blockquote"
            | "section"
            | "article"
            | "main"
            | "header"
            | "aside"
            | "figure"
            | "figcaption"
            | "address"
            | "form"
            | "fieldset"
            | "legend"
            | "center"
            | "hr"
            | "details"
            | "summary"
            | "body"
            | "table"
            | "caption"
            | "tr"
            | "td"
            | "th"
    )
}

/// Elements whose words are not on the page, or belong to its controls.
fn is_left_out(element: &Element) -> bool {
    matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "nav"
            | "footer"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "select"
            | "button"
            | "textarea"
            | "datalist"
            | "del"
            | "rt"
            | "rp"
    ) || element.attr("role") == Some("navigation")
}

fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").map(|style| {
        let plain = style.chars().filter(|c| !c.is_whitespace());
        plain.collect::<String>().to_ascii_lowercase()
    });
    element.attr("hidden").is_some()
        || style.is_some_and(|style| {
            style.contains("display:none")
                || style.contains("visibility:hidden")
                || style.contains("mso-hide:all")
        })
}

/// Whether the class or name of an element says that it stands around the content: menus, breadcrumbs, footers.
fn is_around(element: &Element) -> bool {
    const AROUND: [&str; 9] = [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "breadcrumb",
        "breadcrumbs",
        "footer",
        "sidebar",
        "pagination",
    ];
    if !matches!(
        element.name(),
        "div" | "ul" | "ol" | "aside" | "section" | "header" | "p"
    ) {
        return false;
    }
    let names = [element.attr("class"), element.attr("id")];
    names.into_iter().flatten().any(|name| {
        let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| AROUND.iter().any(|other| word.eq_ignore_ascii_case(other)))
    })
}

/// Half characters that an element's own style moves its words in.
fn indent_of(element: &Element) -> usize {
    let Some(style) = element.attr("style") else {
        return 0;
    };
    let mut indent = 0;
    for setting in style.split(';') {
        let Some((name, value)) = setting.split_once(':') else {
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        if !matches!(
            name.as_str(),
            "padding-left" | "text-indent" | "margin-left"
        ) {
            continue;
        }
        let value = value.trim().to_ascii_lowercase();
        let whole = value.split(|c: char| !c.is_ascii_digit()).next();
        let size: usize = whole.and_then(|it| it.parse().ok()).unwrap_or(0).min(2000);
        indent += if value.ends_with("em") {
            size * 2
        } else if value.ends_with("cm") {
            size * 5
        } else if value.ends_with("pt") {
            size / 5
        } else {
            size / 7
        };
    }
    indent
}
