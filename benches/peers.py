"""Whole processes beside what a user would pick instead: `peers.py PROGRAM FOLDER`, the folder made by `make.py`.

Each reads one file and prints the text of every cell of every table. Runs take turns, so that a busy machine slows all of them; what
is printed are medians of the processor time (user and system) and of the elapsed time, and how many times the peer takes.
"""

import os
import statistics
import subprocess
import sys
import time

DOCX = """
import sys, docx
for table in docx.Document(sys.argv[1]).tables:
    for row in table.rows:
        print([cell.text for cell in row.cells])
"""
XLSX = """
import sys, openpyxl
for sheet in openpyxl.load_workbook(sys.argv[1], data_only=True):
    for row in sheet.iter_rows(values_only=True):
        print(row)
"""
# Without merged cells, and faster.
XLSX_READ_ONLY = XLSX.replace("data_only", "read_only=True, data_only")
PDF = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        for table in page.extract_tables():
            for row in table:
                print(row)
"""
PEERS = [
    ("1.docx", "python-docx", DOCX),
    ("10.docx", "python-docx", DOCX),
    ("1.xlsx", "openpyxl", XLSX),
    ("10.xlsx", "openpyxl", XLSX),
    ("1.xlsx", "read-only", XLSX_READ_ONLY),
    ("24-pages.pdf", "pdfplumber", PDF),
]
GROWTH = ["docx", "xlsx", "pdf"]
RUNS, PEER_RUNS = 15, 5


def run(command):
    """(processor seconds, elapsed seconds, peak kilobytes) of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[:2]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss


def medians(runs):
    return [statistics.median(column) for column in zip(*runs)]


def main():
    program, folder = sys.argv[1], sys.argv[2]

    def own(name):
        return [program, "read", "--format", "json", os.path.join(folder, name)]

    print(f"{'file':14}{'tieout: processor, elapsed':>30}{'peer: processor, elapsed':>40}{'times':>16}")
    for name, peer, script in PEERS:
        other = [sys.executable, "-c", script, os.path.join(folder, name)]
        run(own(name)), run(other)
        mine, theirs = [], []
        for at in range(RUNS):
            mine.append(run(own(name)))
            if at % (RUNS // PEER_RUNS) == 0:
                theirs.append(run(other))
        (cpu, wall, _), (their_cpu, their_wall, _) = medians(mine), medians(theirs)
        print(
            f"{name:14}{cpu * 1000:16.1f} ms{wall * 1000:8.1f} ms  {peer:>12}"
            f"{their_cpu * 1000:12.0f} ms{their_wall * 1000:9.0f} ms{their_cpu / cpu:8.0f}{their_wall / wall:8.0f}"
        )
    print()
    for ending in GROWTH:
        for times in (1, 10, 100):
            name = f"{times}.{ending}"
            if os.path.exists(os.path.join(folder, name)):
                cpu, wall, peak = medians([run(own(name)) for _ in range(5 if times < 100 else 3)])
                print(f"{name:14}{cpu * 1000:16.1f} ms{wall * 1000:8.1f} ms{peak / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
