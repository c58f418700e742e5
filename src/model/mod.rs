//! The nouns: what is handed from room to room. Nouns know no verb.

mod agreement;
mod amount;
mod bound;
mod claim;
mod date;
mod document;
mod expr;
mod figure;
mod finding;
mod form;
mod kept;
mod label;
mod line;
mod location;
mod number;
mod pattern;
mod period;
mod relation;
mod rule;
mod saying;
mod settings;
mod speech;
mod suggestion;
mod traditional;
mod trial;
mod vocabulary;

pub use agreement::Agreement;
pub use amount::{Amount, Measure, Unit, shift};
pub use bound::{Bound, Matched, Near};
pub use claim::{Asserted, BlankPart, Claim, Shape, Source, Support};
pub use date::Date;
pub use document::{
    Block, Cell, Document, Heading, Language, Notice, Paragraph, Remark, SheetFormula, Table,
};
pub use expr::{Expr, Formula, Function, Name, Operator, Relation};
pub use figure::{Figure, FigureId, Key, Labels, Site};
pub use finding::{
    Accepted, AcceptedBy, Also, Cause, Checked, Complaint, Counts, DecidedBy, Digest, Evidence,
    Fared, Finding, Judged, Outcome, Severity, Suspect, Tally, Term, Unread, Verdict,
};
pub use form::{
    Classification, Each, FormCell, FormRule, NamedTable, Rows, ScoreRule, Side, TableId, Wanted,
};
pub use kept::{Kept, Shown, Told};
pub use label::{Label, fold, is_cjk, plain, unstretched, wide};
pub use line::{Arithmetic, Axis, Equation, Line, LineName, Lines, Named as NamedLine, TableName};
pub use location::{Passage, Place, Span, Text, column_letters};
pub use number::{Content, DecimalMark, Mark, Number};
pub use pattern::{Computation, Instance, Part, Pattern};
pub use period::{Period, years_named};
pub use relation::{Identity, Ledger, Link, Quote, Quoted, Role, Sort};
pub use rule::{
    Blank, Example, Examples, Kind, Levels, Origin, Printing, Report, Rule, Scope, Slack, When,
    Words,
};
pub use saying::Saying;
pub use settings::{Allow, Choices, Named, PerFile, Related, Settings};
pub use speech::{Lexicon, Speech};
pub use suggestion::{Broken, Suggestion, Suggestions};
pub use traditional::simplified;
pub use trial::{Changed, Trial, Tried};
pub use vocabulary::{
    Concept, ConceptId, Dimension, DimensionId, Found, Meaning, ValueId, Vocabulary, WordClass,
};
