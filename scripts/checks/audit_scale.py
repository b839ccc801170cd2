"""on both engines: audit queries over a million SIMULATED measurement groups; reindex of real reports (about 40 minutes)"""

import argparse
import concurrent.futures
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.engine_places import ENGINES, answers_of, places_of
from tests.harness import paths
from tests.harness.bounds import Bounds
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until

PROGRAM = paths.BUILD / "tests" / "sonolist-audit-rates"
GROUPS_PER_REPORT = 5
SAMPLE_GROUPS = 20_000     # read from real reports
PAGE_MS, AGGREGATE_MS, DRIFT_MS = 50, 500, 1000
SAME_QUERIES = (
    "results?limit=10000", "results?sort=time&limit=500", "results?outcome=missing", "results?structure=Femur&limit=1000",
    "results?measurement=Area%3E60%20mm2&limit=1000", "results?modelVersion=1.0.0&format=csv&limit=2000", "results?patient=P17",
    "aggregate?by=day,structure", "aggregate?by=month,modelVersion,scanner", "aggregate?by=structure&measurement=Perimeter&histogram=20",
    "drift?window=5&baseline=10", "versions?examinations=1", "values")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check audit-scale")
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--groups", type=int, default=1_000_000, help="measurement groups of the index")
    parser.add_argument("--sample", type=int, default=SAMPLE_GROUPS, help="of them in real reports")
    parser.add_argument("--runs", type=int, default=100, help="of each kind of query")
    parser.add_argument("--parts", nargs="+", choices=("queries", "reindex"), default=("queries", "reindex"))
    parser.add_argument("--folder", type=Path, help="on the disk to be measured; default: below build/")
    return parser.parse_args()


def percentile_95(times):
    """By nearest rank: of 20 the 19th."""
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]


def check_queries(bounds, places, reports, chosen):
    records, files = chosen.groups // GROUPS_PER_REPORT, chosen.sample // GROUPS_PER_REPORT
    common = ("--engine", places.name, "--records", records, places.place("audit"))
    (loaded,) = answers_of(PROGRAM, "load", *common, "--files", files, "--folder", reports)
    print(f"  {places.name}: {loaded['results']} results of {loaded['records']} reports ({files} of them read from files) and their companions in "
          f"{loaded['seconds']:.0f} s, {loaded['records'] / loaded['seconds']:.0f} reports/s, {places.size('audit') / 1e6:.0f} MB")
    places.settle("audit")
    (times,) = answers_of(PROGRAM, "queries", *common, "--runs", chosen.runs)
    pages = {kind: percentile_95(seconds) * 1e3 for kind, seconds in times["pages"].items()}
    for kind, milliseconds in sorted(pages.items(), key=lambda page: -page[1]):
        median = sorted(times["pages"][kind])[len(times["pages"][kind]) // 2] * 1e3
        print(f"    first page, {kind}: median {median:.1f} ms, p95 {milliseconds:.1f} ms, {times['bytes'][kind] / 1000:.0f} kB")
    bounds.at_most(f"{places.name}: slowest p95 of a first page by a single filter", max(pages.values()), PAGE_MS, " ms")
    for kind, seconds in times["aggregate"].items():
        bounds.at_most(f"{places.name}: {kind} over a year, p95", percentile_95(seconds) * 1e3, AGGREGATE_MS, " ms")
    bounds.at_most(f"{places.name}: drift of all measurements of a model, p95", percentile_95(times["drift"]) * 1e3, DRIFT_MS, " ms")


def bodies(orthanc):
    """Each answer without its cursor, which names a snapshot, as its digest."""
    found = {}
    for query in SAME_QUERIES:
        status, _, body = orthanc.request("GET", "/sonolist/audit/" + query, timeout=120)
        if status != 200:
            raise RuntimeError(f"{query}: HTTP {status} {body[:200]!r}")
        if body.startswith(b"{"):
            answer = json.loads(body)
            answer.pop("next", None)
            body = json.dumps(answer).encode()
        found[query] = hashlib.sha256(body).hexdigest()
    return found


def check_reindex(bounds, places, reports, count, folder):
    section = places.section
    with Orthanc(folder / f"pacs-{places.name}", sonolist=section) as orthanc:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            files = (reports / f"{number}.dcm" for number in range(count))
            states = set(pool.map(lambda file: orthanc.request("POST", "/instances", file.read_bytes())[0], files))
        bounds.equal(f"{places.name}: answers of Orthanc to {count} reports", states, {200})

        def indexed():
            versions = orthanc.get("/sonolist/audit/versions")["versions"]
            return sum(version["reports"] for version in versions) == count

        wait_until(indexed, f"{count} reports in the index", timeout=600)
        before = bodies(orthanc)
        orthanc.request("POST", "/sonolist/audit/reindex")

        def done():
            progress = orthanc.get("/sonolist/audit/reindex")
            return progress["finished"] and not progress["running"] and progress["total"] >= count

        wait_until(done, "the end of reindex", timeout=900)
        progress = orthanc.get("/sonolist/audit/reindex")
        print(f"  {places.name}: reindex of {progress['total']} real reports: {progress['perSecond']:.0f} a second, {progress['failures']} failures")
        after = bodies(orthanc)
        bounds.equal(f"{places.name}: failures of reindex", progress["failures"], 0)
        bounds.equal(f"{places.name}: queries of {len(before)} that answer otherwise after reindex",
                     [query for query in before if before[query] != after[query]], [])


def main():
    chosen, bounds = arguments(), Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        subprocess.run([paths.ROOT / "scripts" / "build", "release", PROGRAM.name], check=True)
    parent = chosen.folder or paths.ROOT / "build"
    count = chosen.sample // GROUPS_PER_REPORT
    print(f"  on the disk of {parent}, {shutil.disk_usage(parent).free / 1e9:.0f} GB free; everything SIMULATED")
    with tempfile.TemporaryDirectory(prefix="sonolist-audit-", dir=parent) as name:
        reports = Path(name) / "reports"
        (written,) = answers_of(PROGRAM, "reports", reports, "--files", count)
        print(f"  {written['reports']} reports written in {written['seconds']:.0f} s")
        for engine in ENGINES if chosen.engine == "both" else (chosen.engine,):
            with places_of(engine, parent) as places:
                if "queries" in chosen.parts:
                    check_queries(bounds, places, reports, chosen)
                if "reindex" in chosen.parts:
                    check_reindex(bounds, places, reports, count, Path(name))
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
