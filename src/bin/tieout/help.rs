//! The help in Chinese: the same command line with every text looked up in `help.zh.toml` by its English words.

use super::arguments::Arguments;
use clap::{Arg, ArgAction, Command, CommandFactory, builder::StyledStr, error::ErrorKind};
use std::{collections::BTreeMap, ffi::OsString};
use tieout::{
    model::Language,
    read::{LIMITS, Limits},
};

/// English to Chinese.
const TABLE: &str = include_str!("help.zh.toml");
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
const PRINT_HELP: &str = "Print help";
const PRINT_VERSION: &str = "Print version";
const HELP_OF: &str = "Print this message or the help of the given subcommand(s)";

/// The help that the command line asks for, in Chinese, as clap hands it out; `None` where it asks for none, or `--lang` or the locale for another language.
pub fn asked(arguments: &[OsString], locale: Language) -> Option<clap::Error> {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let given = (0..words.len()).rev().find_map(|at| {
        let word = words.get(at)?;
        let next = words.get(at + 1).copied();
        word.strip_prefix("--lang=")
            .or(next.filter(|_| *word == "--lang"))
    });
    let chinese = match given {
        Some("zh") => true,
        Some("en") => false,
        _ => locale == Language::Zh,
    };
    let mut line = arguments.to_vec();
    match line.get(1).and_then(|word| word.to_str()) {
        // `help check` is `check --help`.
        Some("help") => {
            line.remove(1);
            line.push("--help".into());
        }
        None => line.push("--help".into()),
        _ => {}
    }
    let wanted = line.iter().any(|word| word == "-h" || word == "--help");
    if !chinese || !wanted {
        return None;
    }
    let table: BTreeMap<String, String> = toml::from_str(TABLE).unwrap_or_default();
    let say = |text: &str| table.get(text).cloned().unwrap_or_else(|| text.to_owned());
    let version = flag("version", 'V', ArgAction::Version, say(PRINT_VERSION));
    let help = Command::new("help").about(say(HELP_OF));
    let command = translated(&Arguments::command(), &say)
        .version(env!("CARGO_PKG_VERSION"))
        .arg(version)
        .subcommand(help);
    let error = command.try_get_matches_from(line).err();
    error.filter(|error| error.kind() == ErrorKind::DisplayHelp)
}

/// The command with all its texts as `say` says them. It prints help, and parses no further.
fn translated(own: &Command, say: &dyn Fn(&str) -> String) -> Command {
    let text = |text: Option<&StyledStr>| text.map(|text| say(&text.to_string()));
    let mut command = own
        .clone()
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading("命令")
        .help_template(TEMPLATE)
        .mut_args(|own| explained(&own, say))
        .mut_subcommands(|own| translated(&own, say));
    if let Some(about) = text(own.get_about()) {
        command = command.about(about);
    }
    if let Some(after) = text(own.get_after_help()) {
        command = command.after_help(after);
    }
    command.arg(flag("help", 'h', ArgAction::Help, say(PRINT_HELP)))
}

fn flag(name: &'static str, short: char, action: ArgAction, help: String) -> Arg {
    let flag = Arg::new(name).long(name).short(short).action(action);
    flag.help(help).help_heading("选项")
}

/// The argument with its text, and what may be given for it, in Chinese.
fn explained(own: &Arg, say: &dyn Fn(&str) -> String) -> Arg {
    let heading = if own.is_positional() {
        "参数"
    } else {
        "选项"
    };
    let mut help = own
        .get_help()
        .map_or(String::new(), |help| say(&help.to_string()));
    let mut long = help.clone();
    let (mut short_list, mut long_list) = (Vec::new(), String::new());
    let takes = own.get_action().takes_values();
    if takes && !own.is_hide_possible_values_set() {
        for value in own.get_possible_values() {
            let about = value.get_help().map(|about| say(&about.to_string()));
            let about = about.map_or(String::new(), |about| format!("：{about}"));
            long_list += &format!("\n- {}{about}", value.get_name());
            short_list.push(value.get_name().to_owned());
        }
    }
    if own.get_id() == "limits" {
        for limit in LIMITS {
            let usual = *(limit.field)(&mut Limits::default());
            long_list += &format!("\n- {}：{}［默认：{usual}］", limit.name, say(limit.about));
        }
    }
    if !long_list.is_empty() {
        long += &format!("\n{long_list}");
    }
    if !short_list.is_empty() {
        help += &format!("［可选：{}］", short_list.join("、"));
    }
    let usual: Vec<String> = own
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    let mut notes = String::new();
    if takes && !usual.is_empty() {
        notes += &format!("［默认：{}］", usual.join("、"));
    }
    if let Some(name) = own.get_env() {
        notes += &format!("［环境变量：{}］", name.to_string_lossy());
    }
    help += &notes;
    if !notes.is_empty() {
        long += &format!("\n\n{notes}");
    }
    own.clone()
        .help(help)
        .long_help(long)
        .help_heading(heading)
        .hide_default_value(takes)
        .hide_possible_values(takes)
        .hide_env(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::RefCell, collections::BTreeSet};

    #[test]
    fn every_text_of_the_help_is_in_chinese_and_none_is_left_over() {
        let table: BTreeMap<String, String> = toml::from_str(TABLE).expect("a table");
        let said = RefCell::new(BTreeSet::from(
            [PRINT_HELP, PRINT_VERSION, HELP_OF].map(str::to_owned),
        ));
        translated(&Arguments::command(), &|text| {
            said.borrow_mut().insert(text.to_owned());
            String::new()
        });
        let said = said.into_inner();
        let missing: Vec<_> = said
            .iter()
            .filter(|text| !table.contains_key(*text))
            .collect();
        let idle: Vec<_> = table.keys().filter(|text| !said.contains(*text)).collect();
        assert!(
            missing.is_empty() && idle.is_empty(),
            "src/bin/tieout/help.zh.toml lacks {missing:#?}\nand has in vain {idle:#?}"
        );
    }

    #[test]
    fn help_is_chinese_where_the_option_or_the_locale_says_so() {
        let asked = |line: &str, locale| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            asked(&words, locale).map(|text| text.to_string())
        };
        for line in [
            "tieout",
            "tieout --help",
            "tieout help",
            "tieout check -h",
            "tieout help check",
        ] {
            let help = asked(line, Language::Zh).expect(line);
            assert!(help.contains("用法：") && help.contains("选项"), "{help}");
            assert!(
                !help.contains("Options") && !help.contains("default"),
                "{help}"
            );
            assert!(asked(line, Language::En).is_none());
        }
        assert!(asked("tieout check --lang zh --help", Language::En).is_some());
        assert!(asked("tieout check --lang=en --help", Language::Zh).is_none());
        assert!(asked("tieout check report.md", Language::Zh).is_none());
        assert!(asked("tieout check --nonsense --help", Language::Zh).is_none());
    }
}
