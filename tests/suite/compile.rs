//! Rule files: what is told of their mistakes, and what is made of those without.

use miette::{GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tieout::{
    compile::{self, KINDS, Library, Mistakes, RuleFile},
    model::{
        ConceptId, Expr, Formula, Function, Kind, Language, Meaning, Name, Operator, Relation,
        Rule, Scope, Slack, Span, ValueId, Vocabulary, WordClass,
    },
};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn file(id: &str, text: &str) -> RuleFile {
    RuleFile {
        path: format!("{id}.toml"),
        text: text.to_owned(),
        id: id.to_owned(),
    }
}

fn compiled(text: &str) -> Result<Library, Mistakes> {
    compile::compile(&[file("our/rule", text)], false)
}

fn shown(mistakes: &Mistakes) -> String {
    let mut out = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(110)
        .render_report(&mut out, mistakes)
        .unwrap();
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned() + "\n"
}

/// Holds text against a file; `BLESS=1` writes the file instead.
fn golden(path: &Path, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, expected, "{}", path.display());
}

#[test]
fn every_mistake_of_a_file_is_shown_at_its_place_in_both_languages() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder("fixtures/mistakes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 4);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let file = RuleFile {
            path: format!("{name}.toml"),
            text,
            id: name.to_owned(),
        };
        let mistakes = compile::compile(&[file], true).unwrap_err();
        for language in [Language::En, Language::Zh] {
            let ending = format!("{}.txt", language.code());
            let told = mistakes.clone().told_in(language);
            golden(&path.with_extension(ending), &shown(&told));
        }
    }
}

#[test]
fn six_mistakes_are_six() {
    let text = fs::read_to_string(folder("fixtures/mistakes/six-mistakes.toml")).unwrap();
    let mistakes = compiled(&text).unwrap_err();
    let places: Vec<(usize, usize)> = mistakes
        .iter()
        .map(|one| (one.line(), one.column()))
        .collect();
    assert_eq!(places, [(2, 1), (3, 1), (4, 12), (7, 15), (8, 47), (10, 9)]);
}

#[test]
fn a_second_place_in_another_file_is_shown_as_well() {
    let [label, id] = [
        ("[concept.initial]\nzh = [\"决算数\"]", "rules/vocabulary/concepts.toml"),
        (
            "[[rule]]\nid = \"table/foot\"\ntitle = \"t\"\nwhy = \"w\"\nseverity = \"note\"\nkind = \"foot\"",
            "rules/table/foot.toml",
        ),
    ]
    .map(|(text, other)| {
        let mistakes = compile::compile(&[file("our", text)], true).unwrap_err();
        assert_eq!(mistakes.len(), 1);
        let shown = shown(&mistakes);
        assert!(shown.contains("our.toml:2:") && shown.contains(other), "{shown}");
        shown
    });
    assert!(
        label.contains("cannot mean both `actual` and `initial`"),
        "{label}"
    );
    assert!(id.contains("two rules `table/foot`"), "{id}");
}

#[test]
fn mistakes_of_several_files_are_told_together_in_their_order() {
    let files = [
        file("a", "title = 1"),
        file("b", ""),
        file("c", "kind = \"tie\"\nconcepts = [\"actul\"]"),
    ];
    let mistakes = compile::compile(&files, true).unwrap_err();
    let mut paths: Vec<&str> = mistakes.iter().map(|one| one.path()).collect();
    paths.dedup();
    assert_eq!(paths, ["a.toml", "b.toml", "c.toml"]);
}

fn words_of(rule: &Rule) -> [&str; 6] {
    [
        &rule.title.zh,
        &rule.title.en,
        &rule.why.zh,
        &rule.why.en,
        &rule.help.zh,
        &rule.help.en,
    ]
}

#[test]
fn the_rules_of_the_program_compile_and_have_all_words_in_both_languages() {
    let library = compile::builtin().unwrap();
    assert!(library.rules.len() >= 13);
    for rule in &library.rules {
        assert!(
            words_of(rule).iter().all(|words| !words.is_empty()),
            "{}",
            rule.id
        );
        assert!(!rule.reference.is_empty(), "{}", rule.id);
        for words in [&rule.title, &rule.why, &rule.help] {
            assert_eq!(Language::of(&words.zh), Language::Zh, "{}", rule.id);
            assert_eq!(Language::of(&words.en), Language::En, "{}", rule.id);
        }
    }
    let ids: Vec<&str> = library.rules.iter().map(|rule| &*rule.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted, "each id once, in order");
    for concept in &library.vocabulary.concepts {
        assert!(!concept.title.zh.is_empty() && !concept.title.en.is_empty());
    }
}

#[test]
fn every_file_under_rules_is_embedded() {
    fn count(folder: &Path) -> usize {
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| match path.is_dir() {
                true => count(&path),
                false => usize::from(path.extension().is_some_and(|ending| ending == "toml")),
            })
            .sum()
    }
    let rules = compile::builtin().unwrap().rules.len();
    let vocabulary = count(&folder("rules/vocabulary"));
    assert_eq!(count(&folder("rules")), rules + vocabulary);
}

#[test]
fn every_kind_and_every_class_of_words_is_used() {
    let library = compile::builtin().unwrap();
    // What names the rows of one report is a user's own.
    for kind in KINDS.iter().filter(|kind| kind.name != "lines") {
        assert!(
            library
                .rules
                .iter()
                .any(|rule| rule.kind.name() == kind.name),
            "{}",
            kind.name
        );
    }
    for class in WordClass::ALL {
        assert!(
            !library.vocabulary.words(class).is_empty(),
            "{}",
            class.name()
        );
    }
}

#[test]
fn without_the_rules_of_the_program_its_words_are_still_known() {
    let library = compile::compile(&[], false).unwrap();
    assert!(library.rules.is_empty());
    assert!(library.vocabulary.is_word("合计", WordClass::Total));
}

#[test]
fn a_file_may_hold_several_rules_and_words_of_its_own() {
    let library = compiled(
        r#"
        [concept.travel]
        title = "travel"
        zh = ["差旅费"]
        [concept.actual]
        zh = ["支付完成额"]
        [[rule]]
        id = "our/travel"
        title = "Travel within actual"
        why = "A part is not more than the whole."
        severity = "note"
        kind = "formula"
        formula = "差旅费 <= 支付完成额"
        slack = { rel = "0.5%" }
        [[rule]]
        id = "our/one-travel"
        title = "One travel"
        why = "One thing, one value."
        severity = "warning"
        kind = "tie"
        concepts = ["travel"]
        slack = { abs = 0.050 }
        "#,
    )
    .unwrap();
    let [first, second] = library.rules.as_slice() else {
        panic!("two rules");
    };
    assert_eq!((&*first.id, &*second.id), ("our/travel", "our/one-travel"));
    let Slack::Relative(share) = first.slack else {
        panic!("relative")
    };
    assert_eq!(share.to_string(), "0.005");
    let Slack::Absolute(amount) = second.slack else {
        panic!("absolute")
    };
    assert_eq!(amount.to_string(), "0.050", "never through a float");
    let travel = library.vocabulary.concept_named("travel").unwrap();
    let Kind::Formula {
        formulas, scope, ..
    } = &first.kind
    else {
        panic!("formula")
    };
    assert_eq!(formulas[0].left.leaves()[0].concept, travel);
    assert_eq!(
        (formulas[0].relation, *scope),
        (Relation::AtMost, Scope::Document)
    );
}

#[test]
fn each_example_of_the_manual_compiles() {
    for manual in ["rules/README.md", "rules/README.zh-CN.md"] {
        let text = fs::read_to_string(folder(manual)).unwrap();
        let mut examples = 0;
        for block in text.split("```toml").skip(1) {
            let example = block.split("```").next().unwrap();
            let outcome = compile::compile(&[file("our/example", example)], true);
            if let Err(mistakes) = outcome {
                panic!("{manual}:\n{example}\n{}", shown(&mistakes));
            }
            examples += 1;
        }
        assert!(
            examples >= KINDS.len(),
            "{manual}: one example for each kind"
        );
        for kind in KINDS {
            assert!(
                text.contains(&format!("`{}`", kind.name)),
                "{manual}: {}",
                kind.name
            );
            for key in kind.keys {
                assert!(
                    text.contains(&format!("`{}`", key.name)),
                    "{manual}: {}",
                    key.name
                );
            }
        }
        for key in compile::RULE_KEYS.iter().chain(compile::VOCABULARY_KEYS) {
            assert!(
                text.contains(&format!("`{}`", key.name)),
                "{manual}: {}",
                key.name
            );
        }
        for class in WordClass::ALL {
            assert!(
                text.contains(&format!("`{}`", class.name())),
                "{manual}: {}",
                class.name()
            );
        }
    }
}

#[test]
fn a_label_without_a_rival_means_one_thing() {
    let vocabulary = compile::builtin().unwrap().vocabulary;
    for (label, meanings) in &vocabulary.meanings {
        let concepts = meanings
            .iter()
            .filter(|one| matches!(one, Meaning::Concept(_)));
        assert!(concepts.count() <= 1, "{label}");
    }
}

#[test]
fn full_width_signs_read_as_plain_ones() {
    let vocabulary = compile::builtin().unwrap().vocabulary;
    let plain = compile::formula(
        "available >= round(initial * 5%, 2) - max(1, carried_in[basic])",
        &vocabulary,
    );
    let wide = compile::formula(
        "可用指标 ≥ round（年初预算×5％，2）－max（1，上年结转【基本支出】）",
        &vocabulary,
    );
    assert_eq!(bare(&plain.unwrap()), bare(&wide.unwrap()));
}

/// A formula without its text and places.
fn bare(formula: &Formula) -> String {
    fn strip(expr: &Expr<Name>) -> Expr<(ConceptId, Vec<ValueId>)> {
        match expr {
            Expr::Leaf(name) => Expr::Leaf((name.concept, name.values.clone())),
            Expr::Number(number) => Expr::Number(*number),
            Expr::Negate(inner) => Expr::Negate(Box::new(strip(inner))),
            Expr::Binary(operator, left, right) => {
                Expr::Binary(*operator, Box::new(strip(left)), Box::new(strip(right)))
            }
            Expr::Call(function, arguments) => {
                Expr::Call(*function, arguments.iter().map(strip).collect())
            }
        }
    }
    format!(
        "{:?} {:?} {:?}",
        strip(&formula.left),
        formula.relation,
        strip(&formula.right)
    )
}

fn printed(expr: &Expr<Name>, vocabulary: &Vocabulary) -> String {
    let print = |expr: &Expr<Name>| printed(expr, vocabulary);
    match expr {
        Expr::Leaf(name) => {
            let concept = &vocabulary.concept(name.concept).name;
            let values: Vec<&str> = name
                .values
                .iter()
                .map(|id| &*vocabulary.value(*id).0)
                .collect();
            match values.is_empty() {
                true => concept.to_string(),
                false => format!("{concept}[{}]", values.join(", ")),
            }
        }
        Expr::Number(number) => number.to_string(),
        Expr::Negate(inner) => format!("-({})", print(inner)),
        Expr::Binary(operator, left, right) => {
            let sign = match operator {
                Operator::Add => "+",
                Operator::Subtract => "-",
                Operator::Multiply => "*",
                Operator::Divide => "/",
            };
            format!("({}) {sign} ({})", print(left), print(right))
        }
        Expr::Call(function, arguments) => {
            let name = match function {
                Function::Sum => "sum",
                Function::Abs => "abs",
                Function::Round => "round",
                Function::Min => "min",
                Function::Max => "max",
                Function::Prior => "prior",
            };
            let arguments: Vec<String> = arguments.iter().map(print).collect();
            format!("{name}({})", arguments.join(", "))
        }
    }
}

fn name() -> impl Strategy<Value = Name> {
    (0..15u32, prop::collection::vec(0..20u32, 0..3)).prop_map(|(concept, values)| Name {
        concept: ConceptId(concept),
        values: values.into_iter().map(ValueId).collect(),
        span: Span::default(),
    })
}

fn expression() -> impl Strategy<Value = Expr<Name>> {
    let leaf = prop_oneof![
        name().prop_map(Expr::Leaf),
        (0..100_000u64, 0..6u32).prop_map(|(digits, scale)| Expr::Number(
            rust_decimal::Decimal::from_i128_with_scale(i128::from(digits), scale)
        )),
    ];
    let operators = prop_oneof![
        Just(Operator::Add),
        Just(Operator::Subtract),
        Just(Operator::Multiply),
        Just(Operator::Divide),
    ];
    let many = prop_oneof![
        Just(Function::Sum),
        Just(Function::Min),
        Just(Function::Max)
    ];
    let one = prop_oneof![Just(Function::Abs), Just(Function::Prior)];
    leaf.prop_recursive(5, 60, 4, move |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|inner| Expr::Negate(Box::new(inner))),
            (operators.clone(), inner.clone(), inner.clone()).prop_map(
                |(operator, left, right)| {
                    Expr::Binary(operator, Box::new(left), Box::new(right))
                }
            ),
            (many.clone(), prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(function, arguments)| Expr::Call(function, arguments)),
            (one.clone(), inner.clone())
                .prop_map(|(function, inner)| Expr::Call(function, vec![inner])),
            (inner, 0..4i64).prop_map(|(inner, places)| {
                Expr::Call(Function::Round, vec![inner, Expr::Number(places.into())])
            }),
        ]
    })
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: std::sync::LazyLock<Vocabulary> =
        std::sync::LazyLock::new(|| compile::builtin().unwrap().vocabulary);
    &VOCABULARY
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_printed_formula_parses_to_itself(left in name(), right in expression()) {
        let formula = Formula {
            text: String::new(),
            left: Expr::Leaf(left),
            relation: Relation::AtMost,
            right,
        };
        let text = format!(
            "{} <= {}",
            printed(&formula.left, vocabulary()),
            printed(&formula.right, vocabulary())
        );
        let parsed = compile::formula(&text, vocabulary()).map_err(|mistakes| TestCaseError::fail(shown(&mistakes)))?;
        prop_assert_eq!(bare(&parsed), bare(&formula));
        for name in parsed.right.leaves() {
            let named = &vocabulary().concept(name.concept).name;
            prop_assert!(text[name.span.start..name.span.end].starts_with(&**named));
        }
    }

    #[test]
    fn any_text_as_a_formula_is_answered(text in "[a-z年初预算 0-9.()\\[\\],+*/=<>%!\u{0}-\u{ff}-]{0,80}") {
        let _ = compile::formula(&text, vocabulary());
    }

    #[test]
    fn any_text_as_a_rule_file_is_answered_and_can_be_shown(
        lines in prop::collection::vec("(title|kind|severity|formula|slack|when|concepts|\\[\\[rule\\]\\]|\\[concept.a\\]|年) ?=? ?[\"'\\[{]?(foot|tie|[a-z0-9年=+ \\\\u]{0,12})[\"'\\]}]?", 0..12),
    ) {
        if let Err(mistakes) = compiled(&lines.join("\n")) {
            prop_assert!(!shown(&mistakes).is_empty());
        }
    }
}

#[test]
fn hostile_rule_files_neither_hang_nor_panic() {
    let rule = |formula: &str| {
        format!(
            "title = \"t\"\nwhy = \"w\"\nseverity = \"note\"\nkind = \"formula\"\nformula = \"{formula}\"\n"
        )
    };
    let many = 250_000;
    let cases = [
        rule(&"(".repeat(3_000)),
        rule(&format!(
            "actual = {}1{}",
            "(".repeat(many),
            ")".repeat(many)
        )),
        rule(&format!("actual = {}1", "-".repeat(1_900))),
        rule(&format!("actual = {}1", "abs(".repeat(900))),
        rule(&format!("actual = 1{}", "+1".repeat(many))),
        rule(&format!("actual = {}", "x".repeat(1_000_000))),
        rule(&format!("actual = {}", "9".repeat(3_000))),
        rule(&format!("actual[{}]", "basic,".repeat(500))),
        format!("a = {}", "[".repeat(many)),
        format!("a = {}", "{a=".repeat(many / 3)),
        "年 = 1\n".repeat(20_000),
        "= = =\n".repeat(50_000),
        "a.b.c = 1\n".repeat(20_000),
        "[[rule]]\n".repeat(5_000),
        format!("{} = 1", "k".repeat(500_000)),
        "x".repeat(1_000_000),
    ];
    for text in cases {
        let start = Instant::now();
        let mistakes = compiled(&text).unwrap_err();
        assert!(!mistakes.is_empty());
        let head: String = text.chars().take(60).collect();
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{head}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn a_pattern_that_is_no_regular_expression_is_a_mistake_at_its_place() {
    let text = "kind = \"statement\"\nseverity = \"note\"\ntitle = \"t\"\nwhy = \"w\"\npatterns = [\"within budget\", \"under (budget\"]\nformula = \"actual <= budget\"\n";
    let mistakes = compiled(text).unwrap_err();
    let told: Vec<_> = mistakes
        .iter()
        .map(|mistake| (mistake.line(), mistake.message().en.clone()))
        .collect();
    assert_eq!(told, [(5, "not a regular expression".to_owned())]);
}
