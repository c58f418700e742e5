#!/usr/bin/env python3
"""Makes the example workbooks of the rules on workbooks: openpyxl writes formulas, LibreOffice computes them.

    python3 rules/table/workbooks.py
"""
import pathlib, shutil, subprocess, tempfile

import openpyxl

HERE = pathlib.Path(__file__).parent


def save(book, path):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "in" / path.name
        source.parent.mkdir()
        book.save(source)
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, source],
            check=True, capture_output=True,
        )
        shutil.copy(pathlib.Path(folder) / path.name, path)


def displayed(rounded):
    """Parts of three decimals, displayed with two: their sum is displayed as 0.01 more than the displayed parts."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出明细"
    sheet.append(["单位：万元"])
    sheet.append(["项目", "预算数", "决算数"])
    rows = [("办公费", 12.344, 11.204), ("印刷费", 3.254, 2.954), ("差旅费", 8.124, 7.804), ("培训费", 5.384, 6.154)]
    for name, budget, final in rows:
        one = lambda value: f"=ROUND({value},2)" if rounded else value
        sheet.append([name, one(budget), one(final)])
    sheet.append(["合计", "=SUM(B3:B6)", "=SUM(C3:C6)"])
    for row in sheet.iter_rows(min_row=3, min_col=2):
        for cell in row:
            cell.number_format = "#,##0.00"
    return book


def computed(typed):
    """Totals by column; one of them typed in, from before a figure above it was mended."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Spending"
    sheet.append(["Expenditure by department ($ thousands)"])
    sheet.append(["Department", "2019", "2020", "2021", "2022", "2022 less 2021"])
    rows = [("Roads", 412, 430, 455, 471), ("Parks", 96, 101, 99, 118), ("Library", 75, 75, 80, 84), ("Fire", 388, 392, 401, 420)]
    for at, row in enumerate(rows, 3):
        sheet.append([*row, f"=E{at}-D{at}"])
    sheet.append(["Total", *(f"=SUM({c}3:{c}6)" for c in "BCDE"), "=E7-D7"])
    if typed:
        sheet["D7"] = 1025
    return book


save(displayed(True), HERE / "displayed.passes.xlsx")
save(displayed(False), HERE / "displayed.fails.xlsx")
save(computed(False), HERE / "computed.passes.xlsx")
save(computed(True), HERE / "computed.fails.xlsx")
