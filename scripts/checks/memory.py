"""memory and start of the processor on CPU with the full network: under 1.5 GiB, first result under 3 s (about 1 minute)"""

import sys
import tempfile
import time
from pathlib import Path

from tests.harness import full_size, phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import SR, Session

STILLS = 20


def peak_gibibytes(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 2**20


def first_result_seconds(session, file):
    """With the work waiting: from the processor's start to its report in the PACS."""
    session.processor.stop()
    send(session.orthanc, [file])
    wait_until(lambda: session.worklist.latest_by_source(), "the workitem")
    start = time.monotonic()
    session.processor.process.start()
    wait_until(lambda: session.instances(SR), "the first report", timeout=60, interval=0.01)
    return time.monotonic() - start


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory(prefix="sonolist-memory-") as name:
        folder = Path(name)
        first, *others = phantom_studies.make(folder / "phantom", stills=STILLS + 1, cine_frames=0) + phantom_studies.make(
            folder / "moving", stills=0, cine_frames=30)
        for package, what in ((full_size.PACKAGE, "as shipped"), (full_size.package(folder), f"at {full_size.SIDE}x{full_size.SIDE}")):
            with Session(folder / what.replace(" ", "-"), package=package) as session:
                bounds.at_most(f"full network {what}: start to first result", first_result_seconds(session, first), 3, " s")
                outcomes = session.process(others)
                bounds.equal("images that were not completed", [outcome.reason for outcome in outcomes if outcome.state != "COMPLETED"], [])
                bounds.at_most(f"full network {what}: most memory, {len(others)} images one of them a cine", peak_gibibytes(session.processor.process.pid), 1.5, " GiB")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
