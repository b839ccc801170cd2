"""one SEG + SR of a 1024x768 still with 5 structures: at least 20 times faster than highdicom's (about 1 minute)"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT
from tests.interop import tools

RUNS = 25
WARM_UPS = 2
ROWS, COLUMNS, SEGMENTS = 768, 1024, 5


class Writer:
    """A program that encodes once for each line it is given and answers with the milliseconds."""

    def __init__(self, *command):
        self.child = subprocess.Popen([str(word) for word in command], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what="encode"):
        self.child.stdin.write(what + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.child.args[0]} ended with status {self.child.wait()}")
        return float(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.stdout.close()
        self.child.wait()


def spread(times):
    return f"median {statistics.median(times):.2f} ms, min {min(times):.2f} ms, max {max(times):.2f} ms of {len(times)}"


def main():
    bounds = Bounds()
    bench = tools.build("sonolist-encode-bench") / "sonolist-encode-bench"
    with tempfile.TemporaryDirectory(prefix="sonolist-encode-") as folder, Writer(bench, folder) as ours:
        bandwidth = ours.ask("bandwidth")  # answered only when the files are written that the other one reads
        with Writer(tools.PYTHON, ROOT / "tests" / "bench" / "highdicom_writer.py", folder) as theirs:
            for _ in range(WARM_UPS):
                ours.ask()
                theirs.ask()
            pairs = [(ours.ask(), theirs.ask()) for _ in range(RUNS)]
        size = sum((Path(folder) / name).stat().st_size for name in ("seg.dcm", "sr.dcm"))
    own, other = zip(*pairs)
    packed = ROWS * COLUMNS * SEGMENTS * (1 + 1 / 8)
    print(f"  one SEG + SR of {COLUMNS}x{ROWS} with {SEGMENTS} structures, {size} bytes; runs of both alternate")
    print(f"  Sonolist   {spread(own)}\n  highdicom  {spread(other)}")
    print(f"  floor      {packed / bandwidth * 1000:.2f} ms: the masks read and their bits written, {packed / 1e6:.2f} MB at the "
          f"{bandwidth / 1e9:.1f} GB/s that memory is copied with")
    bounds.at_least("highdicom's median over ours", statistics.median(other) / statistics.median(own), 20, " times")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
