"""Runs the demo on the built tree; scripts/demo installs and builds first."""

import argparse
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pydicom

from tests.harness import paths, phantom_studies
from tests.harness.session import Session

VIEWER = paths.ROOT / "build" / "viewer"


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/demo", description="Ultrasound images in, DICOM SEG and Structured Report out: on a real Orthanc "
        "with the Sonolist plug-in and one processor, in a temporary store. RESEARCH use only.")
    parser.add_argument("inputs", nargs="*", type=Path, help="DICOM files or folders to send besides the simulated ones")
    parser.add_argument("--once", action="store_true", help="verify and exit with a status instead of staying up")
    parser.add_argument("--stills", type=int, default=3, help="number of simulated stills (default: 3)")
    parser.add_argument("--cine-frames", type=int, default=12, help="frames of the simulated cine, 0 for none (default: 12)")
    parser.add_argument("--viewer", action="store_true", help="also a full viewer (OHIF) under the plug-in's root, fetched by npm")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for store, logs and overlays (default: temporary)")
    return parser.parse_args()


def dicom_files(inputs):
    """All DICOM files below the inputs; what is none is named and left out."""
    found = []
    for path in inputs:
        if not path.exists():
            sys.exit(f"scripts/demo: {path}: no such file or folder")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file():
                continue
            try:
                header = pydicom.dcmread(file, stop_before_pixels=True)
                if "SOPInstanceUID" not in header:
                    raise ValueError("no SOP Instance UID")
                found.append(file)
            except Exception as error:  # pydicom raises many kinds for what is no DICOM file
                print(f"  not sent, no DICOM image: {file} ({error})")
    return found


class ProgressBar:
    """One line that is redrawn on a terminal; a line per change elsewhere."""

    def __init__(self):
        self.last = ""

    def __call__(self, total, states, progress):
        done = sum(state in ("COMPLETED", "CANCELED", "SKIPPED") for state in states.values())
        part = sum(percent for uid, (percent, _) in progress.items() if states[uid] == "IN PROGRESS") / 100.0
        width = 30
        filled = int(width * min(1.0, (done + part) / max(1, total)))
        running = [text for uid, (_, text) in progress.items() if states[uid] == "IN PROGRESS" and text]
        line = f"  [{'#' * filled}{'.' * (width - filled)}] {done}/{total} images  {running[0] if running else ''}"
        if line != self.last:
            print(("\r\033[K" if sys.stdout.isatty() else "") + line, end="" if sys.stdout.isatty() else "\n", flush=True)
            self.last = line

    def end(self):
        if sys.stdout.isatty():
            print()


def figure(measurements, wanted):
    """The measurement of that name, with its unit."""
    for name, (value, unit) in measurements.items():
        if name == wanted:
            return f"{value:.2f} {unit if unit != '1' else ''}".rstrip() if value is not None else "-"
    return "-"


def show(outcome, overlays):
    print(f"\n{Path(outcome.file).name}: {outcome.state}" + (f" ({outcome.reason})" if outcome.reason else ""))
    if outcome.state != "COMPLETED":
        return
    print(f"  latency stored -> SR stored: {outcome.latency_s * 1000:.0f} ms")
    print(f"  SEG {outcome.seg_uid or 'none: no structure found'}\n  SR  {outcome.sr_uid}")
    if outcome.groups:
        print(f"  {'structure':<22}{'area':>18}{'depth of centre':>20}{'mean probability':>18}")
    for group in outcome.groups:
        measured = group["measurements"]
        print(f"  {group['finding']:<22}{figure(measured, 'Area'):>18}{figure(measured, 'Depth (Mean)'):>20}"
              f"{figure(measured, 'Probability (Mean)'):>18}")
    overlay = overlays / f"{outcome.sop_instance_uid}.png"
    if overlay.exists():
        print(f"  overlay {overlay}")


def verify(outcomes, simulated):
    """Sentences on what is wrong; empty when everything is as it must be."""
    wrong = []
    for outcome in outcomes:
        name = Path(outcome.file).name
        if outcome.state == "COMPLETED" and not outcome.sr:
            wrong.append(f"{name}: completed without a report")
        if outcome.state in ("CANCELED", "SKIPPED") and not outcome.reason:
            wrong.append(f"{name}: {outcome.state} without a reason")
        if outcome.file in simulated and not (outcome.state == "COMPLETED" and outcome.seg and outcome.sr):
            wrong.append(f"{name}: a simulated image must end with SEG and SR, but is {outcome.state}")
    return wrong


def viewer_links(orthanc, outcomes):
    """One for each study that has a SEG."""
    studies = [str(pydicom.dcmread(outcome.file, stop_before_pixels=True).StudyInstanceUID) for outcome in outcomes if outcome.seg]
    return [f"{orthanc.url}/sonolist/viewer/viewer?StudyInstanceUIDs={study}" for study in dict.fromkeys(studies)]


def main():
    options = arguments()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="sonolist-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    overlays = folder / "overlays"
    overlays.mkdir(exist_ok=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        extra = dicom_files(options.inputs)
        print("Drawing simulated examinations")
        simulated = [str(file) for file in phantom_studies.make(folder / "phantom", options.stills, options.cine_frames)]
        print("Starting Orthanc and the processor")
        sonolist = {"Viewer": {"Folder": str(VIEWER)}} if options.viewer else None
        with Session(folder, sonolist, processor_arguments=["--overlays", overlays]) as session:
            print(f"Sending {len(simulated) + len(extra)} images by C-STORE")
            bar = ProgressBar()
            outcomes = session.process([*simulated, *extra], progress=bar)
            bar.end()
            for outcome in outcomes:
                show(outcome, overlays)
            wrong = verify(outcomes, simulated)
            stills = [outcome.latency_s for outcome in outcomes if outcome.file in simulated and "still" in outcome.file]
            if stills:
                print(f"\nLatency of a still, stored -> SR stored: best {min(stills) * 1000:.0f} ms, "
                      f"worst {max(stills) * 1000:.0f} ms (several are sent at once; scripts/check latency measures one alone)")
            for sentence in wrong:
                print(f"WRONG: {sentence}")
            print(f"{len(outcomes)} images: " + ", ".join(
                f"{sum(outcome.state == state for outcome in outcomes)} {state}" for state in ("COMPLETED", "CANCELED", "SKIPPED")))
            print("RESEARCH use only: the network was trained on simulated images.")
            if not options.once and not stop.is_set():
                orthanc = session.orthanc
                print(f"\nOpen (user {orthanc.user}, password {orthanc.password}):\n"
                      f"  Orthanc           {orthanc.url}/app/explorer.html\n"
                      f"  Sonolist status   {orthanc.url}/sonolist/app/\n"
                      f"  Worklist (UPS-RS) {orthanc.dicomweb}/workitems\n"
                      f"  send images to    AE title SONOLIST, 127.0.0.1 port {orthanc.dicom_port}\n"
                      f"Files are in {folder}. Ctrl-C ends.")
                if options.viewer:
                    print("In the viewer, double-click the SEG at the left and answer Yes to see it over the ultrasound:")
                    for link in viewer_links(orthanc, outcomes):
                        print(f"  {link}")
                stop.wait()
            return 1 if wrong else 0
    finally:
        if options.once and not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
