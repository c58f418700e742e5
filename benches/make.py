"""Makes the files that the benches read: `make.py FOLDER` (python-docx, XlsxWriter and soffice; about two minutes).

One report of 30 tables (21 pages as pdf), and the same with 10 and 100 times the tables, as docx, xlsx and pdf; one of 24 pages; csv
and tabbed text.
"""

import copy
import pathlib
import random
import subprocess
import sys

import docx
import xlsxwriter
from docx.enum.text import WD_BREAK
from docx.shared import Pt

TABLES, ROWS, COLUMNS = 30, 20, 6
# As many as fill 24 pages.
TABLES_OF_24_PAGES = 35
# A workbook is read up to 2,000 sheets: 20 stay within them a hundred times.
SHEETS, SHEET_ROWS = 20, 40
HEAD = ["项目", "年初预算", "本年追加", "上年结转", "本年支出", "合计"]
NAMES = ["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "办公费", "差旅费", "Capital outlay", "Debt service"]


def table(random, rows):
    """Rows of labels and amounts that add up to their last column and last row, as strings."""
    body = []
    for row in range(rows - 2):
        parts = [random.randrange(1, 9_999_999) for _ in range(COLUMNS - 2)]
        body.append((f"{random.choice(NAMES)}{row + 1}", parts + [sum(parts)]))
    body.append(("合计", [sum(column) for column in zip(*(parts for _, parts in body))]))
    return [HEAD] + [[label] + [f"{part / 100:,.2f}" for part in parts] for label, parts in body]


def write_docx(path, tables):
    draw = random.Random(7)
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    model = document.add_table(rows=ROWS, cols=COLUMNS, style="Table Grid")
    for row in model.rows:
        for cell in row.cells:
            cell.paragraphs[0].add_run("0")
    shape = model._tbl
    shape.getparent().remove(shape)
    text = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    for number in range(1, tables + 1):
        document.add_heading(f"第{number}部分", level=2)
        document.add_paragraph(f"本部分说明 {number} 个单位的收支情况，各项数据均以万元列示，详见下表。")
        document.add_paragraph(f"表{number} 收支决算表（单位：万元）")
        new = copy.deepcopy(shape)
        words = [cell for row in table(draw, ROWS) for cell in row]
        for run, word in zip(new.iter(text), words):
            run.text = word
        # Amid the body, before the section's settings.
        document.element.body.insert(len(document.element.body) - 1, new)
        if number % 5 == 0:
            document.add_paragraph("以上数据未经审计。").add_run().add_break(WD_BREAK.LINE)
    document.save(path)


def write_xlsx(path, sheets):
    draw = random.Random(7)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    amount = book.add_format({"num_format": "#,##0.00", "border": 1})
    bold = book.add_format({"bold": True, "border": 1})
    for number in range(1, sheets + 1):
        sheet = book.add_worksheet(f"表{number}")
        sheet.merge_range(0, 0, 0, COLUMNS - 1, f"表{number} 收支决算表（单位：万元）", bold)
        for at, row in enumerate(table(draw, SHEET_ROWS), 2):
            label, *figures = row
            sheet.write_string(at - 1, 0, label, bold)
            for column, figure in enumerate(figures, 1):
                if at == 2:
                    sheet.write_string(at - 1, column, figure, bold)
                elif column == COLUMNS - 1:
                    value = float(figure.replace(",", ""))
                    sheet.write_formula(at - 1, column, f"=SUM(B{at}:E{at})", amount, value)
                else:
                    sheet.write_number(at - 1, column, float(figure.replace(",", "")), amount)
    book.close()


def write_csv(path, rows, columns):
    draw = random.Random(7)
    with open(path, "w", encoding="utf-8") as out:
        print("项目", *(f"指标{at}" for at in range(1, columns)), sep=",", file=out)
        for row in range(rows):
            figures = [draw.randrange(1, 9_999_999) for _ in range(columns - 2)]
            shown = [f"{figure / 100:.2f}" for figure in figures + [sum(figures)]]
            print(f"{draw.choice(NAMES)}{row}", *shown, sep=",", file=out)


def write_text(path, lines):
    draw = random.Random(7)
    with open(path, "w", encoding="utf-8") as out:
        for line in range(lines):
            print(f"{draw.choice(NAMES)}{line}", *(draw.randrange(1, 99_999) for _ in range(4)), sep="\t", file=out)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for times in (1, 10, 100):
        write_docx(folder / f"{times}.docx", TABLES * times)
        write_xlsx(folder / f"{times}.xlsx", SHEETS * times)
    write_docx(folder / "24-pages.docx", TABLES_OF_24_PAGES)
    for name in ("1", "10", "24-pages"):
        source = folder / f"{name}.docx"
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, source],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    write_csv(folder / "long.csv", 100_000, 5)
    write_csv(folder / "wide.csv", 20_000, 30)
    for rows in (200, 2_000):
        write_csv(folder / f"wide-{rows}.csv", rows, 30)
    write_text(folder / "long.txt", 300_000)


if __name__ == "__main__":
    main()
