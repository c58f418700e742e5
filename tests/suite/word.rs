//! What a Word document may hold, one small document each.

use super::documents::{outline, package, try_read, word};
use tieout::model::Document;

/// A document of a body, of styles and of lists.
fn styled(body: &str, styles: &str, numbering: &str) -> Document {
    let bytes = package(&[
        ("word/document.xml", word(body).as_bytes()),
        (
            "word/styles.xml",
            format!("<w:styles>{styles}</w:styles>").as_bytes(),
        ),
        (
            "word/numbering.xml",
            format!("<w:numbering>{numbering}</w:numbering>").as_bytes(),
        ),
    ]);
    try_read("a.docx", &bytes).unwrap()
}

fn docx(body: &str) -> Document {
    styled(body, "", "")
}

fn r(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#)
}

fn p(settings: &str, inner: &str) -> String {
    format!("<w:p><w:pPr>{settings}</w:pPr>{inner}</w:p>")
}

fn tc(settings: &str, words: &str) -> String {
    format!(
        "<w:tc><w:tcPr>{settings}</w:tcPr>{}</w:tc>",
        p("", &r(words))
    )
}

fn tr(settings: &str, cells: &[String]) -> String {
    format!("<w:tr><w:trPr>{settings}</w:trPr>{}</w:tr>", cells.concat())
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|words| tc("", words)).collect();
    tr("", &cells)
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

fn sdt(content: &str) -> String {
    format!(
        r#"<w:sdt><w:sdtPr><w:alias w:val="9"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"#
    )
}

#[test]
fn headings_are_told_by_their_outline_level() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="a"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:name w:val="章 续"/><w:basedOn w:val="a"/></w:style>
        <w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>"#;
    let body = [
        p(r#"<w:outlineLvl w:val="0"/>"#, &r("own")),
        p(r#"<w:pStyle w:val="b"/>"#, &r("by the style of its style")),
        p(r#"<w:pStyle w:val="3"/>"#, &r("built-in")),
        p(
            r#"<w:pStyle w:val="b"/><w:outlineLvl w:val="9"/>"#,
            &r("body all the same"),
        ),
        p("", &r("plain")),
    ];
    assert_eq!(
        outline(&styled(&body.concat(), styles, "")),
        [
            "# own",
            "## by the style of its style",
            "### built-in",
            "body all the same",
            "plain"
        ]
    );
}

#[test]
fn the_number_that_word_prints_belongs_to_the_text() {
    let level = |at: usize, more: &str, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{more}<w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0">{}{}{}</w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>
        <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="S"/>{}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>"#,
        level(0, "", "chineseCountingThousand", "第%1章"),
        level(1, "<w:isLgl/>", "upperRoman", "%1.%2"),
        level(2, "", "decimalEnclosedCircle", "%3"),
        level(0, "", "lowerLetter", "%1)"),
    );
    let styles = r#"<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let item = |list: u32, level: u32, words: &str| {
        p(
            &format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#),
            &r(words),
        )
    };
    let body = [
        p(r#"<w:pStyle w:val="h"/>"#, &r("收入")),
        item(1, 1, "拨款"),
        item(1, 1, "事业"),
        item(1, 2, "学费"),
        p(
            r#"<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>"#,
            &r("无号"),
        ),
        p(r#"<w:pStyle w:val="h"/>"#, &r("支出")),
        item(1, 1, "基本"),
        item(2, 0, "重排"),
        item(3, 0, "其他"),
    ];
    assert_eq!(
        outline(&styled(&body.concat(), styles, &numbering)),
        [
            "# 第一章收入",
            "1.1 拨款",
            "1.2 事业",
            "①学费",
            "# 无号",
            "# 第二章支出",
            "2.1 基本",
            "第一章重排",
            "a) 其他"
        ]
    );
}

#[test]
fn cells_span_start_late_and_hold_tables() {
    let inner = tbl(&[row(&["x", "1"]), row(&["y", "2"])]);
    let body = tbl(&[
        tr(
            "",
            &[
                tc(
                    r#"<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>"#,
                    "both",
                ),
                tc("", "c"),
            ],
        ),
        tr(
            "",
            &[tc(r#"<w:gridSpan w:val="2"/><w:vMerge/>"#, ""), tc("", "7")],
        ),
        tr(r#"<w:gridBefore w:val="1"/>"#, &[tc("", "5"), tc("", "6")]),
        tr(
            "",
            &[
                tc("", "a"),
                tc("", "3"),
                format!("<w:tc>{inner}{}</w:tc>", p("", "")),
            ],
        ),
    ]);
    assert_eq!(
        outline(&docx(&body)),
        [
            "[]",
            "both+2+2 | _ | c",
            "_ | _ | 7",
            "_ | 5 | 6",
            "a | 3 | _",
            "[]",
            "x | 1",
            "y | 2"
        ]
    );
    // The edge of one row a hand's breadth before that of the others is no column.
    let grid = r#"<w:tblGrid><w:gridCol w:w="40"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>"#;
    let body = format!(
        "<w:tbl>{grid}{}{}</w:tbl>",
        tr("", &[tc(r#"<w:gridSpan w:val="2"/>"#, "a"), tc("", "1")]),
        tr(r#"<w:gridBefore w:val="1"/>"#, &[tc("", "b"), tc("", "2")])
    );
    assert_eq!(outline(&docx(&body)), ["[]", "a | 1", "b | 2"]);
}

#[test]
fn text_boxes_stand_once_and_after_their_paragraph() {
    let choice = |content: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
            <mc:Fallback><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    };
    let table = tbl(&[row(&["a", "1"]), row(&["b", "2"])]);
    let inside = format!("{}{table}{}", p("", &r("caption in the box")), p("", ""));
    let body = format!(
        "{}{}{}",
        p(
            "",
            &format!("{}{}{}", r("before"), choice(&inside), r(" and behind"))
        ),
        tbl(&[tr(
            "",
            &[
                format!(
                    "<w:tc>{}</w:tc>",
                    p(
                        "",
                        &format!("{}{}", r("k"), choice(&p("", &r("in a cell"))))
                    )
                ),
                tc("", "9")
            ]
        )]),
        p(
            "",
            &format!(
                "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>",
                p("", &r("old box"))
            )
        )
    );
    let lines = outline(&docx(&body));
    let all = lines.join("\n");
    for words in [
        "before and behind",
        "caption in the box",
        "a | 1",
        "in a cell",
        "old box",
    ] {
        assert_eq!(all.matches(words).count(), 1, "{words}: {all}");
    }
}

#[test]
fn content_controls_hold_runs_paragraphs_rows_and_cells() {
    let body = format!(
        "{}{}",
        sdt(&p("", &format!("{}{}", r("total "), sdt(&r("12.50"))))),
        sdt(&tbl(&[
            row(&["h", "2024"]),
            sdt(&row(&["a", "1"])),
            format!("<w:tr>{}{}</w:tr>", sdt(&tc("", "b")), sdt(&tc("", "2"))),
            sdt(&sdt(&row(&["c", "3"]))),
        ]))
    );
    assert_eq!(
        outline(&docx(&body)),
        ["[total 12.50]", "h | 2024", "a | 1", "b | 2", "c | 3"]
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let moved = |kind: &str, words: &str| {
        format!(
            r#"<w:move{kind}RangeStart w:id="1" w:name="m"/><w:p><w:pPr><w:rPr><w:move{kind} w:id="2"/></w:rPr></w:pPr>
            <w:move{kind} w:id="3">{}</w:move{kind}></w:p><w:move{kind}RangeEnd w:id="1"/>"#,
            r(words)
        )
    };
    let body = [
        moved("From", "moved 5"),
        p(
            "<w:rPr><w:ins/></w:rPr>",
            &format!("<w:ins>{}</w:ins>", r("new 1")),
        ),
        p(
            "<w:rPr><w:del/></w:rPr>",
            "<w:del><w:r><w:delText>all gone</w:delText></w:r></w:del>",
        ),
        p(
            "",
            &format!(
                "{}<w:del><w:r><w:delText>2</w:delText><w:tab/></w:r></w:del><w:ins>{}<w:del><w:r><w:delText>4</w:delText></w:r></w:del></w:ins>",
                r("a 1"),
                r("3")
            ),
        ),
        moved("To", "moved 5"),
        tbl(&[
            row(&["h", "1", "2"]),
            tr("<w:ins/>", &[tc("", "in"), tc("", "3"), tc("", "4")]),
            tr("<w:del/>", &[tc("", ""), tc("", ""), tc("", "")]),
            tr(
                "",
                &[
                    tc("", "k"),
                    tc("<w:cellIns/>", "5"),
                    tc(
                        "<w:tcPrChange><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr></w:tcPrChange>",
                        "6",
                    ),
                ],
            ),
            tr(
                "",
                &[
                    tc(r#"<w:cellMerge w:vMerge="rest"/>"#, "up"),
                    tc("", "7"),
                    tc("", "8"),
                ],
            ),
            tr(
                "",
                &[
                    tc(r#"<w:vMerge/><w:cellMerge w:vMerge="cont"/>"#, ""),
                    tc("", "9"),
                    tc("", "10"),
                ],
            ),
            tr(
                "",
                &[
                    tc(
                        r#"<w:cellMerge w:vMerge="rest" w:vMergeOrig="cont"/>"#,
                        "down",
                    ),
                    tc("", "11"),
                    tc("", "12"),
                ],
            ),
        ]),
        p(
            "<w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange>",
            &format!(
                "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>{}</w:t></w:r>",
                "no heading 9"
            ),
        ),
    ];
    let document = docx(&body.concat());
    assert_eq!(
        outline(&document),
        [
            "new 1",
            "[a 13 moved 5]",
            "h | 1 | 2",
            "in | 3 | 4",
            "k | 5 | 6",
            "up+1+2 | 7 | 8",
            "_ | 9 | 10",
            "down | 11 | 12",
            "no heading 9"
        ]
    );
    assert!(
        document.notices[0]
            .message
            .en
            .contains("deleted in 4 places"),
        "{:?}",
        document.notices
    );
}

#[test]
fn fields_stand_by_their_results() {
    let step = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |words: &str| format!("<w:r><w:instrText>{words}</w:instrText></w:r>");
    let field = |inside: &str, result: &str| {
        format!(
            "{}{inside}{}{result}{}",
            step("begin"),
            step("separate"),
            step("end")
        )
    };
    let nested = field(
        &format!(
            "{}{}{}",
            code("IF "),
            field(&code("PAGE"), &r("77")),
            code(" = 1")
        ),
        &format!("{}{}", r("is "), field(&code("REF a"), &r("12.50"))),
    );
    let simple = format!(
        r#"<w:fldSimple w:instr="SUM(ABOVE) 88">{}</w:fldSimple>"#,
        r("30")
    );
    let body = format!(
        "{}{}{}",
        p("", &format!("{}{nested}{}", r("it "), r("."))),
        tbl(&[
            row(&["a", "10"]),
            row(&["b", "20"]),
            format!(
                "<w:tr>{}<w:tc>{}</w:tc></w:tr>",
                tc("", "sum"),
                p("", &simple)
            )
        ]),
        p("", &format!("{}{}", step("begin"), code("NEVER ENDED 5"))) + &p("", &r("after")),
    );
    assert_eq!(
        outline(&docx(&body)),
        [
            "it is 12.50.",
            "[]",
            "a | 10",
            "b | 20",
            "sum | 30",
            "after"
        ]
    );
}

#[test]
fn hidden_words_are_left_out_and_said() {
    let styles = r#"<w:style w:type="character" w:styleId="H"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="P"><w:name w:val="hidp"/><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run = |settings: &str, words: &str| {
        format!("<w:r><w:rPr>{settings}</w:rPr><w:t>{words}</w:t></w:r>")
    };
    let body = [
        p(
            "",
            &format!(
                "{}{}{}",
                r("a 1"),
                run("<w:vanish/>", "77"),
                run(r#"<w:rStyle w:val="H"/>"#, "78")
            ),
        ),
        p(
            r#"<w:pStyle w:val="P"/>"#,
            &format!("{}{}", r("79"), run(r#"<w:vanish w:val="0"/>"#, "shown 2")),
        ),
        tbl(&[
            row(&["h", "1"]),
            tr("<w:hidden/>", &[tc("", "80"), tc("", "81")]),
            row(&["k", "2"]),
        ]),
    ];
    let document = styled(&body.concat(), styles, "");
    assert_eq!(outline(&document), ["[a 1 shown 2]", "h | 1", "k | 2"]);
    let said: Vec<&str> = document
        .notices
        .iter()
        .map(|it| it.message.en.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "hidden text was left out in 3 places",
            "1 hidden rows of tables were left out"
        ]
    );
}

#[test]
fn notes_stand_after_the_text() {
    let mark = |kind: &str, id: u32| {
        format!(
            r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{id}"/></w:r>"#
        )
    };
    let part = |kind: &str, inner: &str| {
        format!(
            r#"<w:{kind}s><w:{kind} w:type="separator" w:id="-1">{0}</w:{kind}><w:{kind} w:type="continuationNotice" w:id="1">{0}</w:{kind}>{inner}</w:{kind}s>"#,
            p("", &r("99"))
        )
    };
    let table = tbl(&[row(&["a", "1"]), row(&["b", "2"])]);
    let bytes = package(&[
        (
            "word/document.xml",
            word(&p(
                "",
                &format!(
                    "{}{}{}{}",
                    r("sum 5"),
                    mark("footnote", 2),
                    r(" rest 3"),
                    mark("endnote", 2)
                ),
            ))
            .as_bytes(),
        ),
        (
            "word/footnotes.xml",
            part(
                "footnote",
                &format!(
                    r#"<w:footnote w:id="2">{}{table}{}</w:footnote>"#,
                    p("", &r("of which 4")),
                    p("", &r("end"))
                ),
            )
            .as_bytes(),
        ),
        (
            "word/endnotes.xml",
            part(
                "endnote",
                &format!(r#"<w:endnote w:id="2">{}</w:endnote>"#, p("", &r("last 6"))),
            )
            .as_bytes(),
        ),
    ]);
    assert_eq!(
        outline(&try_read("a.docx", &bytes).unwrap()),
        [
            "[sum 5 rest 3 [2] of which 4]",
            "a | 1",
            "b | 2",
            "end",
            "[2] last 6"
        ]
    );
}

#[test]
fn figures_at_leaders_and_right_tabs_are_tables() {
    let line = |stops: &str, words: &[&str]| {
        let words: Vec<String> = words.iter().map(|words| r(words)).collect();
        p(
            &format!("<w:tabs>{stops}</w:tabs>"),
            &words.join("<w:r><w:tab/></w:r>"),
        )
    };
    let right = r#"<w:tab w:val="right" w:leader="dot" w:pos="6000"/><w:tab w:val="decimal" w:leader="middleDot" w:pos="8000"/>"#;
    let body = [
        line(right, &["", "2024", "2023"]),
        line(right, &["人员经费", "650.25", "640.00"]),
        line(right, &["公用经费", "", "118.50"]),
        line(right, &["合计", "650.25", "758.50"]),
    ];
    assert_eq!(
        outline(&docx(&body.concat())),
        [
            "[]",
            "_ | 2024 | 2023",
            "人员经费 | 650.25 | 640.00",
            "公用经费 | _ | 118.50",
            "合计 | 650.25 | 758.50"
        ]
    );
}
