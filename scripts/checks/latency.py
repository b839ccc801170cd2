"""latency of one still, C-STORE acknowledged to SR stored, on this machine: at most 1 s (about 1 minute)"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.harness import phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.session import Session

RUNS = 20


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory(prefix="sonolist-latency-") as store:
        files = phantom_studies.make(Path(store) / "phantom", stills=RUNS, cine_frames=0)
        with Session(store) as session:
            outcomes = [session.process([file])[0] for file in files]
    for outcome in outcomes:
        if outcome.state != "COMPLETED":
            bounds.true(Path(outcome.file).name, False, f"{outcome.state}: {outcome.reason}")
    latencies = sorted(outcome.latency_s for outcome in outcomes if outcome.state == "COMPLETED")
    if latencies:
        print(f"  {len(latencies)} stills, one at a time: min {latencies[0]:.3f} s, max {latencies[-1]:.3f} s")
        bounds.at_most("median latency, stored to SR stored", statistics.median(latencies), 1.0, " s")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
