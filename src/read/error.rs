//! A file that cannot be opened as its format: what, and what to do.

use crate::model::Words;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    Empty {
        path: String,
    },
    /// `seems`: what the content looks like, with its article: `a zip archive`.
    Unknown {
        path: String,
        seems: Words,
        kinds: String,
    },
    Broken {
        path: String,
        what: Words,
        help: Words,
    },
    /// Reading it panicked.
    Fault {
        path: String,
        why: String,
    },
}

impl ReadError {
    /// What is wrong, the path before it.
    pub fn what(&self) -> Words {
        let of = |path: &str, zh: &str, en: &str| {
            Words::new(format!("{path}：{zh}"), format!("{path}: {en}"))
        };
        match self {
            ReadError::Empty { path } => of(path, "文件是空的", "the file is empty"),
            ReadError::Unknown { path, seems, .. } => of(
                path,
                &format!("看来是{}，不是 tieout 能读的文件", seems.zh),
                &format!(
                    "seems to be {}, not a kind of file that tieout reads",
                    seems.en
                ),
            ),
            ReadError::Broken { path, what, .. } => of(path, &what.zh, &what.en),
            ReadError::Fault { path, why } => of(
                path,
                &format!("读取这类文件的程序在它身上出错（{why}）"),
                &format!("the reader of this kind of file failed on it ({why})"),
            ),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Words {
        match self {
            ReadError::Empty { .. } => Words::new(
                "看看导出是否完成，或不检查这个文件",
                "check that the export finished, or leave the file out",
            ),
            ReadError::Unknown { kinds, .. } => Words::new(
                format!("能读的有 {kinds}；请把报告另存为其中一种"),
                format!("it reads {kinds}; save the report as one of them"),
            ),
            ReadError::Broken { help, .. } => help.clone(),
            ReadError::Fault { .. } => Words::new(
                "错不在你：请连同文件报告这个问题；修好之前，请把报告另存为别的格式",
                "the fault is not yours: please report it with the file; until it is mended, save the report as another kind of file",
            ),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what().en)
    }
}

impl std::error::Error for ReadError {}
