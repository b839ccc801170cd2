"""500 seeded faults of network, processes, disk and clock on both engines: no work is lost, doubled or forgotten (about 20 minutes)"""

import argparse
import collections
import contextlib
import sys
import tempfile
from pathlib import Path

from tests.faults.campaign import Campaign
from tests.harness.bounds import Bounds
from tests.harness.postgresql import Postgresql

ENGINES = ("sqlite", "postgresql")
# Of an engine's faults, those that strike processors which hear of work by the event channel; the others poll.
CHANNEL_SHARE = 0.6


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check faults")
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--faults", type=int, default=500, help="over all engines together")
    parser.add_argument("--seed", type=int, default=1, help="of the first part; each part has its own, counted from it")
    parser.add_argument("--minutes", type=float, default=40.0, help="for all engines together; what is left of the schedule then is a failure")
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


def check(bounds, name, campaign):
    outcome = campaign.run()
    print(f"\n  {name}: {len(outcome.injected)} faults, {outcome.images} images, {outcome.completed} steps completed in {outcome.seconds:.0f} s")
    for kind, reason in campaign.skipped_kinds.items():
        print(f"  left out: {kind}, for {reason}")
    for problem in outcome.problems:
        print(f"  VIOLATION {problem}")
    bounds.equal(f"{name}: faults of the schedule that found no moment", outcome.left, 0)
    bounds.equal(f"{name}: violations", len(outcome.problems), 0)
    return outcome


def parts(engines, faults):
    """[(engine, whether there is an event channel, number of faults)], the numbers adding up to `faults`."""
    planned = []
    for number, engine in enumerate(engines, start=1):
        of_engine = faults * number // len(engines) - faults * (number - 1) // len(engines)
        with_channel = round(CHANNEL_SHARE * of_engine)
        planned += [(engine, True, with_channel), (engine, False, of_engine - with_channel)]
    return planned


def run_part(bounds, chosen, folder, seed, engine, event_channel, faults):
    name = f"{engine}, {'event channel' if event_channel else 'polling'}"
    with contextlib.ExitStack() as ends:
        postgresql = ends.enter_context(Postgresql()) if engine == "postgresql" else None
        campaign = Campaign(folder / name.replace(", ", "-").replace(" ", "-"), seed, faults,
                            minutes=chosen.minutes * faults / chosen.faults, tell=ProgressBar(faults).show,
                            postgresql=postgresql, event_channel=event_channel)
        return check(bounds, name, campaign)


def show(counts):
    """`counts`: {engine: Counter of kinds}."""
    together = sum(counts.values(), collections.Counter())
    print(f"  {'faults':<20}" + "".join(f"{engine:>12}" for engine in counts))
    for kind in sorted(together):
        print(f"  {kind:<20}" + "".join(f"{of_engine[kind]:>12}" for of_engine in counts.values()))
    return together.total()


def main():
    chosen, bounds = arguments(), Bounds()
    engines = ENGINES if chosen.engine == "both" else (chosen.engine,)
    counts = {engine: collections.Counter() for engine in engines}
    with tempfile.TemporaryDirectory(prefix="sonolist-faults-") as store:
        folder = chosen.folder or Path(store)
        folder.mkdir(parents=True, exist_ok=True)
        for seed, part in enumerate(parts(engines, chosen.faults), start=chosen.seed):
            counts[part[0]] += run_part(bounds, chosen, folder, seed, *part).by_kind
    bounds.at_least("faults injected", show(counts), chosen.faults)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
