"""2 Orthancs, PostgreSQL and 6 processors on 9 hosts, two cut off and back: nothing lost; 6 work 5.5 times as fast as 1 (about 4 minutes)"""

import argparse
import collections
import dataclasses
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import evidence, judge, workload
from tests.faults.site import Site, cpu_seconds
from tests.harness.bounds import Bounds
from tests.harness.process import wait_until

STEPS = 60        # a multiple of the processors, so that none stands idle at the end; so is CUT_STEPS
CUT_STEPS = 60
LEASE_S = 4
CUT_OFF_S = 3 * LEASE_S
SONOLIST = {"LeaseSeconds": LEASE_S, "MaximumAttempts": 10, "RetryDelaySeconds": 0, "Rules": workload.RULES}


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check hosts")
    parser.add_argument("--network-ms", type=int, default=1500, help="how long the stub of a network takes for an image")
    return parser.parse_args()


class Work:
    """Images sent to the PACS hosts in turn, and how far their steps are."""

    def __init__(self, site, folder):
        self.site, self.workload = site, workload.Workload(folder, seed=1)
        self.expected_of = [{} for _ in site.pacs]  # by PACS: as in Evidence

    @property
    def expected(self):
        return dict(collections.ChainMap(*self.expected_of))

    def send(self, count):
        for _ in range(count):
            image = self.workload.make("still", len(self.workload.images) + 1)
            self.workload.images.append(image)
            place = len(self.workload.images) % len(self.site.pacs)
            status, _, body = self.site.pacs[place].request("POST", "/instances", image.file.read_bytes())
            if status != 200:
                raise RuntimeError(f"{image.file.name} is refused: {body[:300]!r}")
            self.expected_of[place][image.sop_instance_uid] = image.models
        wait_until(lambda: sum(self.states().values()) >= len(self.expected), "a workitem for every image")

    def states(self):
        return self.site.pacs[0].get("/sonolist/status")["workitems"]

    def completed(self):
        return self.states().get("COMPLETED", 0)

    def wait(self, completed):
        wait_until(lambda: self.completed() >= completed, f"the completion of {completed} steps", 600, interval=0.02)


def seconds_with(work, performers):
    """How long that many take for the same number of steps, all waiting for them at the start; CPU seconds per step."""
    site = work.site
    site.freeze()
    work.send(STEPS)
    used, began = total_cpu(site), time.monotonic()
    site.thaw(performers)
    work.wait(len(work.expected))
    took = time.monotonic() - began
    site.thaw()
    cpu = {name: (after - used[name]) / STEPS for name, after in total_cpu(site).items()}
    print(f"  {performers} performer(s): {STEPS} steps in {took:.2f} s; of a core per step: "
          + ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in cpu.items()))
    return took


def total_cpu(site):
    pids = {"Orthanc": [pacs.process.pid for pacs in site.pacs], "PostgreSQL": site.database.processes(),
            "processors": [processor.process.pid for processor in site.processors]}
    return {name: sum(map(cpu_seconds, of_name)) for name, of_name in pids.items()}


def cut_off(work):
    """A processor's host leaves in the middle of its step, later a PACS host; both come back."""
    done = work.completed()
    work.send(CUT_STEPS)
    for part, host in ((1, work.site.processors[2].host), (2, work.site.pacs[-1].host)):
        work.wait(done + part * CUT_STEPS // 4)
        print(f"  {host.name} is cut off for {CUT_OFF_S} s", flush=True)
        host.cut_off()
        time.sleep(CUT_OFF_S)  # the fault itself
        host.rejoin()
    work.wait(done + CUT_STEPS)


def judged(work, folder):
    """What is wrong with all together, and results that are in another PACS than their image."""
    found = [evidence.gather(pacs, expected, folder / str(place))
             for place, (pacs, expected) in enumerate(zip(work.site.pacs, work.expected_of))]
    astray = [f"result {result.sop_instance_uid} of image {', '.join(sorted(result.sources))} is in PACS {place + 1}, its image is not"
              for place, part in enumerate(found) for result in part.results if not result.sources & set(part.expected)]
    together = dataclasses.replace(found[0], expected=work.expected, results=[result for part in found for result in part.results],
                                   outcomes=dict(collections.ChainMap(*(part.outcomes for part in found))))
    return astray + judge.problems(together)


def main():
    chosen, bounds = arguments(), Bounds()
    with tempfile.TemporaryDirectory(prefix="sonolist-hosts-") as folder:
        folder = Path(folder)
        with Site(folder, SONOLIST, network_ms=chosen.network_ms) as site:
            work = Work(site, folder / "images")
            alone = seconds_with(work, 1)
            together = seconds_with(work, len(site.processors))
            bounds.at_least(f"speed of {len(site.processors)} performers over 1, networks of {chosen.network_ms} ms", alone / together, 5.5, " times")
            cut_off(work)
            (folder / "results").mkdir()
            problems = judged(work, folder / "results")
    for problem in problems:
        print(f"  VIOLATION {problem}")
    bounds.equal(f"violations in {len(work.expected)} images", len(problems), 0)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
