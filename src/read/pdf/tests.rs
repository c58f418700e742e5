//! Pages that would take too long to draw, and streams that inflate too far.

use super::*;
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A pdf file of these objects, numbered from 1.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.bytes());
    let size = objects.len() + 1;
    file.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    file
}

fn stream(content: &[u8], keys: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    let data = encoder.finish().unwrap();
    let mut object = format!(
        "<</Filter/FlateDecode/Length {}{keys}>>stream\n",
        data.len()
    )
    .into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// Two pages: one that draws a form, which draws the next, and so on to the last, which shows words; one with words of its own.
fn forms(times: usize, depth: usize) -> Vec<u8> {
    let draw = "/X Do ".repeat(times);
    let font = "/Font<</F 7 0 R>>";
    let page = |content: usize, resources: &str| {
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {content} 0 R/Resources<<{resources}{font}>>>>")
            .into_bytes()
    };
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>".to_vec(),
        page(5, "/XObject<</X 8 0 R>>"),
        page(6, ""),
        stream(draw.as_bytes(), ""),
        stream(b"BT /F 8 Tf 100 700 Td (Revenue 12.5) Tj ET", ""),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]";
    for next in 9..8 + depth {
        let keys = format!("{form}/Resources<</XObject<</X {next} 0 R>>>>");
        objects.push(stream(draw.as_bytes(), &keys));
    }
    let keys = format!("{form}/Resources<<{font}>>");
    objects.push(stream(b"BT /F 8 Tf 100 600 Td (Cost 4.5) Tj ET", &keys));
    pdf(&objects)
}

fn read_bytes(bytes: &[u8], options: &Options) -> Result<Document, ReadError> {
    let path = "a.pdf";
    read(Input { path, bytes }, &Vocabulary::default(), options)
}

#[test]
fn forms_that_multiply_cost_only_their_page_and_are_said() {
    let bytes = forms(100, 10);
    let document = read_bytes(&bytes, &Options::default()).unwrap();
    assert!(document.text.as_str().contains("Revenue 12.5"));
    assert!(!document.text.as_str().contains("Cost"));
    let [notice] = &document.notices[..] else {
        panic!("{:?}", document.notices)
    };
    assert!(notice.message.en.starts_with("page 1 draws too much"));
}

#[test]
fn forms_inside_forms_are_read() {
    let document = read_bytes(&forms(1, 10), &Options::default()).unwrap();
    assert!(document.text.as_str().contains("Cost 4.5"));
    assert!(document.notices.is_empty());
}

#[test]
fn a_stream_that_inflates_beyond_the_limit_is_an_error_that_names_it() {
    let mut options = Options::default();
    options.limits.inflated = 6 << 20;
    let with = |content: &[u8]| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>".to_vec(),
            stream(content, ""),
        ])
    };
    assert!(read_bytes(&with(&vec![b' '; 1 << 20]), &options).is_ok());
    let error = read_bytes(&with(&vec![b' '; (1 << 20) + 1]), &options).unwrap_err();
    assert!(error.to_string().contains("`inflated`"), "{error}");
    // Nothing opens a picture.
    let mut picture = with(b"");
    picture.extend(b"\n9 0 obj\n");
    picture.extend(stream(&vec![0; 2 << 20], "/Subtype/Image"));
    assert!(read_bytes(&picture, &options).is_ok());
}
