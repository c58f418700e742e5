//! PDF files with a text layer: characters and drawn lines of each page, then what a reader sees in them.
#![allow(clippy::float_arithmetic, reason = "page geometry")]

mod cost;
mod device;
mod streams;

use super::{
    Input, Options, ReadError, Reader,
    page::{compose, say, write},
    transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};
use cost::Budget;
use device::{Sketch, Sketched};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page, kurbo::Rect,
};

pub const READER: Reader = Reader {
    name: "pdf",
    endings: &["pdf"],
    recognises: |bytes| {
        let head = bytes.get(..1024).unwrap_or(bytes);
        Some(head.windows(5).any(|part| part == b"%PDF-"))
    },
    read,
};

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let limits = &options.limits;
    if streams::bomb(input.bytes, limits.stream()).is_some() {
        return Err(swollen(input, limits.stream()));
    }
    let pdf = Pdf::new(input.bytes.to_vec()).map_err(|error| broken(input, error))?;
    let mut pages = Vec::new();
    let mut blank = Vec::new();
    let mut unknown = Vec::new();
    let mut heavy = Vec::new();
    let mut crowded = Vec::new();
    let mut budget = Budget::new(limits.inflated, limits.stream());
    let cache = InterpreterCache::new();
    let all = pdf.pages().len();
    for (at, page) in pdf.pages().iter().take(limits.pages).enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        if !budget.admits(page) {
            heavy.push(number);
            continue;
        }
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            page.xref(),
            InterpreterSettings::default(),
        );
        let mut sketch = Sketch::new(number, width, height);
        interpret_page(page, &mut context, &mut sketch);
        let Sketched {
            page,
            missing,
            crowded: more,
        } = sketch.finish();
        if missing > 0 && missing * 4 > page.glyphs.len() {
            unknown.push(number);
        }
        if more {
            crowded.push(number);
        }
        if page.glyphs.is_empty() {
            blank.push(number);
        } else {
            pages.push(page);
        }
    }
    let mut transcript = Transcript::new(vocabulary, limits);
    write(&mut transcript, compose(pages));
    say(
        &mut transcript,
        &blank,
        "没有文字层（扫描图像或空白页），未读取",
        [
            "has no text layer (a scan or a blank page); it was not read",
            "have no text layer (scans or blank pages); they were not read",
        ],
    );
    say(
        &mut transcript,
        &unknown,
        "有字体没有字符对照表，部分文字无法识别",
        [
            "has fonts that do not say which characters they draw; parts of its text are lost",
            "have fonts that do not say which characters they draw; parts of their text are lost",
        ],
    );
    say(
        &mut transcript,
        &heavy,
        "的绘制指令过多，或图形层层嵌套，超过上限 inflated，未读取",
        [
            "draws too much, or forms inside forms (the limit `inflated`); it was not read",
            "draw too much, or forms inside forms (the limit `inflated`); they were not read",
        ],
    );
    say(
        &mut transcript,
        &crowded,
        "的文字或线条过多，只读取了一部分",
        [
            "holds too many characters or lines; only a part of it was read",
            "hold too many characters or lines; only a part of them was read",
        ],
    );
    if all > limits.pages {
        let most = limits.pages;
        transcript.notice(limits.beyond(
            "pages",
            &format!("只读取了前 {most} 页，共 {all} 页"),
            &format!("only the first {most} of {all} pages were read"),
        ));
    }
    Ok(transcript.finish(input.path, READER.name))
}

fn swollen(input: Input<'_>, most: usize) -> ReadError {
    let most = most >> 20;
    ReadError::Broken {
        path: input.path.to_owned(),
        what: Words::new(
            format!("PDF 文档中的一个数据流解压后超过 {most} MB（上限 inflated 的六分之一）"),
            format!(
                "a stream of the PDF document inflates to more than {most} MB (a sixth of the limit `inflated`)"
            ),
        ),
        help: Words::new(
            "打印成新的 PDF 文件；信得过它的话，可以提高上限",
            "print it to a new PDF file, or raise the limit if you trust it",
        ),
    }
}

fn broken(input: Input<'_>, error: LoadPdfError) -> ReadError {
    let (what, help) = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => (
            Words::new(
                "PDF 文档有密码保护",
                "the PDF document is protected by a password",
            ),
            Words::new(
                "另存一份没有密码的再检查",
                "save a copy without the password and check that",
            ),
        ),
        LoadPdfError::Decryption(_) => (
            Words::new(
                "PDF 文档的加密方式无法读取",
                "the PDF document is encrypted in a way that cannot be read",
            ),
            Words::new(
                "另存一份没有加密的再检查",
                "save a copy without encryption and check that",
            ),
        ),
        LoadPdfError::Invalid => (
            Words::new("PDF 文档已损坏", "the PDF document is damaged"),
            Words::new(
                "用 PDF 阅读器打开并另存，或重新导出",
                "open it in a PDF viewer and save it anew, or export it again",
            ),
        ),
    };
    ReadError::Broken {
        path: input.path.to_owned(),
        what,
        help,
    }
}

#[cfg(test)]
mod tests;
