"""beside PyTorch and a Python pipeline (pydicom, PyTorch, highdicom) with the same weights on the same cores (about 5 minutes)"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.harness import full_size, paths, phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.session import Session

RUNS, STILLS = 20, 24
ENVIRONMENT = paths.ROOT / "build" / "peers"
CORES = len(os.sched_getaffinity(0))


def peers_python():
    """Debian's PyTorch and NumPy, with highdicom from the package index."""
    python, wanted = ENVIRONMENT / "bin" / "python", paths.ROOT / "tests" / "bench" / "peers.txt"
    done = ENVIRONMENT / "installed"
    if not done.exists() or done.read_text() != wanted.read_text():
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", "--system-site-packages", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", wanted], check=True)
        done.write_text(wanted.read_text())
    return python


def peer(**wanted):
    said = subprocess.run([peers_python(), "-m", "tests.bench.python_pipeline", json.dumps({"threads": CORES, **wanted}, default=str)], stdout=subprocess.PIPE,
                          text=True, check=True, env={**os.environ, "PYTHONPATH": str(paths.ROOT)}).stdout
    return json.loads(said.splitlines()[-1])


def seconds_per_still(folder, package, files):
    """Through a real PACS: from one report to the next while there is work; all that comes before the first is left out."""
    with Session(folder, package=package) as session:
        session.process(files[:1])
        outcomes = session.process(files[1:])
    if any(outcome.state != "COMPLETED" for outcome in outcomes):
        sys.exit(f"not completed: {[outcome.reason for outcome in outcomes]}")
    ends = sorted(outcome.report_at for outcome in outcomes)
    return (ends[-1] - ends[0]) / (len(ends) - 1)


def check_network(bounds, size):
    ours = full_size.speed(full_size.PACKAGE, "--side", full_size.SIDE, "--precision", "float32", "--precision", "int8", "--eager", runs=RUNS)["network_ms"]
    theirs = peer(package=full_size.PACKAGE, size=size, runs=RUNS)
    times = {**{"our modules, LibTorch eager" if precision == "eager" else f"ours, {precision}": found for precision, found in ours.items()}, "PyTorch eager": theirs["eager"], "PyTorch TorchScript, frozen": theirs["torchscript"]}
    for name, found in times.items():
        print(f"    network at {size[0]}x{size[1]}, {name}: median {statistics.median(found):.1f} ms, smallest {min(found):.1f} ms")
    print(f"    PyTorch {theirs['torch']}, {CORES} cores")
    eager = statistics.median(theirs["eager"])
    bounds.at_least("PyTorch eager, attention as published, against ours in 32 bits", eager / statistics.median(ours["float32"]), 1.3, " times")
    bounds.at_least("the same against ours in 8 bits", eager / statistics.median(ours["int8"]), 1.3, " times")
    ours_eager = statistics.median(ours["eager"])
    bounds.at_least("LibTorch eager, attention without permutations, against ours in 8 bits", ours_eager / statistics.median(ours["int8"]), 1.3, " times")
    print(f"    the same against ours in 32 bits: {ours_eager / statistics.median(ours['float32']):.2f} times")


def check_pipeline(bounds, folder, size):
    files = phantom_studies.make(folder / "phantom", stills=STILLS, cine_frames=0)
    ours = seconds_per_still(folder / "session", full_size.package(folder), files) * 1e3
    answer = peer(package=full_size.PACKAGE, size=size, files=files, folder=folder)
    theirs = statistics.median(answer["files"])
    print(f"    a still of 560x720: ours {ours:.0f} ms with worklist, PACS and its own reading and storing; Python {theirs:.0f} ms from file to files (highdicom {answer['highdicom']})")
    bounds.at_least("Python pipeline against ours, end to end", theirs / ours, 3, " times")


def main():
    bounds = Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        full_size.build(full_size.PROGRAM.name)
    size = (full_size.SIDE, full_size.SIDE)
    check_network(bounds, size)
    with tempfile.TemporaryDirectory(prefix="sonolist-peers-") as name:
        check_pipeline(bounds, Path(name), size)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
