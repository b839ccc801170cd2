"""The plug-in's page in Chromium: every page and action before canned answers, then before a real chain; weight, speed, axe-core (about 5 minutes)"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pydicom

from tests.browser import driver
from tests.harness import phantom_studies, report, ups_samples, worklist
from tests.harness.bounds import Bounds
from tests.harness.dicom_send import send
from tests.harness.orthanc import Orthanc
from tests.harness.paths import PACKAGE, ROOT
from tests.harness.process import wait_until
from tests.harness.session import Session

CASES = ["size", "empty", "worklist", "study", "audit", "system", "hostile", "trouble", "keyboard", "access"]
PICTURES = ROOT / "build" / "check" / "browser"
CINE_FRAMES = 6
TRANSACTION = "2.25.77"
REASON = "SIMULATED: the image cannot be read"
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")


def unit_tests(bounds):
    folder = ROOT / "plugin" / "web" / "tests"
    result = subprocess.run(["node", "--test", *sorted(folder.glob("*.test.mjs"))], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    passed = next((line.split()[-1] for line in result.stdout.splitlines() if line.split()[1:2] == ["pass"]), "0")
    bounds.true("unit tests of the page's logic", result.returncode == 0 and int(passed) > 0, f"{passed} passed")
    if result.returncode != 0:
        print(result.stdout[-3000:])


def headers_of(orthanc, path="/sonolist/app/"):
    _, headers, _ = orthanc.request("GET", path)
    return {name: headers[name] for name in HEADERS}


def spots_of(outcome):
    """[{"label", "colour", "frame", "x", "y"}]: for each frame and segment a pixel deep inside that segment and in no other, unpacked from the
    SEG by pydicom and numpy; and the pixels of all segments of each frame together."""
    segmentation = report.read(outcome.seg)
    labels = {int(one.SegmentNumber): str(one.SegmentLabel) for one in segmentation.SegmentSequence}
    by_frame = {}
    for mask, number, frame in report.masks_of(segmentation):
        by_frame.setdefault(frame or 1, {})[int(number)] = mask
    spots, covered = [], {}
    for frame, masks in sorted(by_frame.items()):
        together = sum(mask.astype(int) for mask in masks.values())
        covered[frame] = int((together > 0).sum())
        for number, mask in masks.items():
            inside = mask & (together == 1)
            inner = inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
            rows, columns = inner.nonzero()
            if rows.size:
                middle = rows.size // 2
                spots.append({"label": labels[number], "frame": frame, "x": int(columns[middle]) + 1, "y": int(rows[middle]) + 1})
    return spots, covered


def fail_for_good(orthanc, uid):
    """As a performer that cannot read the image."""
    root = f"/dicom-web/workitems/{uid}"
    reason = {"00081195": ups_samples.element("UI", TRANSACTION), "00741002": ups_samples.element("SQ", {
        "00741238": ups_samples.element("LT", REASON), "0074100E": ups_samples.element("SQ", ups_samples.code("INPUT", "99SONOLIST", "Unsuitable input"))})}
    for method, path, body in (("PUT", f"{root}/state", ups_samples.state("IN PROGRESS", TRANSACTION)), ("POST", root, reason),
                               ("PUT", f"{root}/state", ups_samples.state("CANCELED", TRANSACTION))):
        status, _, answer = orthanc.request(method, path, [body], {"Content-Type": "application/dicom+json"})
        if status != 200:
            raise RuntimeError(f"{method} {path}: HTTP {status} {answer[:300]!r}")


def dead_letter(session, file):
    """An image whose step fails for good while the processor is away."""
    session.processor.stop()
    known = {worklist.value(item, "00080018") for item in session.worklist.all()}
    send(session.orthanc, [file])

    def fresh():
        return [item for item in session.worklist.all() if worklist.value(item, "00080018") not in known]

    (item,) = wait_until(fresh, "the step of the image")
    fail_for_good(session.orthanc, worklist.value(item, "00080018"))


def colours_of_package():
    return {one["label"]: one["colour_rgb"] for one in json.loads((PACKAGE / "model.json").read_text())["classes"]}


def study_of(file):
    return str(pydicom.dcmread(file, stop_before_pixels=True).StudyInstanceUID)


def other_kinds(bounds, folder, outcome, study, headers):
    """The same cine as probabilities, as labels, and compressed: structures at the same places."""
    for kind, compression in (("FRACTIONAL", "rle"), ("LABELMAP", "deflated"), ("FRACTIONAL", "none")):
        name = f"{kind.lower()}-{compression}"
        with Session(folder / name, processor={"Outputs": {"SegmentationType": kind, "Compression": compression}}) as session:
            (other,) = session.process([outcome.file])
            bounds.true(f"{name}: processed", other.state == "COMPLETED", f"{other.state} {other.reason}")
            site = {"url": session.orthanc.url, "user": session.orthanc.user, "password": session.orthanc.password,
                    "studies": [{**study, "name": name, "covered": {}}], "colours": colours_of_package()}
            driver.hand_on(bounds, driver.run(["real_study"], PICTURES, headers, folder, site))


def real_chain(bounds, folder):
    still, extra, cine = phantom_studies.make(folder / "phantom", stills=2, cine_frames=CINE_FRAMES)
    with Session(folder / "session", sonolist={"PackageFolders": [str(PACKAGE.parent)]}) as session:
        headers = headers_of(session.orthanc)
        site = {"url": session.orthanc.url, "user": session.orthanc.user, "password": session.orthanc.password, "reason": REASON}
        steps = driver.run(["real_worklist"], PICTURES, headers, folder, {**site, "waits": True})
        # The page is open before the images come: what it shows of them, it has heard of by itself.
        first = next(steps)
        driver.hand_on(bounds, [first])
        outcomes = dict(zip(("still", "cine"), session.process([still, cine])))
        for name, outcome in outcomes.items():
            bounds.true(f"{name}: processed", outcome.seg and outcome.sr, f"{outcome.state} {outcome.reason}")
        driver.hand_on(bounds, steps)
        studies = []
        for name, outcome in outcomes.items():
            spots, covered = spots_of(outcome)
            studies.append({"name": name, "study": study_of(outcome.file), "image": outcome.sop_instance_uid, "spots": spots, "covered": covered,
                            "area": [group["measurements"]["Area"][0] for group in outcome.groups]})
        driver.hand_on(bounds, driver.run(["real_study"], PICTURES, headers, folder, {**site, "studies": studies, "colours": colours_of_package()}))
        other_kinds(bounds, folder, outcomes["cine"], studies[1], headers)
        dead_letter(session, extra)
        lines = driver.run(["real_requeue"], PICTURES, headers, folder, site)
        driver.hand_on(bounds, [next(lines)])
        session.processor.start()
        driver.hand_on(bounds, lines)
    return headers


def main():
    bounds = Bounds()
    wanted = sys.argv[1:] or [*CASES, "real"]
    if not sys.argv[1:]:
        shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    unit_tests(bounds)
    with tempfile.TemporaryDirectory(prefix="sonolist-browser-") as temporary:
        folder = Path(temporary)
        with Orthanc(folder / "pacs") as orthanc:
            headers = headers_of(orthanc)
        cases = [name for name in wanted if name != "real"]
        if cases:
            driver.hand_on(bounds, driver.run(cases, PICTURES, headers, folder))
        if "real" in wanted:
            real_chain(bounds, folder)
    print(f"  pictures: {PICTURES.relative_to(ROOT)}/*.png")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
