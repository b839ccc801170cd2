"""cost curves: processors, waiting images, sizes of stills, lengths of cines; the slopes that docs/scale.md counts with (about 8 minutes)"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import pydicom
from pydicom.uid import generate_uid

from tests.bench.listener_claims import Client, claim_and_complete
from tests.harness import paths, phantom_studies
from tests.harness import ups_samples as ups
from tests.harness.backlog import work_through
from tests.harness.bounds import Bounds
from tests.harness.orthanc import Orthanc
from tests.harness.processor import Processor
from tests.harness.session import Session

COMPACT = paths.ROOT / "model" / "packages" / "anterior-sciatic-compact"
RULES = [{"Name": "compact", "Model": COMPACT.name, "Match": {"Modality": "US"}}]
PROCESSORS = (1, 2, 4)
WAITING = (1, 64, 1024, 4096)
SIZES = ((480, 640), (600, 800), (768, 1024), (1200, 1600))
FRAMES = (1, 10, 100, 300)
STILLS, CINES, CLAIMS = 24, 9, 60


def check_processors(bounds, folder):
    """Of a network that takes no time: how much the PACS and the way to it allow."""
    files = phantom_studies.make(folder / "files", stills=60, cine_frames=0)
    rates = {}
    for count in PROCESSORS:
        place = folder / str(count)
        with Session(place, network_ms=1) as session:
            others = [Processor.stub(session.orthanc, place / "others", 1, name=f"processor-{number}") for number in range(2, count + 1)]
            cost = work_through(session, files, at_once=4 * count, others=others)
            for other in others:
                other.stop()
        rates[count] = 1e3 / cost.milliseconds
        print(f"    {count} processors without a network, one PACS: {rates[count]:.1f} stills/s; a still {cost}")
    bounds.at_least("four processors beside one: stills a second", rates[4] / rates[1], 0.9, " times")


def claim_milliseconds(orthanc, waiting):
    """Of claim, update and completion of one step while `waiting` others are in the queue."""
    client = Client(orthanc)
    for number in range(waiting + CLAIMS):
        client.send("POST", "", {**ups.step(), "00080018": ups.element("UI", f"2.25.2{waiting:04}{number}")})
    taken = []
    for number in range(CLAIMS):
        began = time.perf_counter()
        claim_and_complete(client, f"2.25.2{waiting:04}{number}")
        taken.append((time.perf_counter() - began) * 1e3)
    return statistics.median(taken)


def check_waiting(bounds, folder):
    taken = {}
    for waiting in WAITING:
        with Orthanc(folder / str(waiting)) as orthanc:
            taken[waiting] = claim_milliseconds(orthanc, waiting)
        print(f"    {waiting} steps waiting: claim, update and completion of one {taken[waiting]:.1f} ms")
    bounds.at_most("claim with 4096 waiting beside 1 waiting", taken[4096] / taken[1], 2, " times")


def check_sizes(bounds, folder):
    costs = {}
    for rows, cols in SIZES:
        place = folder / f"{rows}x{cols}"
        files = phantom_studies.make(place / "files", stills=STILLS, cine_frames=0, size=(rows, cols))
        with Session(place, sonolist={"Rules": RULES}, package=COMPACT) as session:
            costs[rows, cols] = work_through(session, files)
        print(f"    stills of {rows}x{cols}, compact network: {costs[rows, cols]}")
    smallest, largest = SIZES[0], SIZES[-1]
    growth = costs[largest].milliseconds / costs[smallest].milliseconds
    pixels = largest[0] * largest[1] / (smallest[0] * smallest[1])
    bounds.at_most(f"cost of the largest still beside the smallest, of {pixels:.2f} times the pixels", growth, pixels, " times")


def copies(file, count):
    """Of other instances with the same pixels: drawing a cine takes longer than working on it."""
    image, files = pydicom.dcmread(file), []
    for number in range(count):
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[str(file), str(number)])
        files.append(file.with_name(f"copy-{number:02}.dcm"))
        image.save_as(files[-1])
    return files


def check_cines(bounds, folder):
    costs = {}
    for frames in FRAMES:
        place = folder / str(frames)
        (file,) = phantom_studies.make(place / "files", stills=0, cine_frames=frames)
        files = copies(file, CINES if frames > 1 else STILLS)
        with Session(place, sonolist={"Rules": RULES}, package=COMPACT) as session:
            costs[frames] = work_through(session, files, frames)
        print(f"    cines of {frames} frames, compact network, a frame: {costs[frames]}")
    bounds.at_most("a frame of 300 beside a frame of 10", costs[300].milliseconds / costs[10].milliseconds, 1.25, " times")


def main():
    bounds = Bounds()
    parts = {"processors": check_processors, "waiting": check_waiting, "sizes": check_sizes, "cines": check_cines}
    with tempfile.TemporaryDirectory(prefix="sonolist-scale-") as folder:
        for name in sys.argv[1:] or parts:
            parts[name](bounds, Path(folder) / name)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
