//! Sums whose parts do not stand in one block beside their total.

use crate::relate::{relations, relations_in};

/// A table in Markdown with one row of headers.
fn table(rows: &[&str]) -> String {
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        text += &format!("| {row} |\n");
        if at == 0 {
            text += &format!("|{}\n", "---|".repeat(row.split('|').count()));
        }
    }
    text
}

/// Every one of these is found, and nothing above a note.
fn finds(text: &str, wanted: &[&str]) {
    let (found, findings) = relations(text);
    for wanted in wanted {
        assert!(
            found.contains(&format!("{wanted} holds")),
            "{wanted}: {found:#?}"
        );
    }
    assert_eq!(findings, 0, "{text}");
}

/// None of these is found.
fn lacks(text: &str, unwanted: &[&str]) {
    let (found, _) = relations(text);
    for unwanted in unwanted {
        assert!(
            !found.iter().any(|found| found.starts_with(unwanted)),
            "{unwanted}: {found:#?}"
        );
    }
}

#[test]
fn columns_of_one_name_in_several_groups_add_up() {
    let text = "Branch,All,,,North,,,South,,\n\
        ,Staff,Women,Men,Staff,Women,Men,Staff,Women,Men\n\
        Library,412,263,149,187,118,69,225,145,80\n\
        Museum,367,201,166,158,93,65,209,108,101\n\
        Archive,129,74,55,68,41,27,61,33,28\n\
        Theatre,583,297,286,274,139,135,309,158,151\n";
    let (found, findings) = relations_in("table.csv", text);
    for wanted in ["3.2 sum 3.3 3.4", "3.3 sum 3.6 3.9", "6.4 sum 6.7 6.10"] {
        assert!(
            found.contains(&format!("{wanted} holds")),
            "{wanted}: {found:#?}"
        );
    }
    assert_eq!(findings, 0);
}

#[test]
fn rows_of_one_name_in_several_sections_add_up() {
    let text = table(&[
        "Trade | 2019 | 2020 | 2021",
        "Both | 48,215 | 51,874 | 50,938",
        "Bakers | 17,346 | 18,952 | 18,127",
        "Masons | 30,869 | 32,922 | 32,811",
        "Town | 29,483 | 31,327 | 30,546",
        "Bakers | 9,214 | 10,165 | 9,873",
        "Masons | 20,269 | 21,162 | 20,673",
        "Country | 18,732 | 20,547 | 20,392",
        "Bakers | 8,132 | 8,787 | 8,254",
        "Masons | 10,600 | 11,760 | 12,138",
    ]);
    finds(
        &text,
        &["2.2 sum 3.2 4.2", "3.2 sum 6.2 9.2", "4.4 sum 7.4 10.4"],
    );
}

#[test]
fn a_block_may_stand_apart_from_its_total() {
    let text = table(&[
        "Pupil | Paper A | Paper B | Paper C | Paper D | Presence | Papers",
        "Ada | 88 | 90 | 88 | 96 | 47 | 362",
        "Ben | 55 | 54 | 96 | 91 | 40 | 296",
        "Cleo | 54 | 43 | 88 | 69 | 24 | 254",
        "Dan | 42 | 36 | 81 | 88 | 40 | 247",
        "Eva | 51 | 32 | 98 | 39 | 21 | 220",
        "Finn | 35 | 55 | 61 | 34 | 44 | 185",
        "Gus | 90 | 72 | 87 | 56 | 36 | 305",
    ]);
    finds(
        &text,
        &["2.7 sum 2.2 2.3 2.4 2.5", "8.7 sum 8.2 8.3 8.4 8.5"],
    );
}

#[test]
fn parts_may_stand_anywhere_where_many_lines_say_so() {
    let text = table(&[
        "Pupil | Essay | Quiz 1 | Oral | Quiz 2 | Lab | Extra | Quiz 3 | Points | Bonus | Final",
        "Ada | 40 | 92 | 48 | 74 | 11 | 95 | 21 | 120 | 15 | 276",
        "Ben | 94 | 46 | 63 | 81 | 21 | 43 | 51 | 229 | 8 | 178",
        "Cleo | 76 | 47 | 14 | 19 | 83 | 24 | 62 | 235 | 4 | 94",
        "Dan | 48 | 60 | 19 | 13 | 11 | 38 | 37 | 115 | 2 | 113",
        "Eva | 71 | 59 | 61 | 64 | 20 | 83 | 91 | 243 | 7 | 213",
        "Finn | 97 | 45 | 54 | 22 | 50 | 53 | 12 | 213 | 14 | 134",
        "Gus | 26 | 28 | 42 | 23 | 12 | 18 | 70 | 150 | 16 | 85",
        "Hal | 33 | 82 | 35 | 68 | 76 | 35 | 27 | 171 | 14 | 199",
        "Ida | 93 | 60 | 25 | 61 | 64 | 38 | 11 | 193 | 9 | 168",
        "Jo | 86 | 49 | 13 | 37 | 34 | 61 | 88 | 221 | 19 | 166",
        "Kim | 23 | 16 | 29 | 38 | 67 | 44 | 12 | 131 | 11 | 109",
        "Lea | 48 | 60 | 20 | 20 | 22 | 37 | 85 | 175 | 8 | 125",
        "Max | 12 | 87 | 58 | 58 | 90 | 69 | 27 | 187 | 19 | 233",
        "Nel | 72 | 84 | 28 | 60 | 34 | 91 | 30 | 164 | 10 | 245",
        "Ole | 40 | 89 | 42 | 35 | 31 | 91 | 81 | 194 | 7 | 222",
        "Pia | 60 | 72 | 88 | 21 | 64 | 17 | 24 | 236 | 4 | 114",
        "Ron | 15 | 76 | 43 | 41 | 61 | 43 | 64 | 183 | 16 | 176",
        "Sue | 48 | 77 | 33 | 19 | 27 | 40 | 72 | 180 | 18 | 154",
        "Tom | 94 | 89 | 89 | 20 | 46 | 38 | 37 | 266 | 1 | 148",
        "Una | 19 | 45 | 63 | 68 | 42 | 18 | 16 | 140 | 6 | 137",
    ]);
    finds(
        &text,
        &["2.9 sum 2.2 2.4 2.6 2.8", "21.11 sum 21.3 21.5 21.7 21.10"],
    );
}

#[test]
fn what_follows_from_finer_sums_is_not_said_again() {
    let text = table(&[
        "Kind | Held | Loose | Framed | All | Held: new | Held: used | Loose: new | Loose: used | Framed: new | Framed: used",
        "Stamps | 885 | 1348 | 448 | 2681 | 398 | 487 | 653 | 695 | 244 | 204",
        "Coins | 731 | 1019 | 1642 | 3392 | 480 | 251 | 571 | 448 | 782 | 860",
        "Prints | 1461 | 961 | 859 | 3281 | 817 | 644 | 708 | 253 | 714 | 145",
        "Maps | 724 | 1303 | 573 | 2600 | 128 | 596 | 476 | 827 | 429 | 144",
        "Books | 853 | 947 | 781 | 2581 | 131 | 722 | 761 | 186 | 603 | 178",
        "Plates | 1286 | 685 | 371 | 2342 | 858 | 428 | 436 | 249 | 184 | 187",
    ]);
    finds(
        &text,
        &[
            "2.5 sum 2.2 2.3 2.4",
            "2.2 sum 2.6 2.7",
            "7.4 sum 7.10 7.11",
        ],
    );
    lacks(&text, &["2.5 sum 2.6", "7.5 sum 7.6"]);
}

#[test]
fn counts_that_are_rounded_to_fives_add_up_within_that() {
    let text = table(&[
        "Trade | All | 2017 | 2018 | 2019",
        "All trades | 1,346,560 | 613,345 | 343,375 | 389,845",
        "Bakers | 182,765 | 60,585 | 72,775 | 49,405",
        "Masons | 202,640 | 97,800 | 7,030 | 97,810",
        "Joiners | 209,435 | 97,820 | 93,435 | 18,180",
        "Smiths | 105,620 | 45,975 | 47,315 | 12,330",
        "Tailors | 165,615 | 91,000 | 63,235 | 11,380",
        "Millers | 127,770 | 55,875 | 5,170 | 66,730",
        "Coopers | 162,495 | 76,280 | 3,105 | 83,110",
        "Weavers | 190,215 | 88,005 | 51,315 | 50,900",
    ]);
    finds(
        &text,
        &[
            "2.2 sum 3.2 4.2 5.2 6.2 7.2 8.2 9.2 10.2",
            "2.3 sum 3.3 4.3 5.3 6.3 7.3 8.3 9.3 10.3",
            "4.2 sum 4.3 4.4 4.5",
        ],
    );
}

#[test]
fn decimal_commas_are_read_where_a_table_has_no_others() {
    let text = table(&[
        "Year | Coal | Gas | Wind | All",
        "2014 | 35,91 | 38,19 | 66,08 | 140,18",
        "2015 | 39,07 | 54,95 | 37,48 | 131,50",
        "2016 | 25,41 | 25,14 | 84,44 | 134,99",
        "2017 | 60,56 | 9,74 | 13,60 | 83,90",
        "2018 | 48,45 | 30,81 | 21,58 | 100,84",
    ]);
    finds(&text, &["2.5 sum 2.2 2.3 2.4", "6.5 sum 6.2 6.3 6.4"]);
    // Notes that are listed with commas, beside thousands.
    let notes = table(&[
        "Item | Note | 2019 | 2020",
        "Cash | 4,5 | 1,204 | 1,187",
        "Stocks | 7,9 | 2,310 | 2,402",
        "Claims | 2,11 | 3,425 | 3,001",
        "Total | | 6,939 | 6,590",
    ]);
    finds(&notes, &["5.3 sum 2.3 3.3 4.3"]);
}

#[test]
fn a_column_of_zeros_is_a_part_like_its_neighbours() {
    let text = table(&[
        "Pupil | Test 1 | Test 2 | Test 3 | Test 4 | Presence | Tests",
        "Ada | 61 | 78 | 0 | 83 | 31 | 222",
        "Ben | 47 | 92 | 0 | 66 | 44 | 205",
        "Cleo | 85 | 59 | 0 | 71 | 28 | 215",
        "Dan | 38 | 74 | 0 | 97 | 39 | 209",
        "Eva | 93 | 46 | 0 | 58 | 36 | 197",
    ]);
    finds(
        &text,
        &["2.7 sum 2.2 2.3 2.4 2.5", "6.7 sum 6.2 6.3 6.4 6.5"],
    );
}

#[test]
fn a_group_over_an_empty_column_is_no_part() {
    let text = "Fund,,Taxes,,,\nof the town,Land,,Trade,Fees,All\nLibrary,518,,263,149,930\nMuseum,307,,201,166,674\n\
        Archive,142,,74,55,271\n";
    let (found, findings) = relations_in("table.csv", text);
    assert!(
        found.contains(&"3.6 sum 3.2 3.4 3.5 holds".to_owned()),
        "{found:#?}"
    );
    assert_eq!(findings, 0);
}
