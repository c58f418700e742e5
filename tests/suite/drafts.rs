//! Drafts as word processors keep them, in every format of theirs; rich text and old Word documents, hostile ones too.

use super::{
    documents::{outline, try_read},
    support::ROOT,
};
use proptest::prelude::*;
use std::{fs, path::Path};
use tieout::model::Document;

fn draft(ending: &str) -> Vec<u8> {
    let folder = Path::new(ROOT).join("fixtures/formats/one-draft");
    fs::read(folder.join(format!("draft.{ending}"))).unwrap()
}

/// What a format does not carry: the line as expected, and as the program that made the file wrote it.
const NOT_CARRIED: &[(&str, &str, &str)] = &[
    // The field inside the code of another became text.
    (
        "odt",
        "全年收入1,280.50万元，比上年增长5.20%。",
        "全年收入1,280.50万元，比上年0增长5.20%。",
    ),
    (
        "odt",
        "[1] 不含下属单位 3.00 万元。",
        "[i] 不含下属单位 3.00 万元。",
    ),
    // Where the mark of a paragraph is deleted, all of its words were written as deleted.
    ("rtf", "这一段的末尾删去了段落标记。", "删去了段落标记。"),
];

#[test]
fn a_draft_reads_alike_in_every_format() {
    let folder = Path::new(ROOT).join("fixtures/formats/one-draft");
    let expected = fs::read_to_string(folder.join("expected.txt")).unwrap();
    for ending in ["docx", "doc", "rtf", "odt"] {
        let document = try_read(&format!("draft.{ending}"), &draft(ending)).unwrap();
        let expected: Vec<&str> = expected
            .lines()
            .map(|line| {
                let other = NOT_CARRIED
                    .iter()
                    .find(|(format, expected, _)| *format == ending && *expected == line);
                other.map_or(line, |(.., carried)| carried)
            })
            .collect();
        assert_eq!(outline(&document), expected, "{ending}");
        let notices: Vec<&str> = document
            .notices
            .iter()
            .map(|notice| notice.message.en.split(" in ").next().unwrap())
            .collect();
        assert_eq!(
            notices,
            [
                "hidden text was left out",
                "tracked changes are read as accepted; what was deleted"
            ],
            "{ending}"
        );
    }
}

fn rtf(body: &str) -> Document {
    try_read(
        "a.rtf",
        format!(r"{{\rtf1\ansi\ansicpg936 {body}}}").as_bytes(),
    )
    .unwrap()
}

#[test]
fn rich_text_has_cells_by_their_marks_and_columns_by_their_edges() {
    let row = |shape: &str, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!(r"{{{cell}\cell}}"))
            .collect();
        format!(r"\trowd{shape}\pard\intbl {cells}\row ")
    };
    let body = [
        row(r"\clvmgf\cellx1000\cellx3010", &["Item", "2024"]),
        row(
            r"\clvmrg\cellx1000\cellx2000\cellx3000",
            &["", "basic", "project"],
        ),
        row(
            r"\cellx1000\clmgf\cellx2000\clmrg\cellx3000",
            &["both", "7", ""],
        ),
        row(
            r"\trleft-40\cellx1005\cellx2003\cellx3000",
            &["total", "280.48", "(1.50)"],
        ),
        r"\pard after\par".to_owned(),
    ];
    assert_eq!(
        outline(&rtf(&body.concat())),
        [
            "[]",
            "Item+1+2 | 2024+2+1 | _",
            "_ | basic | project",
            "both | 7+2+1 | _",
            "total | 280.48 | (1.50)",
            "after"
        ]
    );
    let nested = r"\trowd\cellx1000\cellx3000\pard\intbl a\cell \pard\intbl\itap2 x\nestcell 1\nestcell
        {\*\nesttableprops\trowd\cellx1500\cellx2500\nestrow}{\nonesttables\par}\pard\intbl 5\cell\row
        \pard\intbl b\cell 6\cell\row";
    assert_eq!(
        outline(&rtf(nested)),
        ["[]", "a | 5", "b | 6", "[]", "x | 1"]
    );
}

#[test]
fn rich_text_reads_as_it_is_accepted_and_printed() {
    let body = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}{\f2\fcharset204 C;}{\f3\fcharset2 D;}}
        {\stylesheet{\s1 heading 2;}{\s2 toc 1;}}{\info{\title 9}}{\header 8\par}{\*\unknown 7}
        \pard\s1 {\listtext\'d2\'bb\'a1\'a2\tab}\f1 \'ca\'d5\'c8\'eb\par
        \pard\plain\f1 \'ba\'cf\'bc\'c6 \u49?\u-3886?{\uc2\u50??}{\deleted 99}{\v 88}{\pict\bin3 }}}}5{\f2\'cf}{\super 4}\*\other
        {\field{\*\fldinst SUM {\field{\*\fldinst 1}{\fldrslt 2}}}{\fldrslt  and 8}}{\super\chftn{\footnote\pard Note 3.}}{\f3 \'b7}\par
        \pard\s2 Page\tab 12\par{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard box\par}}{\shprslt 1}}\pard first {\deleted\par}second\par";
    let document = rtf(body);
    assert_eq!(
        outline(&document),
        [
            "## 一、收入",
            "合计 1 25П and 8",
            "Page",
            "first second",
            "box",
            "[1] Note 3.",
        ]
    );
    assert_eq!(document.notices.len(), 2);
    // A wrong ending is said, and the content read.
    let document = try_read("a.doc", b"{\\rtf1 1\\par}").unwrap();
    assert_eq!((document.format, document.notices.len()), ("rtf", 1));
}

#[test]
fn what_is_encrypted_or_too_old_says_so() {
    // The first block lies at the begin of a sector; its flags are its sixth pair of bytes.
    let bytes = draft("doc");
    let at = (0..bytes.len())
        .step_by(512)
        .find(|&at| bytes[at..].starts_with(&[0xec, 0xa5]))
        .unwrap();
    let altered = |place: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at + place] = byte;
        try_read("a.doc", &bytes).unwrap_err().to_string()
    };
    assert!(altered(11, bytes[at + 11] | 1).contains("password"));
    assert!(altered(0, 0xdc).contains("before 97"));
    assert!(altered(0, 0).contains("damaged"));
    // Word and Excel lock their packages in one way; what is inside cannot be told.
    let mut locked = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    locked.create_stream("/EncryptedPackage").unwrap();
    let bytes = locked.into_inner().into_inner();
    let error = try_read("a.docx", &bytes).unwrap_err().to_string();
    assert!(error.contains("the file is protected with a password"));
}

#[test]
fn rubbish_behind_the_last_sector_is_no_harm() {
    // The header tells where the first sector of the table of sectors lies; each has four bytes.
    let mut bytes = draft("doc");
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let table = (number(76) + 1) * 512;
    let sectors = bytes.len() / 512 - 1;
    assert!(number(44) == 1 && sectors < 127);
    bytes[table + 127 * 4..table + 128 * 4].copy_from_slice(&[0; 4]);
    let document = try_read("a.doc", &bytes).unwrap();
    assert_eq!(
        outline(&document),
        outline(&try_read("a.doc", &draft("doc")).unwrap())
    );
}

#[test]
fn deep_and_wide_rich_text_is_bounded() {
    let deep = rtf(&format!("1 {}2", "{".repeat(200_000)));
    assert_eq!((outline(&deep).len(), deep.notices.len()), (1, 1));
    let nested: String = (2..500)
        .map(|depth| format!(r"\itap{depth} x\nestcell "))
        .collect();
    assert!(rtf(&format!(r"\pard\intbl {nested}")).tables().count() <= 12);
    let wide = format!(
        r"\trowd{}\pard\intbl a\cell\row",
        r"\cellx2147483647\cellx-9".repeat(50_000)
    );
    assert!(rtf(&wide).blocks.len() <= 2);
}

proptest! {
    #[test]
    fn nothing_panics_on_damaged_documents(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        length in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        for ending in ["doc", "rtf"] {
            let mut bytes = draft(ending);
            for (place, byte) in &changes {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            if cuts {
                bytes.truncate(length.index(bytes.len()));
            }
            if let Ok(document) = try_read(&format!("a.{ending}"), &bytes) {
                outline(&document);
            }
        }
    }

    #[test]
    fn nothing_panics_on_odd_groups(
        words in proptest::collection::vec((0usize..28, -3i32..4000, "[ 0-9a合.\\\\{}']{0,4}"), 0..60),
    ) {
        const WORDS: [&str; 28] = [
            "trowd", "cellx", "cell", "row", "intbl", "itap", "nestcell", "nestrow", "nesttableprops", "clmrg", "clvmrg",
            "par", "pard", "u", "uc", "bin", "footnote", "shptxt", "v", "deleted", "super", "tx", "tqr", "s", "f", "fonttbl",
            "listtext", "trleft",
        ];
        let part = |&(word, number, ref text): &(usize, i32, String)| {
            let open = if number % 3 == 0 { "{" } else { "" };
            let close = if number % 5 == 0 { "}" } else { "" };
            format!(r"{open}\{}{number} {text}{close}", WORDS[word])
        };
        let body: String = words.iter().map(part).collect();
        outline(&rtf(&body));
    }
}
