"""SIMULATED anterior sciatic examinations as ultrasound DICOM files, made with the project's own tools."""

import json
import subprocess
import uuid
from pathlib import Path

from . import paths

# Invented names; a Chinese one in UTF-8 belongs to every demo.
PATIENTS = [("Zhang^San=张^三", "SIM-0001"), ("Li^Si=李^四", "SIM-0002"), ("Phantom^Paula", "SIM-0003")]
BORDER = 40  # pixels of black around the ultrasound region, as an ultrasound machine's screen has


def run(*command):
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{result.stdout[-2000:]}")


def uid(name):
    """Stable UIDs: the same examination is the same object in every run."""
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, 'sonolist simulated ' + name).int}"


def make(folder, stills=3, cine_frames=12, size=(480, 640), first_seed=9001, border=BORDER):
    """Draws the examinations and returns the DICOM files: still-NN.dcm, cine.dcm."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    if stills:
        drawn = draw(folder / "stills", stills, first_seed, size)
        for number, frames in enumerate(drawn, start=1):
            files.append(wrap(folder / f"still-{number:02}.dcm", frames, f"still {first_seed + number - 1} {size}", number, border))
    if cine_frames:
        (frames,) = draw(folder / "cine", 1, first_seed - 1, size, cine_frames)
        files.append(wrap(folder / "cine.dcm", frames, f"cine {first_seed - 1} {size} {cine_frames}", 1, border))
    return files


def draw(folder, count, seed, size, cine_frames=0):
    """[(mm per pixel, [PNG of each frame])] per phantom."""
    command = [paths.MODEL_TOOL, "phantom", "--count", count, "--seed", seed, "--size", f"{size[0]}x{size[1]}", "--out", folder]
    run(*command, *(["--cine", cine_frames] if cine_frames else []))
    drawn = []
    for description in sorted(folder.glob("*.json")):
        said = json.loads(description.read_text())
        pictures = sorted((folder / "images").glob(f"{description.stem}*.png"))
        drawn.append((said["mm_per_pixel"], pictures))
    return drawn


def wrap(file, phantom, name, number, border):
    mm_per_pixel, frames = phantom
    patient, identifier = PATIENTS[number % len(PATIENTS)]
    run(paths.DICOM_TOOL, "wrap", "--frames", *frames, "--out", file, "--mm-per-pixel", mm_per_pixel, "--border", border,
        "--patient-name", patient, "--patient-id", identifier, "--study-uid", uid("study " + name),
        "--series-uid", uid("series " + name), "--instance-uid", uid("instance " + name),
        "--description", "SIMULATED anterior sciatic block", *(["--frame-time-ms", 50] if len(frames) > 1 else []))
    return file
