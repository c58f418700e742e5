//! What a file is, told by its content, and what is said of a wrong ending.

use crate::support::{ROOT, library};
use std::{fs, path::Path};
use tieout::{
    model::{Document, Place},
    read::{Input, Options, ReadError, read},
};

fn open(path: &str, bytes: &[u8], options: &Options) -> Result<Document, ReadError> {
    read(Input { path, bytes }, &library().vocabulary, options)
}

fn notices(document: &Document) -> Vec<&str> {
    let notices = document.notices.iter();
    notices.map(|notice| notice.message.en.as_str()).collect()
}

#[test]
fn the_content_tells_the_kind_and_a_wrong_ending_is_said() {
    let folder = Path::new(ROOT).join("fixtures/formats/one-report");
    for (ending, format) in [
        ("docx", "docx"),
        ("html", "html"),
        ("xlsx", "xlsx"),
        ("xls", "xls"),
        ("ods", "ods"),
        ("odt", "odt"),
        #[cfg(feature = "pdf")]
        ("pdf", "pdf"),
        ("csv", "csv"),
        ("txt", "text"),
    ] {
        let bytes = fs::read(folder.join(format!("report.{ending}"))).unwrap();
        for named in ["xls", "docx", "ofd"] {
            let document = open(&format!("年报.{named}"), &bytes, &Options::default()).unwrap();
            // Only what is named like a workbook may be a list of fields.
            let format = if format == "csv" && named != "xls" {
                "text"
            } else {
                format
            };
            assert_eq!(document.format, format, "{ending} named {named}");
            let said = notices(&document);
            if format == named {
                assert_eq!(said, [""; 0], "{ending} named {named}");
            } else {
                let words = format!("the file is named .{named} but holds {format}");
                assert!(
                    said[0].starts_with(&words),
                    "{ending} named {named}: {said:?}"
                );
            }
        }
    }
}

#[test]
fn pages_and_lists_exported_as_workbooks_are_read_as_what_they_are() {
    let piece = "<meta charset=utf-8><style>td{}</style><table><tr><td>工资<td>40<tr><td>合计<td>40</table>";
    let unicode: Vec<u8> = "项目\t金额\n工资\t40\n合计\t40\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, format) in [
        (piece.as_bytes().to_vec(), "html"),
        ([&b"\xff\xfe"[..], &unicode].concat(), "csv"),
        (
            "工资和租金都已付清。\n没有其他事项。\n".as_bytes().to_vec(),
            "text",
        ),
    ] {
        let document = open("导出.xls", &bytes, &Options::default()).unwrap();
        assert_eq!(document.format, format);
        assert_eq!(notices(&document).len(), 1, "{format}");
        assert_eq!(document.tables().count(), usize::from(format != "text"));
    }
    // Endings that no reader claims say nothing.
    let document = open("导出.dat", "没有其他事项。".as_bytes(), &Options::default()).unwrap();
    assert_eq!(notices(&document), [""; 0]);
    for (bytes, seems) in [
        (
            &b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"[..],
            "web archive",
        ),
        (
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>",
            "Word 2003 XML",
        ),
    ] {
        let error = open("导出.doc", bytes, &Options::default()).unwrap_err();
        assert!(error.to_string().contains(seems), "{error}");
    }
}

const BOOK: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles>
  <Style ss:ID="Default"/>
  <Style ss:ID="s21"><NumberFormat ss:Format="#,##0.00_);(#,##0.00)"/></Style>
  <Style ss:ID="s22"><NumberFormat ss:Format="Percent"/></Style>
 </Styles>
 <Worksheet ss:Name="支出">
  <Table ss:ExpandedColumnCount="5" ss:ExpandedRowCount="6">
   <Column ss:Index="4" ss:Hidden="1"/>
   <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">支出表（单位：万元）</Data></Cell></Row>
   <Row ss:Index="3">
    <Cell><Data ss:Type="String">项目</Data></Cell>
    <Cell><Data ss:Type="String">金额</Data><Comment><ss:Data>审核：1,000</ss:Data></Comment></Cell>
    <Cell><Data ss:Type="String">占比</Data></Cell>
   </Row>
   <Row><Cell><Data ss:Type="String">工资</Data></Cell><Cell ss:StyleID="s21"><Data ss:Type="Number">1600.004</Data></Cell><Cell ss:StyleID="s22"><Data ss:Type="Number">0.8</Data></Cell><Cell><Data ss:Type="Number">7</Data></Cell></Row>
   <Row><Cell><Data ss:Type="String">调整</Data></Cell><Cell ss:StyleID="s21"><Data ss:Type="Number">-400</Data></Cell><Cell ss:StyleID="s22"><Data ss:Type="Number">0.2</Data></Cell></Row>
   <Row><Cell><Data ss:Type="String">合计</Data></Cell><Cell ss:StyleID="s21" ss:Formula="=SUM(R[-2]C:R[-1]C)"><Data ss:Type="Number">1200.004</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
  </Table>
 </Worksheet>
 <Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="Number">5</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
 </Worksheet>
</Workbook>"##;

#[test]
fn a_workbook_in_the_xml_of_excel_2003_is_read_whatever_its_name() {
    let document = open("支出.xls", BOOK.as_bytes(), &Options::default()).unwrap();
    assert_eq!(document.format, "excel-xml");
    let (_, table) = document.tables().next().unwrap();
    assert_eq!(table.caption.as_ref().unwrap().text, "支出表（单位：万元）");
    let text = |row: usize, column: usize| table.cell(row, column).unwrap().text.as_str();
    assert_eq!(
        [text(0, 1), text(1, 1), text(2, 1)],
        ["金额", "1,600.00", "(400.00)"]
    );
    assert_eq!([text(1, 2), text(3, 2)], ["80.00%", "#DIV/0!"]);
    assert_eq!(table.width(), 3);
    let total = table.cell(3, 1).unwrap();
    let formula = total.formula.as_ref().unwrap();
    assert_eq!((&*formula.text, formula.home), ("SUM(B4:B5)", (5, 1)));
    assert_eq!(total.stored.unwrap().to_string(), "1200.004");
    assert!(matches!(
        total.place,
        Some(Place::Cell {
            column: 2,
            row: 6,
            ..
        })
    ));
    let said = notices(&document);
    for words in [
        "named .xls but holds excel-xml",
        "#DIV/0!",
        "hidden rows (0) and columns (1)",
        "底稿",
    ] {
        assert!(
            said.iter().any(|said| said.contains(words)),
            "{words}: {said:?}"
        );
    }
    let all = Options {
        hidden: true,
        ..Options::default()
    };
    let document = open("支出.xml", BOOK.as_bytes(), &all).unwrap();
    assert_eq!(document.tables().next().unwrap().1.width(), 4);
    assert_eq!(notices(&document).len(), 1);
}

#[test]
fn a_web_page_may_begin_as_any_xml() {
    let page = "<?xml version=\"1.0\"?><link rel=\"stylesheet\"/><p>Total 3.00</p>";
    let document = open("page.html", page.as_bytes(), &Options::default()).unwrap();
    assert_eq!(document.format, "html");
    let error = open("page.doc", page.as_bytes(), &Options::default()).unwrap_err();
    assert!(error.to_string().contains("an XML file"));
}
