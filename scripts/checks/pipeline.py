"""the pipeline's throughput (worklist, PACS, decoding, measuring, encoding, storing) against the bare network's on CPU (about 6 minutes)"""

import json
import os
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from tests.harness import full_size, phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import Session
from tests.harness.worklist import STATE, value

STILLS, CINES, FRAMES = 40, 8, 40
AT_ONCE = 3  # steps end together or in turn: from the third end to the last, all but three have been worked through
SHARE = 0.95


def processor_seconds(pid):
    """Of all its threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Completed:
    """The steps that the processor has completed since its start, by its log: asking the PACS would cost the cores that are measured."""

    def __init__(self, session):
        self.log = session.processor.process.log
        self.offset = self.log.stat().st_size if self.log.exists() else 0

    def lines(self):
        with open(self.log, encoding="utf-8") as log:
            log.seek(self.offset)
            messages = [json.loads(line) for line in log if line.endswith("\n")]
        if wrong := [message for message in messages if message["level"] in ("warning", "error")]:
            sys.exit(f"not completed: {wrong}")
        return [message for message in messages if message["message"] == "completed"]

    def wait(self, count):
        wait_until(lambda: len(self.lines()) >= count, f"the end of {count} steps", 600, interval=0.5)

    def seconds(self):
        return [datetime.fromisoformat(message["time"].replace("Z", "+00:00")).timestamp() for message in self.lines()]


def milliseconds_per_picture(session, files, pictures):
    """Of images that wait in the PACS while the processor is started: their arrival is not part of it."""
    session.processor.process.stop()
    send(session.orthanc, files)
    wait_until(lambda: sum(value(item, STATE) == "SCHEDULED" for item in session.worklist.all()) == len(files), "the images on the worklist", 60, interval=0.5)
    completed = Completed(session)
    session.processor.start()
    completed.wait(AT_ONCE)
    pids = {"PACS with plug-in": session.orthanc.process.pid, "processor": session.processor.process.pid}
    before, done_before = {name: processor_seconds(pid) for name, pid in pids.items()}, len(completed.lines())
    completed.wait(len(files))
    done = (len(files) - done_before) * pictures
    costs = ", ".join(f"{name} {(processor_seconds(pid) - before[name]) / done * 1e3:.0f} ms" for name, pid in pids.items())
    print(f"      cores used a picture: {costs}")
    ends = completed.seconds()
    return (ends[-1] - ends[AT_ONCE - 1]) / (len(ends) - AT_ONCE) / pictures * 1e3


def check(bounds, folder, precision, files):
    """The bare network before and after, by the same program: machines change their speed while they are measured."""
    def bare():
        words = ("--side", full_size.SIDE, "--precision", precision, "--picture-rows", 480, "--picture-cols", 640)
        return full_size.speed(full_size.PACKAGE, *words, runs=20)

    before = bare()
    with Session(folder / precision, package=full_size.package(folder / f"package-{precision}"), processor={"Precision": precision}) as session:
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
        stills = phantom_studies.make(folder / "stills", stills=STILLS, cine_frames=0)
        cines = [phantom_studies.make(folder / f"cine-{number}", stills=0, cine_frames=FRAMES, first_seed=9100 + number)[0] for number in range(CINES)]
        for precision in sys.argv[1:] or ("float32", "int8"):
            check(bounds, folder, precision, {"stills": stills, "cines": cines})
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
