//! The program: arguments, files, exit codes, what goes where.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const RIGHT: &str = "Item,Amount\nWages,10.00\nGoods,20.00\nTotal,30.00\n";

pub fn tieout(folder: &Path, arguments: &[&str]) -> Output {
    tieout_fed(folder, arguments, b"")
}

fn tieout_fed(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tieout"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("TIEOUT_NO_CACHE", "1")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    // A program that does not read its input closes it.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("its end")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&out(output))
        .unwrap_or_else(|error| panic!("{error}: {}{}", out(output), err(output)))
}

pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn paths(output: &Output) -> Vec<String> {
    let documents = json(output)["documents"]
        .as_array()
        .expect("documents")
        .clone();
    documents
        .iter()
        .map(|document| document["path"].as_str().expect("a path").to_owned())
        .collect()
}

#[test]
fn a_report_that_ties_ends_with_0_and_a_summary() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let output = tieout(folder.path(), &["check", "report.csv"]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    assert!(
        out(&output).contains("1 document, 1 table, 3 figures"),
        "{}",
        out(&output)
    );
    assert_eq!(err(&output), "");
}

#[test]
fn a_missing_path_is_named_with_a_suggestion_and_the_others_are_checked() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let output = tieout(
        folder.path(),
        &["check", "--format", "json", "reprot.csv", "report.csv"],
    );
    assert_eq!(code(&output), 2);
    assert_eq!(paths(&output), ["report.csv"]);
    assert!(
        err(&output).contains("reprot.csv: no such file or folder"),
        "{}",
        err(&output)
    );
    assert!(
        err(&output).contains("did you mean `report.csv`?"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_long_name_is_not_broken_in_an_error() {
    let name = format!("{}.csv", "report-of-a-bureau_".repeat(10));
    let folder = folder(&[(name.as_str(), "")]);
    let output = tieout(folder.path(), &["read", &name]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains(&name), "{}", err(&output));
}

#[test]
fn an_empty_file_and_a_binary_are_errors_and_the_others_are_checked() {
    let folder = folder(&[("good.csv", RIGHT), ("empty.csv", "")]);
    fs::write(
        folder.path().join("picture.txt"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0",
    )
    .expect("a file");
    for bad in ["empty.csv", "picture.txt"] {
        let output = tieout(
            folder.path(),
            &["check", "--format", "json", bad, "good.csv"],
        );
        assert_eq!(code(&output), 2, "{bad}");
        assert_eq!(paths(&output), ["good.csv"]);
        assert!(
            err(&output).contains(bad) && err(&output).contains("help:"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn a_folder_is_walked_in_order_without_hidden_and_ignored_files() {
    let folder = folder(&[
        ("b.csv", RIGHT),
        ("a/z.csv", RIGHT),
        ("a/y.CSV", RIGHT),
        ("a/program.exe", "x"),
        (".hidden/h.csv", RIGHT),
        ("drafts/d.csv", RIGHT),
        (".gitignore", "drafts/\n"),
    ]);
    for arguments in [
        &["check", "--format", "json"][..],
        &["check", "--format", "json", "."],
    ] {
        let output = tieout(folder.path(), arguments);
        assert_eq!(paths(&output), ["a/y.CSV", "a/z.csv", "b.csv"]);
    }
    let output = tieout(
        folder.path(),
        &["check", "--format", "json", "drafts/d.csv", "a", "a/z.csv"],
    );
    assert_eq!(paths(&output), ["a/y.CSV", "a/z.csv", "drafts/d.csv"]);
}

#[test]
fn a_folder_without_reports_is_said_to_be_one() {
    let folder = folder(&[("program.exe", "x")]);
    let output = tieout(folder.path(), &["check"]);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("no report in this folder"),
        "{}",
        err(&output)
    );
    assert!(err(&output).contains("csv"), "{}", err(&output));
}

#[test]
fn nothing_to_check_is_no_success() {
    let folder = folder(&[("words.csv", "Item,Remark\nWages,none stated\n")]);
    let output = tieout(folder.path(), &["check", "words.csv"]);
    assert_eq!(code(&output), 2);
    assert!(
        out(&output).contains("no figure to check"),
        "{}",
        out(&output)
    );
    assert!(
        err(&output).contains("no figure to check"),
        "{}",
        err(&output)
    );
}

#[test]
fn figures_that_nothing_ties_are_no_success_unless_another_input_is_checked() {
    let table = "Item,Amount\nWages,40\nRent,2\nTotal,42\n";
    let note = "# 收费说明\n\n复印件每页收费 2.50 元。\n";
    let folder = folder(&[("note.md", note), ("table.csv", table)]);
    let alone = tieout(folder.path(), &["check", "note.md", "--lang", "zh"]);
    assert_eq!(code(&alone), 2);
    for words in [out(&alone), err(&alone)] {
        assert!(words.contains("没有可核对的内容：1 个数字"), "{words}");
    }
    let beside = tieout(folder.path(), &["check", ".", "--lang", "en"]);
    assert_eq!(code(&beside), 0, "{}", out(&beside));
    assert!(
        out(&beside).contains("note.md: nothing to check: there is one figure"),
        "{}",
        out(&beside)
    );
}

#[test]
fn limits_are_options_and_what_they_cut_is_said() {
    let page = "<table><tr><td>Wages<td>40<tr><td>Rent<td>2<tr><td>Total<td>42</table>";
    let folder = folder(&[("page.html", page)]);
    let read = |limit: &str| tieout(folder.path(), &["read", "page.html", "--limit", limit]);
    assert!(!out(&read("cells=100")).contains("not read"));
    let cut = out(&read("cells=4"));
    assert!(cut.contains("not read (the limit `cells` is 4)"), "{cut}");
    let unknown = read("rows=4");
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("cells"), "{}", err(&unknown));
}

#[test]
fn standard_input_is_read_under_its_name() {
    let folder = folder(&[]);
    let arguments = [
        "check",
        "-",
        "--stdin-name",
        "pasted.csv",
        "--format",
        "json",
    ];
    let output = tieout_fed(folder.path(), &arguments, RIGHT.as_bytes());
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(paths(&output), ["pasted.csv"]);
    let output = tieout_fed(
        folder.path(),
        &[
            "read",
            "-",
            "--stdin-name",
            "pasted.csv",
            "--format",
            "json",
        ],
        RIGHT.as_bytes(),
    );
    assert_eq!(json(&output)["format"], "csv");
}

#[test]
fn output_goes_whole_to_a_file_and_without_colour() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let path = folder.path().join("result.txt");
    fs::write(&path, "old ".repeat(10_000)).expect("a file");
    let output = tieout(
        folder.path(),
        &["check", "report.csv", "--output", "result.txt"],
    );
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(out(&output), "");
    let text = fs::read_to_string(&path).expect("the result");
    assert!(
        text.starts_with("1 document") && !text.contains('\u{1b}'),
        "{text}"
    );
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["report.csv", "result.txt"]);
    let output = tieout(
        folder.path(),
        &["check", "report.csv", "--output", "nowhere/result.txt"],
    );
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("cannot be written"),
        "{}",
        err(&output)
    );
}

#[test]
fn colour_is_for_terminals_or_where_it_is_asked_for() {
    let folder = folder(&[("report.csv", RIGHT)]);
    assert!(!out(&tieout(folder.path(), &["check", "report.csv"])).contains('\u{1b}'));
    let output = tieout(folder.path(), &["check", "report.csv", "--color", "always"]);
    assert!(out(&output).contains('\u{1b}'), "{}", out(&output));
}

#[test]
fn bad_usage_ends_with_2() {
    let folder = folder(&[("report.csv", RIGHT)]);
    for arguments in [
        &["chekc"][..],
        &["check", "--format", "picture", "report.csv"],
        &["check", "--fail-on", "sometimes"],
        &["read"],
        &["relate"],
        &["read", "."],
    ] {
        let output = tieout(folder.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(!err(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_rule_that_is_not_there_gets_a_suggestion() {
    let folder = folder(&[("report.csv", RIGHT)]);
    for arguments in [
        &["check", "report.csv", "--select", "table/foto"][..],
        &["check", "report.csv", "--ignore", "text/share,table/foto"],
        &["rules", "table/foto"],
        &["explain", "table/foto"],
    ] {
        let output = tieout(folder.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            err(&output).contains("did you mean `table/foot`?"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn selected_rules_are_those_of_an_id_a_family_or_a_list() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "report.csv", "--format", "json"];
        all.extend(arguments);
        let value = json(&tieout(folder.path(), &all));
        let verdicts = value["verdicts"].as_array().expect("verdicts").clone();
        verdicts
            .iter()
            .map(|verdict| verdict["rule"].as_str().expect("an id").to_owned())
            .collect()
    };
    let all = ids(&[]);
    assert!(all.len() > 5, "{all:?}");
    assert_eq!(ids(&["--select", "table/foot"]), ["table/foot"]);
    assert_eq!(ids(&["--select", "foot,table/cross"]).len(), 2);
    let family = ids(&["--select", "table"]);
    assert!(
        family.len() > 2 && family.iter().all(|id| id.starts_with("table/")),
        "{family:?}"
    );
    let rest = ids(&["--ignore", "table"]);
    assert_eq!(rest.len() + family.len(), all.len());
}

#[test]
fn every_rule_has_its_page() {
    let folder = folder(&[]);
    let list = json(&tieout(folder.path(), &["rules", "--format", "json"]));
    let rules = list.as_array().expect("rules");
    assert!(rules.len() > 5);
    for rule in rules {
        let id = rule["id"].as_str().expect("an id");
        for lang in ["zh", "en"] {
            let page = tieout(folder.path(), &["explain", id, "--lang", lang]);
            assert_eq!(code(&page), 0, "{id}");
            let title = rule["title"][lang].as_str().expect("a title");
            assert!(
                out(&page).contains(id) && out(&page).starts_with(title),
                "{}",
                out(&page)
            );
            let same = tieout(folder.path(), &["rules", id, "--lang", lang]);
            assert_eq!(out(&same), out(&page));
        }
    }
}

#[test]
fn a_rule_file_with_mistakes_stops_the_run_with_2() {
    let folder = folder(&[
        ("report.csv", RIGHT),
        ("mine/own.toml", "titel = \"x\"\nkind = \"fot\"\n"),
    ]);
    for rules in ["mine", "mine/own.toml"] {
        let output = tieout(folder.path(), &["check", "report.csv", "--rules", rules]);
        assert_eq!(code(&output), 2, "{}", out(&output));
        assert!(err(&output).contains("mine/own.toml"), "{}", err(&output));
        assert_eq!(out(&output), "");
    }
    let chinese = ["rules", "--rules", "mine", "--lang", "zh"];
    let output = tieout(folder.path(), &chinese);
    let words = err(&output);
    assert!(
        words.contains("帮助：") && !words.contains("help:") && !words.contains("Error"),
        "{words}"
    );
    let output = tieout(
        folder.path(),
        &["check", "report.csv", "--rules", "nowhere.toml"],
    );
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("nowhere.toml"), "{}", err(&output));
}

#[test]
fn a_blank_form_is_never_clean_whatever_is_said_of_its_words() {
    let form = "# XX局2024年度决算\n\n本年支出XX万元，增加（减少）XX万元。\n";
    let folder = folder(&[("form.md", form)]);
    let output = tieout(folder.path(), &["check", "form.md"]);
    assert!(out(&output).contains("text/residue"), "{}", out(&output));
    assert_eq!(code(&output), 2);
    let output = tieout(folder.path(), &["check", "--fail-on", "warning", "form.md"]);
    assert_eq!(code(&output), 1);
}

#[test]
fn a_reader_that_leaves_early_causes_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (0..400).map(|n| format!("Item {n},{n}.00\n")).collect();
    fs::write(
        folder.path().join("long.csv"),
        format!("Item,Amount\n{rows}"),
    )
    .expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tieout"))
        .args(["read", "long.csv", "--format", "json"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("its end");
    assert_eq!(err(&output), "");
    assert_eq!(code(&output), 0);
}

#[test]
fn what_went_wrong_is_told_apart_by_the_exit_code() {
    let wrong = RIGHT
        .replace("30.00", "31.00")
        .replace("Amount", "2019,2020,2021")
        .replace(".00\n", ".00,10.00,20.00\n");
    let wrong = wrong.replace("Total,31.00,10.00,20.00", "Total,31.00,20.00,40.00");
    let folder = folder(&[("wrong.csv", &wrong)]);
    let output = tieout(folder.path(), &["check", "wrong.csv", "--format", "json"]);
    let severe = json(&output)["findings"][0]["severity"]
        .as_str()
        .map(str::to_owned);
    assert!(severe.is_some(), "{}", out(&output));
    assert_eq!(
        code(&tieout(
            folder.path(),
            &["check", "wrong.csv", "--fail-on", "note"]
        )),
        1
    );
    assert_eq!(
        code(&tieout(
            folder.path(),
            &["check", "wrong.csv", "--fail-on", "never"]
        )),
        0
    );
    assert_eq!(
        code(&tieout(
            folder.path(),
            &["check", "wrong.csv", "missing.csv", "--fail-on", "never"]
        )),
        2
    );
}

#[test]
fn several_outputs_are_written_at_once_and_none_of_them_by_half() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let arguments = [
        "check",
        "report.csv",
        "--format",
        "short",
        "--output",
        "sarif=report.sarif",
        "--output",
        "junit=report.xml",
    ];
    let output = tieout(folder.path(), &arguments);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("no findings"), "{}", out(&output));
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    assert!(file("report.sarif").contains("\"version\": \"2.1.0\""));
    assert!(file("report.xml").contains("<testsuites"));
    let plain = tieout(
        folder.path(),
        &[&arguments[..], &["--output", "report.txt"]].concat(),
    );
    assert_eq!(out(&plain), "");
    assert_eq!(file("report.txt"), out(&output));
    let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn completions_and_the_manual_page_name_the_options() {
    let folder = folder(&[]);
    for (what, words) in [
        ("bash", "--update-baseline"),
        ("zsh", "--update-baseline"),
        ("fish", "update-baseline"),
        ("man", ".TH tieout"),
    ] {
        let output = tieout(folder.path(), &["generate", what]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(out(&output).contains(words), "{what}: {}", out(&output));
    }
}

#[test]
fn a_watched_report_is_checked_again_when_it_is_saved() {
    let right = "Item,Budget,Actual\nWages,10.00,11.00\nGoods,20.00,22.00\nTotal,30.00,33.00\n";
    let wrong = right.replace("33.00", "33.10");
    let folder = folder(&[("report.csv", right)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tieout"))
        .env("TIEOUT_NO_CACHE", "1")
        .env("LC_ALL", "C")
        .args([
            "check",
            "--watch",
            "--quiet",
            "--format",
            "short",
            "report.csv",
        ])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let output = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    let (send, lines) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in std::io::BufRead::lines(output).map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    // Saved again and again: nobody says when the watch has begun.
    let told = (0..400).find_map(|_| {
        fs::write(folder.path().join("report.csv"), &wrong).expect("a file");
        lines
            .recv_timeout(std::time::Duration::from_millis(50))
            .ok()
    });
    child.kill().expect("a running program");
    child.wait().expect("its end");
    reader.join().expect("its end");
    assert!(told.is_some_and(|line| line.contains("33.10")));
}
