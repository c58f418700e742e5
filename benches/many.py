"""A repository of small reports: `many.py PROGRAM [REPORTS [ONE_IN]]` (nothing but Python and the program is needed).

Writes the reports (10,000 where not given) to a scratch folder, one in fifty (or in as many as given) with a wrong total, and checks them
twice with a cache that is empty at first.
Prints elapsed time, processor time and peak memory of both runs, the memory of a tenth of the reports, and whether both runs printed
the same.
"""

import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

NAMES = ["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出", "债务利息支出", "其他支出"]


def money(cents):
    return f"{cents / 100:,.2f}"


def report(draw, number, wrong):
    """Two tables that foot down and across, and sentences that quote them."""
    rows = [[draw.randrange(1_000, 9_000_000) for _ in range(3)] for _ in NAMES]
    rows = [row + [sum(row)] for row in rows]
    total = [sum(column) for column in zip(*rows)]
    last, before = draw.randrange(1_000_000, 9_000_000), draw.randrange(1_000_000, 9_000_000)
    lines = [f"# 某单位第{number}号决算说明", "", f"本年支出合计{money(total[3])}万元，其中：" +
             "，".join(f"{name}{money(row[3])}万元" for name, row in zip(NAMES, rows)) + "。", "", "单位：万元", "",
             "| 项目 | 基本支出 | 项目支出 | 经营支出 | 合计 |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {name} | " + " | ".join(map(money, row)) + " |" for name, row in zip(NAMES, rows)]
    if wrong:
        total[1] += 900
    lines += ["| 合计 | " + " | ".join(map(money, total)) + " |", "", "单位：万元", "",
              "| 项目 | 上年决算 | 本年决算 | 增减额 |", "|---|---:|---:|---:|"]
    for name in NAMES[:4]:
        old, new = draw.randrange(1_000, 900_000), draw.randrange(1_000, 900_000)
        lines.append(f"| {name} | {money(old)} | {money(new)} | {money(new - old)} |")
    lines += ["", f"本年收入{money(last)}万元，比上年增加{money(last - before)}万元。" if last > before else "收支平衡。", ""]
    return "\n".join(lines)


def write(folder, count, one_in):
    draw = random.Random(11)
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(draw, number, number % one_in == min(7, one_in - 1)), encoding="utf-8")


def run(program, folder, cache):
    """(elapsed seconds, processor seconds, peak megabytes, what was printed)"""
    code = """
import resource, subprocess, sys
out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE).stdout
sys.stdout.buffer.write(out)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, file=sys.stderr)
"""
    command = [program, "check", "--format", "short", "--cache-dir", str(cache), "."]
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=folder, capture_output=True)
    elapsed = time.perf_counter() - started
    processor, peak = done.stderr.decode().split()[-2:]
    return elapsed, float(processor), int(peak), done.stdout


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    one_in = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        few, many = scratch / "few", scratch / "many"
        write(few, count // 10, one_in)
        write(many, count, one_in)
        *_, small, _ = run(program, few, scratch / "cache-few")
        cold = run(program, many, scratch / "cache")
        again = min((run(program, many, scratch / "cache") for _ in range(3)), key=lambda one: one[0])
    for name, (elapsed, processor, peak, _) in [("cold", cold), ("cached", again)]:
        print(f"{name:7} {count:6} reports: {elapsed:7.2f} s elapsed, {processor:7.2f} s processor, {peak:4} MB")
    print(f"cold    {count // 10:6} reports: {small:39} MB")
    print(f"cached {cold[0] / again[0]:.1f} times faster; both printed the same: {cold[3] == again[3]}")


if __name__ == "__main__":
    main()
