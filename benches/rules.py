"""What many rules cost a whole run beside those built in: writes N rules and a report of M tables (each rule binds one figure a table),
and prints the least user time of some runs with and without them. `python3 benches/rules.py target/release/tieout`; twice as many take twice as long. `--keep FOLDER` leaves the files."""

import argparse
import os
import pathlib
import resource
import subprocess
import tempfile

RUNS = 9
NATURES = ["基本支出", "项目支出", "工资福利支出", "商品和服务支出", "资本性支出", "会议费", "培训费", "公务接待费", "三公经费", "政府采购"]
VALUES = ["basic", "project", "wages", "goods_services", "capital", "meeting", "training", "reception", "three_public", "procurement"]
FORMULAS = [
    "actual[{v}] <= adjusted[{v}]",
    "adjusted[{v}] = initial[{v}] + supplement[{v}]",
    "variance[{v}] = adjusted[{v}] - actual[{v}]",
    "execution_rate[{v}] = actual[{v}] / adjusted[{v}]",
    "initial[{v}] = adjusted[{v}] - supplement[{v}]",
]


def rules(count, folder):
    folder.mkdir()
    for at in range(count):
        formula = FORMULAS[at % len(FORMULAS)].format(v=VALUES[at // len(FORMULAS) % len(VALUES)])
        when = '[when]\ntitles = ["绩效自评", "预算执行"]\n' if at % 2 == 0 else ""
        (folder / f"rule-{at}.toml").write_text(
            f'format = 1\ntitle = "rule {at}"\nwhy = "it must"\nseverity = "warning"\nkind = "formula"\nformula = "{formula}"\n{when}',
            encoding="utf-8",
        )


def report(tables, path):
    lines = ["# 预算执行情况报告", ""]
    for table in range(tables):
        year = 1960 + table
        lines += [f"## 表{table} {year}年预算执行情况", "", "单位：万元", ""]
        lines += ["| 项目 | 年初预算 | 本年追加 | 调整预算数 | 决算数 | 差额 | 执行率 |", "|---|---:|---:|---:|---:|---:|---:|"]
        for row, label in enumerate(NATURES):
            initial, supplement, actual = 100 + table * 7 + row, 20 + row, 90 + table + row
            adjusted = initial + supplement
            rate = f"{actual * 100 / adjusted:.2f}%"
            lines.append(f"| {label} | {initial}.00 | {supplement}.00 | {adjusted}.00 | {actual}.00 | {adjusted - actual}.00 | {rate} |")
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def spent(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def least(command):
    return min(spent(command) for _ in range(RUNS)) * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    print("rules  tables  user ms  without them  compiling them  checking them")
    for count, tables in [(125, 50), (250, 50), (500, 50), (1000, 50), (500, 25), (500, 100)]:
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(options.keep or scratch) / f"{count}-{tables}"
            folder.mkdir(parents=True, exist_ok=True)
            own = folder / "rules"
            if not own.exists():
                rules(count, own)
            report(tables, folder / "report.md")
            (folder / "word.md").write_text("# 报告\n\n本年支出 1.00 万元。\n", encoding="utf-8")
            check = [program, "check", "--no-cache", "--fail-on", "never"]
            whole = least(check + ["--rules", str(own), str(folder / "report.md")])
            bare = least(check + [str(folder / "report.md")])
            compiled = least(check + ["--rules", str(own), str(folder / "word.md")])
            empty = least(check + [str(folder / "word.md")])
            compiling = compiled - empty
            print(f"{count:>5}  {tables:>6}  {whole:>7.1f}  {bare:>12.1f}  {compiling:>14.1f}  {whole - bare - compiling:>13.1f}")


main()
