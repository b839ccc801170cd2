"""fuzzed and truncated inputs to every reader: a clear error, no crash, no leak (10 minutes for each of 7 readers)"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT

SEEDS = ROOT / "tests" / "fuzz" / "seeds"
BUILD = ROOT / "build" / "fuzz"
MEMORY_MIB = 2048
# In a deflated data set DCMTK reserves what the length of an element claims, up to 4 GiB, and touches only what the file holds: address
# space, no memory.
LARGEST_RESERVATION_MIB = 4200
SECONDS_PER_INPUT = 20


def truncated(seeds, folder):
    """Every seed cut at 32 places: what a broken connection or a full disk leaves."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in sorted(seeds.iterdir()):
        content = seed.read_bytes()
        for part in range(32):
            (folder / f"{seed.name}-{part:02d}").write_bytes(content[: len(content) * part // 32])


def fuzz(name, seconds):
    """libFuzzer's figures: (exit status, executions, coverage, log file)."""
    corpus, findings = BUILD / "corpus" / name, BUILD / "findings" / name
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    truncated(SEEDS / name, BUILD / "truncated" / name)
    log = BUILD / f"{name}.log"
    command = [BUILD / "tests" / "fuzz" / f"fuzz_{name}", f"-max_total_time={seconds}", f"-artifact_prefix={findings}/", "-seed=1",
               f"-rss_limit_mb={MEMORY_MIB}", f"-malloc_limit_mb={LARGEST_RESERVATION_MIB}", f"-timeout={SECONDS_PER_INPUT}", "-max_len=65536", "-print_final_stats=1",
               corpus, SEEDS / name, BUILD / "truncated" / name]
    with open(log, "wb") as output:
        status = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT,
                                env={**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1", "ASAN_OPTIONS": "allocator_may_return_null=0"}).returncode
    text = log.read_text(errors="replace")
    executions = re.findall(r"stat::number_of_executed_units:\s*(\d+)", text)
    coverage = re.findall(r"cov: (\d+)", text)
    return status, int(executions[-1]) if executions else 0, int(coverage[-1]) if coverage else 0, log


def main():
    parser = argparse.ArgumentParser(prog="scripts/check fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", help="readers to fuzz (default: all)")
    parser.add_argument("--seconds", type=int, default=600, help="for each reader (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="readers at a time (default: %(default)s)")
    arguments = parser.parse_args()
    names = arguments.names or sorted(folder.name for folder in SEEDS.iterdir())
    subprocess.run([ROOT / "scripts" / "build", "fuzz", *(f"fuzz_{name}" for name in names)], check=True)

    bounds = Bounds()
    started = time.monotonic()
    print(f"{len(names)} readers, {arguments.seconds} s each, {arguments.jobs} at a time", flush=True)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = {name: pool.submit(fuzz, name, arguments.seconds) for name in names}
        for name, run in runs.items():
            status, executions, coverage, log = run.result()
            found = "no finding" if status == 0 else f"libFuzzer ended with {status}"
            bounds.true(f"{name}: {executions} inputs, {coverage} edges seen", status == 0 and executions > 0, f"{found} ({log.relative_to(ROOT)})")
    print(f"{time.monotonic() - started:.0f} s")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
