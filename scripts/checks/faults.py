"""500 seeded faults of network, processes, disk and clock: no work is lost, doubled or forgotten (about 15 minutes)"""

import argparse
import collections
import sys
import tempfile
from pathlib import Path

from tests.faults.campaign import Campaign
from tests.harness.bounds import Bounds


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check faults")
    parser.add_argument("--faults", type=int, default=500, help="over all engines together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=20.0, help="for all engines together; what is left of the schedule then is a failure")
    parser.add_argument("--folder", type=Path, help="keep logs, images and results here")
    return parser.parse_args()


class ProgressBar:
    WIDTH = 40

    def __init__(self, faults):
        self.faults, self.shown = faults, ""

    def show(self, injected, completed):
        filled = self.WIDTH * injected // self.faults
        text = f"[{'#' * filled}{'.' * (self.WIDTH - filled)}] {injected}/{self.faults} faults, {completed} steps completed"
        if text != self.shown and sys.stderr.isatty():
            print(f"\r  {text}", end="", file=sys.stderr, flush=True)
        self.shown = text


def check(bounds, campaign):
    outcome = campaign.run()
    print(f"\n  {len(outcome.injected)} faults, {outcome.images} images, {outcome.completed} steps completed in {outcome.seconds:.0f} s")
    for kind, reason in campaign.skipped_kinds.items():
        print(f"  left out: {kind}, for {reason}")
    for problem in outcome.problems:
        print(f"  VIOLATION {problem}")
    bounds.equal("faults of the schedule that found no moment", outcome.left, 0)
    bounds.equal("violations", len(outcome.problems), 0)
    return outcome


def main():
    chosen, bounds, counts = arguments(), Bounds(), collections.Counter()
    with tempfile.TemporaryDirectory(prefix="sonolist-faults-") as store:
        folder = chosen.folder or Path(store)
        folder.mkdir(parents=True, exist_ok=True)
        campaign = Campaign(folder / "sqlite", chosen.seed, chosen.faults, minutes=chosen.minutes, tell=ProgressBar(chosen.faults).show)
        counts += check(bounds, campaign).by_kind
    for kind, count in sorted(counts.items()):
        print(f"  {count:>5} {kind}")
    bounds.at_least("faults injected", sum(counts.values()), chosen.faults)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
