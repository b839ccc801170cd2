"""the pipeline's throughput (worklist, PACS, decoding, measuring, encoding, storing) against the bare network's on CPU (about 6 minutes)"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.harness import full_size, phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.session import Session

STILLS, CINES, FRAMES = 24, 4, 40
SHARE = 0.95


def processor_seconds(pid):
    """Of all its threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Costs:
    """What both programs used of the cores while pictures went through."""

    def __init__(self, session):
        self.pids = {"PACS with plug-in": session.orthanc.process.pid, "processor": session.processor.process.pid}
        self.start = {name: processor_seconds(pid) for name, pid in self.pids.items()}

    def per(self, pictures):
        return ", ".join(f"{name} {(processor_seconds(pid) - self.start[name]) / pictures * 1e3:.0f} ms" for name, pid in self.pids.items())


def milliseconds_per_picture(session, files, pictures):
    """From one report to the next while there is work."""
    costs = Costs(session)
    outcomes = session.process(files)
    if any(outcome.state != "COMPLETED" for outcome in outcomes):
        sys.exit(f"not completed: {[outcome.reason for outcome in outcomes]}")
    ends = sorted(outcome.report_at for outcome in outcomes)
    print(f"      cores used a picture: {costs.per(len(files) * pictures)}")
    return (ends[-1] - ends[0]) / (len(ends) - 1) / pictures * 1e3


def check(bounds, folder, precision, files):
    """The bare network before and after, by the same program: machines change their speed while they are measured."""
    def bare():
        words = ("--side", full_size.SIDE, "--precision", precision, "--picture-rows", 480, "--picture-cols", 640)
        return full_size.speed(full_size.PACKAGE, *words, runs=20)

    before = bare()
    with Session(folder / precision, package=full_size.package(folder / f"package-{precision}"), processor={"Precision": precision}) as session:
        session.process([files["warm"]])
        stills = milliseconds_per_picture(session, files["stills"], 1)
        cines = milliseconds_per_picture(session, files["cines"], FRAMES)
    after = bare()
    network = statistics.median(before["network_ms"][precision] + after["network_ms"][precision])
    picture = statistics.median(before["picture_ms"][precision] + after["picture_ms"][precision])
    print(f"    {precision}: network alone {network:.1f} ms, with pre- and post-processing {picture:.1f} ms; in the pipeline a still {stills:.1f} ms, a frame of a cine {cines:.1f} ms")
    bounds.at_least(f"{precision}, cines of {FRAMES} frames: pipeline's throughput over the bare network's", picture / cines, SHARE)
    bounds.at_least(f"{precision}, stills: pipeline's throughput over the bare network's", picture / stills, SHARE)


def main():
    bounds = Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        full_size.build(full_size.PROGRAM.name)
    with tempfile.TemporaryDirectory(prefix="sonolist-pipeline-") as name:
        folder = Path(name)
        warm, *stills = phantom_studies.make(folder / "stills", stills=STILLS + 1, cine_frames=0)
        cines = [phantom_studies.make(folder / f"cine-{number}", stills=0, cine_frames=FRAMES, first_seed=9100 + number)[0] for number in range(CINES)]
        for precision in ("float32", "int8"):
            check(bounds, folder, precision, {"warm": warm, "stills": stills, "cines": cines})
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
