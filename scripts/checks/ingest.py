"""cost of the plug-in for C-STORE: time of 400 images with and without it, at most 1.02 times (about 5 minutes)"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from tests.harness import paths
from tests.harness.backlog import cpu_seconds
from tests.harness.bounds import Bounds
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until

# 400 images a round for each PACS, as 25 examinations; each file is sent with ever new instance UIDs.
EXAMINATIONS, FILES, REPEATS = 25, 8, 2
IMAGES = EXAMINATIONS * FILES * REPEATS
ROWS, COLUMNS = 600, 800
US_IMAGE = "1.2.840.10008.5.1.4.1.1.6.1"


def make_image(file, number):
    """A SIMULATED still that the default rule selects: RGB speckle."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = US_IMAGE, ExplicitVRLittleEndian
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["ingest", str(number)])
    image = FileDataset(str(file), {}, file_meta=meta, preamble=b"\0" * 128)
    image.is_little_endian, image.is_implicit_VR = True, False
    image.SOPClassUID, image.SOPInstanceUID, image.Modality = US_IMAGE, meta.MediaStorageSOPInstanceUID, "US"
    image.PatientName, image.PatientID, image.PatientBirthDate, image.PatientSex = "Phantom^Ingest", "SIM-INGEST", "", "O"
    image.StudyInstanceUID = generate_uid(entropy_srcs=["ingest study"])
    image.SeriesInstanceUID = generate_uid(entropy_srcs=["ingest series"])
    image.StudyDate, image.StudyTime, image.StudyID, image.AccessionNumber, image.SeriesNumber = "20260101", "120000", "1", "", 1
    image.ReferringPhysicianName, image.InstanceNumber, image.Manufacturer = "", number, "SIMULATED"
    image.ImageType = ["ORIGINAL", "PRIMARY"]
    image.SamplesPerPixel, image.PhotometricInterpretation, image.PlanarConfiguration = 3, "RGB", 0
    image.Rows, image.Columns, image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = ROWS, COLUMNS, 8, 8, 7, 0
    pixels = numpy.random.default_rng(number).integers(0, 256, (ROWS, COLUMNS, 1), dtype=numpy.uint8)
    image.PixelData = numpy.repeat(pixels, 3, axis=2).tobytes()
    image.save_as(file)
    return file


def send_examination(orthanc, files):
    """Seconds for an examination over one association."""
    command = ["storescu", "-xe", "+II", "--repeat", str(REPEATS), "-aec", "SONOLIST", "127.0.0.1", str(orthanc.dicom_port), *map(str, files)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "TCP_NODELAY": "1"})
    return time.perf_counter() - begin


class Pair:
    """Two fresh Orthancs on the same disk, one with our plug-in, and what the images cost each. They are sent to in turn, examination by
    examination: what else the machine and its disk do comes and goes in seconds and meets both."""

    def __init__(self, folder, files):
        self.files = files
        ours = [str(paths.DICOMWEB_PLUGIN), str(paths.PLUGIN)]
        with Orthanc(Path(folder) / "with", options={"Plugins": ours}) as self.ours, \
             Orthanc(Path(folder) / "without", options={"Plugins": ours[:1]}) as self.bare:
            before = [cpu_seconds(orthanc.process.pid) for orthanc in (self.ours, self.bare)]
            self.seconds = self.send_in_turn()
            self.wait_until_done()
            after = [cpu_seconds(orthanc.process.pid) for orthanc in (self.ours, self.bare)]
            self.loads = [end - begin for begin, end in zip(before, after)]

    def send_in_turn(self):
        """[seconds with, seconds without]"""
        seconds = [0.0, 0.0]
        for examination in range(EXAMINATIONS):
            order = (0, 1) if examination % 2 else (1, 0)
            for which in order:
                seconds[which] += send_examination((self.ours, self.bare)[which], self.files)
        return seconds

    def wait_until_done(self):
        for orthanc in (self.ours, self.bare):
            stored = orthanc.get("/statistics")["CountInstances"]
            if stored != IMAGES:
                raise RuntimeError(f"a PACS holds {stored} of {IMAGES} images")
        wait_until(lambda: self.ours.get("/sonolist/status")["images"].get("queued") == IMAGES, "a workitem for each image")


def measure(files):
    with tempfile.TemporaryDirectory(prefix="sonolist-ingest-") as folder:
        return Pair(folder, files)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=15)
    rounds = arguments.parse_args().rounds
    bounds = Bounds()
    pairs = []
    with tempfile.TemporaryDirectory(prefix="sonolist-ingest-") as folder:
        files = [make_image(Path(folder) / f"{number}.dcm", number) for number in range(FILES)]
        size = files[0].stat().st_size
        measure(files)  # fills the caches of the disk
        for number in range(rounds):
            pairs.append(measure(files))
            ours, bare = pairs[-1].seconds
            print(f"  round {number + 1:2}: {bare:.3f} s without, {ours:.3f} s with, ratio {ours / bare:.3f}", flush=True)
    for which, name in ((1, "without"), (0, "with")):
        median = statistics.median(pair.seconds[which] for pair in pairs)
        load = statistics.median(pair.loads[which] for pair in pairs)
        print(f"  {name}: median {median:.3f} s = {IMAGES / median:.0f} images/s, {IMAGES * size / median / 1e6:.0f} MB/s, "
              f"{1000 * load / IMAGES:.2f} ms of processor time per image")
    ratios = [pair.seconds[0] / pair.seconds[1] for pair in pairs]
    print(f"  ratio: {min(ratios):.3f} to {max(ratios):.3f}, standard deviation {statistics.pstdev(ratios):.3f}; {IMAGES} images of {size} bytes on {os.cpu_count()} cores")
    bounds.at_most("median of the rounds' ratios with/without the plug-in", statistics.median(ratios), 1.02)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
