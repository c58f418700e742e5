//! Several documents: what titles and settings tell of them, and what is held against each other.

use crate::support;
use std::path::{Path, PathBuf};
use std::process::Command;
use tieout::model::Outcome;

fn reports(files: &[(&str, &str)]) -> Outcome {
    support::review(files, &support::library())
}

fn held(outcome: &Outcome, rule: &str) -> (usize, usize, usize) {
    let library = support::library();
    let at = library
        .rules
        .iter()
        .position(|own| *own.id == *rule)
        .unwrap();
    let tally = &outcome.tallies[at];
    (tally.holds, tally.fails, tally.not_applicable)
}

const QUOTED: &str = "across/quoted-prior-year";

const LAST: &str = "# 东湖区文化馆2021年度部门预算\n\n基本支出预算 210.00 万元，项目支出预算 44.50 万元。\n\n会议费预算支出 6.20 万元。培训费预算支出 3.00 万元。\n";

fn this(rise: &str) -> String {
    format!(
        "# 东湖区文化馆2022年度部门预算\n\n基本支出预算 221.40 万元，与上年相比增加 {rise} 万元。\n\n项目支出预算 40.00 万元，与上年相比减少 4.50 万元。\n\n会议费预算支出 6.20 万元，与上年预算数持平。培训费预算支出 4.00 万元，比上年增加 1.00 万元。\n"
    )
}

#[test]
fn what_is_said_of_last_year_is_held_against_last_years_report_in_any_order() {
    let right = this("11.40");
    let wrong = this("14.10");
    let orders = |text: &'static str, other: String| {
        let one = reports(&[("a.md", text), ("b.md", &other)]);
        let two = reports(&[("a.md", &other), ("b.md", text)]);
        [held(&one, QUOTED), held(&two, QUOTED)]
    };
    assert_eq!(orders(LAST, right), [(4, 0, 1); 2]);
    assert_eq!(orders(LAST, wrong), [(3, 1, 1); 2]);
}

#[test]
fn what_may_be_another_thing_is_no_finding() {
    // Another body, another year, another sort of report: nothing is last year's.
    let right = this("14.10");
    for (from, to) in [("东湖区", "西湖区"), ("2021", "2019"), ("预算", "决算")] {
        let last = LAST.replacen(from, to, 1);
        let outcome = reports(&[("a.md", &last), ("b.md", &right)]);
        assert_eq!(held(&outcome, QUOTED), (0, 0, 2), "{to}");
    }
    // The base is stated under another name, or by nobody, or as the outcome: it is not certain what is meant.
    let named = LAST.replace("会议费", "基本支出预算 207.30 万元，会议费");
    let left_over = this("11.40").replace("与上年预算数持平", "比上年预算增加（减少） 0 万元");
    let cases = [
        (LAST.to_owned(), left_over),
        (named, this("14.10")),
        (
            LAST.to_owned(),
            this("14.10").replace("与上年相比增加 14", "与上年决算相比增加 14"),
        ),
        (LAST.replace("基本支出", "人员支出"), this("14.10")),
    ];
    for (last, own) in cases {
        let outcome = reports(&[("a.md", &last), ("b.md", &own)]);
        assert_eq!(held(&outcome, QUOTED).1, 0, "{last}{own}");
    }
}

#[test]
fn a_finding_shows_both_documents() {
    let outcome = reports(&[("last.md", LAST), ("this.md", &this("14.10"))]);
    let library = support::library();
    let page = support::render(&outcome, &library, "terminal", None);
    assert!(
        page.contains("this.md:3:") && page.contains("last.md:3:"),
        "{page}"
    );
    let json: serde_json::Value = serde_json::from_str(&support::json(&outcome, &library)).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(finding["path"], "this.md");
    assert_eq!(finding["computed"]["terms"][1]["path"], "last.md");
    assert_eq!(finding["gap"], "2.70");
}

fn check(folder: &Path, arguments: &[&str]) -> (i32, serde_json::Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_tieout"))
        .current_dir(folder)
        .args(["check", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap_or(-1), json)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn verdict(json: &serde_json::Value, rule: &str) -> (u64, u64) {
    let verdicts = json["verdicts"].as_array().unwrap();
    let own = verdicts.iter().find(|own| own["rule"] == rule).unwrap();
    (
        own["holds"].as_u64().unwrap(),
        own["fails"].as_u64().unwrap(),
    )
}

const CHILDREN: &str = "across/parent-is-sum-of-children";

#[test]
fn settings_name_last_years_report_and_children() {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &Path::new(support::ROOT).join("fixtures/together"),
        folder.path(),
    );
    let (code, json) = check(folder.path(), &["."]);
    assert_eq!(code, 0, "{json}");
    assert_eq!(verdict(&json, CHILDREN).1, 0);
    assert!(
        verdict(&json, CHILDREN).0 >= 4 && verdict(&json, QUOTED) == (3, 0),
        "{json}"
    );
    // One unit changes; one is missing.
    let unit = folder.path().join("2023/units/station.md");
    let text = std::fs::read_to_string(&unit).unwrap();
    std::fs::write(&unit, text.replace("34.20", "32.40")).unwrap();
    let (code, json) = check(folder.path(), &["."]);
    assert_eq!(code, 1);
    assert_eq!(json["findings"][0]["gap"], "1.80");
    assert_eq!(json["findings"][0]["path"], "2023/county.md");
    let files = ["2023/county.md", "2022/county.md"];
    let (code, json) = check(folder.path(), &files);
    assert_eq!(code, 0, "{json}");
    let told = json["complaints"][0]["message"].as_str().unwrap();
    assert!(told.contains("`children`"), "{told}");
}
