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
from tests.harness.bounds import Bounds
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until

IMAGES, FILES = 400, 8  # each file is sent with ever new instance UIDs
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


def send_all(orthanc, files):
    """Seconds for all images over one association."""
    command = ["storescu", "-xe", "+II", "--repeat", str(IMAGES // FILES), "-aec", "SONOLIST", "127.0.0.1", str(orthanc.dicom_port),
               *map(str, files)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "TCP_NODELAY": "1"})
    return time.perf_counter() - begin


def processor_seconds(process):
    """User and system time of a process so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(files, with_sonolist):
    """(seconds, seconds of processor time of Orthanc until all is done) in a fresh Orthanc."""
    plugins = [str(paths.DICOMWEB_PLUGIN), *([str(paths.PLUGIN)] if with_sonolist else [])]
    with tempfile.TemporaryDirectory(prefix="sonolist-ingest-") as store, Orthanc(store, options={"Plugins": plugins}) as orthanc:
        before = processor_seconds(orthanc.process)
        seconds = send_all(orthanc, files)
        stored = orthanc.get("/statistics")["CountInstances"]
        if stored != IMAGES:
            raise RuntimeError(f"the PACS holds {stored} of {IMAGES} images")
        if with_sonolist:
            wait_until(lambda: orthanc.get("/sonolist/status")["images"].get("queued") == IMAGES, "a workitem for each image")
        return seconds, processor_seconds(orthanc.process) - before


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=15)
    rounds = arguments.parse_args().rounds
    bounds = Bounds()
    ratios, times, loads = [], {True: [], False: []}, {True: [], False: []}
    with tempfile.TemporaryDirectory(prefix="sonolist-ingest-") as folder:
        files = [make_image(Path(folder) / f"{number}.dcm", number) for number in range(FILES)]
        size = files[0].stat().st_size
        measure(files, True)  # fills the caches of the disk
        for number in range(rounds):
            order = (True, False) if number % 2 else (False, True)
            for with_sonolist in order:
                seconds, load = measure(files, with_sonolist)
                times[with_sonolist].append(seconds)
                loads[with_sonolist].append(load)
            ratios.append(times[True][-1] / times[False][-1])
            print(f"  round {number + 1:2}: {times[False][-1]:.3f} s without, {times[True][-1]:.3f} s with, ratio {ratios[-1]:.3f}", flush=True)
    for with_sonolist, name in ((False, "without"), (True, "with")):
        median = statistics.median(times[with_sonolist])
        print(f"  {name}: median {median:.3f} s = {IMAGES / median:.0f} images/s, {IMAGES * size / median / 1e6:.0f} MB/s, "
              f"{1000 * statistics.median(loads[with_sonolist]) / IMAGES:.2f} ms of processor time per image")
    print(f"  ratio: {min(ratios):.3f} to {max(ratios):.3f}, standard deviation {statistics.pstdev(ratios):.3f}; {IMAGES} images of {size} bytes on {os.cpu_count()} cores")
    bounds.at_most("median of the rounds' ratios with/without the plug-in", statistics.median(ratios), 1.02)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
