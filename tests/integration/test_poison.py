"""An image that ends the processor does so twice; then it is quarantined, and the others are done."""

import subprocess

import pydicom
import pytest

from tests.harness import paths, worklist
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import Session

pytestmark = pytest.mark.processor

SETTINGS = {"sonolist": {"LeaseSeconds": 2, "RetryDelaySeconds": 1, "MaximumAttempts": 4}, "processor": {"HeartbeatSeconds": 1}}


def deadly(still, file):
    """A copy whose ultrasound region begins with a red pixel, on which the stub's network aborts."""
    image = pydicom.dcmread(still)
    region = image.SequenceOfUltrasoundRegions[0]
    pixels = image.pixel_array
    if pixels.ndim == 2:
        pixels = pixels[:, :, None].repeat(3, axis=2)
        image.SamplesPerPixel, image.PhotometricInterpretation, image.PlanarConfiguration = 3, "RGB", 0
    pixels[region.RegionLocationMinY0, region.RegionLocationMinX0] = (255, 0, 0)
    image.PixelData = pixels.tobytes()
    image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = "2.25.987654321"
    image.save_as(file)
    return file


def test_deadly_image_is_quarantined_and_the_others_complete(tmp_path, stills):
    files = [deadly(stills[0], tmp_path / "deadly.dcm"), *stills[1:4]]
    uids = [str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID) for file in files]
    with Session(tmp_path / "session", network_ms=1, **SETTINGS) as session:
        processor, ends = session.processor, 0
        send(session.orthanc, files)

        def all_ended():
            nonlocal ends
            if not processor.process.running():  # what a supervisor does
                ends += 1
                processor.process.start()
            latest = session.worklist.latest_by_source()
            ended = all(uid in latest and worklist.value(latest[uid], worklist.STATE) in worklist.FINAL for uid in uids)
            return latest if ended else None

        latest = wait_until(all_ended, "the end of every image", 120, interval=0.1)
        assert ends == 2
        states = [worklist.value(latest[uid], worklist.STATE) for uid in uids]
        assert states == ["CANCELED", "COMPLETED", "COMPLETED", "COMPLETED"]
        assert "quarantine" in worklist.reason_of(latest[uids[0]])
        config = processor.process.command[2]
        listed = subprocess.run([paths.STUB_PROCESSOR, "--config", config, "--quarantine", "list"], check=True, stdout=subprocess.PIPE, text=True)
        assert uids[0] in listed.stdout and "quarantine" in listed.stdout
        assert processor.stop() == 0
        subprocess.run([paths.STUB_PROCESSOR, "--config", config, "--quarantine", "clear"], check=True)
        listed = subprocess.run([paths.STUB_PROCESSOR, "--config", config, "--quarantine", "list"], check=True, stdout=subprocess.PIPE, text=True)
        assert listed.stdout == ""
