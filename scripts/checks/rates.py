"""on both engines: claims beside the bare engine, searches over a million workitems, memory and disk of 100 000 steps (about an hour)"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import listener_claims
from tests.bench.engine_places import ENGINES, answers_of, places_of
from tests.harness import paths
from tests.harness.bounds import Bounds
from tests.harness.orthanc import Orthanc

PARTS = ("claims", "searches", "soak")
PROGRAM = paths.BUILD / "tests" / "sonolist-worklist-rates"
CLAIM_STEPS, LISTENER_STEPS = 2000, 500
SEVERAL = 4  # performers at a time
SEARCH_RUNS = 100  # of each kind
SAMPLE_EVERY, KEPT = 1000, 5000
SETTLED = 0.2             # of the long run, after which memory may no longer grow
GROWTH_BYTES_PER_STEP = 20  # 2 MB in 100 000 steps: less than the spread of an allocator
DISK_BYTES_PER_KEPT = 40_000  # item, indexes and events of a step, twice over: freed pages wait to be used again


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check rates")
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--items", type=int, default=1_000_000, help="to be searched; a multiple of 1000")
    parser.add_argument("--steps", type=int, default=100_000, help="of the long run")
    parser.add_argument("--folder", type=Path, help="on the disk to be measured; default: below build/")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def claim_ratio(places, performers):
    """Rate of claim + complete over that of the bare engine."""
    names = (f"{name}_{performers}" for name in ("service", "recorded", "bare"))
    (told,) = answers_of(PROGRAM, "claims", "--engine", places.name, "--steps", CLAIM_STEPS, "--performers", performers, *map(places.place, names))
    steps, ours, bare = told["steps"], told["service_s"], told["bare_s"]
    print(f"  {places.name}: {steps} steps claimed and completed by {performers} at a time, {told['statements_per_step']:.1f} statements in "
          f"{told['commits_per_step']:.0f} commits each: {steps / ours:.0f}/s through the service, {steps / bare:.0f}/s on the bare engine, {bare / ours:.3f} times")
    return bare / ours


def check_claims(bounds, places):
    ratio = claim_ratio(places, 1)
    claim_ratio(places, SEVERAL)
    with tempfile.TemporaryDirectory(prefix="sonolist-rates-pacs-") as folder, Orthanc(folder, places.section) as orthanc:
        through_listener = listener_claims.steps_per_second(orthanc, LISTENER_STEPS)
    print(f"  {places.name}: {through_listener:.0f} steps/s through the plug-in's listener, one client")
    bounds.at_least(f"{places.name}: rate of claim + complete over that of the bare engine", ratio, 0.70, " times")


def check_searches(bounds, places, items):
    place = places.place("search")
    (loaded,) = answers_of(PROGRAM, "load", "--engine", places.name, "--thousands", items // 1000, place)
    print(f"  {places.name}: {loaded['items']} workitems loaded in {loaded['load_s']:.0f} s, {places.size('search') / 1e9:.2f} GB")
    (told,) = answers_of(PROGRAM, "searches", "--engine", places.name, "--thousands", items // 1000, "--runs", SEARCH_RUNS, place)
    together = []
    for kind, figures in told.items():
        times = sorted(figures["ms"])
        together += times
        print(f"    {kind:<48} median {statistics.median(times):7.2f} ms, p95 {percentile(times, 95):7.2f} ms, max {times[-1]:7.2f} ms; "
              f"up to {max(figures['found'])} found")
    bounds.equal(f"{places.name}: workitems that are searched", loaded["items"], items)
    bounds.at_most(f"{places.name}: p95 of {len(together)} searches of {len(told)} kinds", percentile(sorted(together), 95), 50, " ms")


def percentile(ordered, part):
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def check_soak(bounds, places, steps):
    samples, sizes = [], []
    place = places.place("soak")
    for sample in answers_of(PROGRAM, "soak", "--engine", places.name, "--steps", steps, "--sample-every", SAMPLE_EVERY, "--kept", KEPT, place):
        samples.append(sample)
        sizes.append(places.size("soak"))
    settled = samples[int(SETTLED * len(samples)):]
    growth = slope([sample["steps"] for sample in settled], [sample["resident_bytes"] for sample in settled])
    print(f"  {places.name}: {steps} steps created, claimed and completed in {samples[-1]['seconds']:.0f} s, "
          f"{samples[-1]['resident_bytes'] / 1e6:.1f} MB resident and {sizes[-1] / 1e6:.1f} MB on disk at the end")
    bounds.at_most(f"{places.name}: growth of memory", growth, GROWTH_BYTES_PER_STEP, " bytes per step")
    bounds.at_most(f"{places.name}: largest data base with {KEPT} steps kept", max(sizes) / 1e6, KEPT * DISK_BYTES_PER_KEPT / 1e6, " MB")
    bounds.at_most(f"{places.name}: workitems at the end", samples[-1]["items"], 2 * KEPT)


def slope(xs, ys):
    return statistics.linear_regression(xs, ys).slope


def measure(bounds, places, chosen):
    parts = chosen.parts
    if "claims" in parts:
        check_claims(bounds, places)
    if "searches" in parts:
        check_searches(bounds, places, chosen.items)
    if "soak" in parts:
        check_soak(bounds, places, chosen.steps)


def main():
    chosen, bounds = arguments(), Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        subprocess.run([paths.ROOT / "scripts" / "build", "release", PROGRAM.name], check=True)
    parent = chosen.folder or paths.ROOT / "build"
    print(f"  on the disk of {parent}, {shutil.disk_usage(parent).free / 1e9:.0f} GB free")
    for engine in ENGINES if chosen.engine == "both" else (chosen.engine,):
        with places_of(engine, parent) as places:
            measure(bounds, places, chosen)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
