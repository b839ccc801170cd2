"""The same job in Python, as the peer of scripts/check peers: pydicom, PyTorch and highdicom with the weights of a package.

Runs in the peers' Python with one JSON object as its argument and answers with one: times of the network alone (eager and
TorchScript) or of whole files (read, crop, network, measure, SEG and TID 1500 report written).
"""

import json
import sys
import time
from pathlib import Path

import highdicom
import numpy
import pydicom
import torch
import torch.nn.functional as F
from highdicom import sr
from highdicom.seg import Segmentation, SegmentDescription
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from tests.interop.network import reference, safetensors_file

MILLIMETRES, SQUARE_MILLIMETRES = Code("mm", "UCUM", "mm"), Code("mm2", "UCUM", "mm2")
MAKER = {"manufacturer": "Peer", "manufacturer_model_name": "peer", "software_versions": "1", "device_serial_number": "1"}


def load(package, size):
    manifest = json.loads((package / "model.json").read_text())
    kind = manifest["architecture"]
    network = reference.Network(kind["type"], kind["encoder"], kind["attention"], kind["attention_placement"], kind["output_stride"],
                                len(manifest["classes"]) + 1)
    weights = safetensors_file.read(package / "weights.safetensors")
    network.load_state_dict({name: weights[reference.our_name(name)] for name in network.state_dict()})
    manifest["input"].update(height=size[0], width=size[1])
    return manifest, network.eval()


def padded(x, stride=32):
    """The reference wants whole cells of the deepest map."""
    rows, cols = x.shape[2:]
    return F.pad(x, (0, -cols % stride, 0, -rows % stride), mode="replicate")


def milliseconds(work, runs):
    work()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return found


def network_times(package, size, runs):
    _, network = load(package, size)
    x = padded(torch.zeros(1, 3, *size), network_stride(package))
    with torch.inference_mode():
        eager = milliseconds(lambda: network(x), runs)
    with torch.no_grad():
        scripted = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(network, x)))
        return {"eager": eager, "torchscript": milliseconds(lambda: scripted(x), runs)}


def network_stride(package):
    return json.loads((package / "model.json").read_text())["architecture"]["output_stride"]


def code(entry):
    return Code(entry["value"], entry["scheme"], entry["meaning"])


class Pipeline:
    def __init__(self, package, size):
        self.manifest, self.network = load(package, size)
        self.stride = network_stride(package)
        self.algorithm = highdicom.AlgorithmIdentificationSequence(
            name=self.manifest["name"], version=self.manifest["version"], family=codes.DCM.ArtificialIntelligence)

    def segment(self, grey):
        wanted = self.manifest["input"]
        x = torch.from_numpy(grey.astype(numpy.float32))[None, None]
        x = F.interpolate(x, size=(wanted["height"], wanted["width"]), mode="bilinear", align_corners=False) / 255
        mean, deviation = (torch.tensor(wanted[name]).reshape(1, 3, 1, 1) for name in ("mean", "std"))
        with torch.inference_mode():
            logits = self.network(padded((x - mean) / deviation, self.stride))[:, :, :wanted["height"], :wanted["width"]]
            logits = logits / torch.tensor(self.manifest.get("temperatures") or [1.0] * logits.shape[1]).reshape(1, -1, 1, 1)
            probabilities = F.interpolate(logits, size=grey.shape, mode="bilinear", align_corners=False).softmax(1)[0]
            return probabilities.argmax(0).numpy().astype(numpy.uint8), probabilities.numpy()

    def run(self, file, folder):
        source = pydicom.dcmread(file)
        region = source.SequenceOfUltrasoundRegions[0]
        box = (slice(region.RegionLocationMinY0, region.RegionLocationMaxY1 + 1), slice(region.RegionLocationMinX0, region.RegionLocationMaxX1 + 1))
        pixels = source.pixel_array
        grey = pixels if pixels.ndim == 2 else pixels @ numpy.array([0.299, 0.587, 0.114])
        labels = numpy.zeros(grey.shape, numpy.uint8)
        labels[box], probabilities = self.segment(grey[box])
        found = [entry for index, entry in enumerate(self.manifest["classes"], start=1) if (labels == index).any()]
        masks = numpy.stack([labels == 1 + self.manifest["classes"].index(entry) for entry in found], -1)[numpy.newaxis].astype(numpy.uint8)
        segmentation = Segmentation(
            source_images=[source], pixel_array=masks, segmentation_type="BINARY",
            segment_descriptions=[self.description(number, entry) for number, entry in enumerate(found, start=1)],
            series_instance_uid=highdicom.UID(), series_number=51, sop_instance_uid=highdicom.UID(), instance_number=1, omit_empty_frames=False, **MAKER)
        spacing = (abs(region.PhysicalDeltaY) * 10, abs(region.PhysicalDeltaX) * 10)
        groups = [self.group(number, entry, labels, probabilities, box, spacing, source, segmentation) for number, entry in enumerate(found, start=1)]
        segmentation.save_as(folder / "seg.dcm")
        self.report(source, segmentation, groups).save_as(folder / "sr.dcm")

    def description(self, number, entry):
        return SegmentDescription(
            segment_number=number, segment_label=entry["label"], segmented_property_category=code(entry["category"]), segmented_property_type=code(entry["type"]),
            algorithm_type="AUTOMATIC", algorithm_identification=self.algorithm, tracking_uid=highdicom.UID(), tracking_id=entry["name"])

    def group(self, number, entry, labels, probabilities, box, spacing, source, segmentation):
        """Seven of the measurements that Sonolist reports, by the plainest way in numpy."""
        index = 1 + self.manifest["classes"].index(entry)
        rows, cols = numpy.nonzero(labels == index)
        probability = probabilities[index]
        inside = probability[labels[box] == index]
        y, x = rows * spacing[0], cols * spacing[1]
        variances = numpy.linalg.eigvalsh(numpy.cov(numpy.stack([y, x]))) if len(rows) > 1 else numpy.zeros(2)
        values = [
            (codes.SCT.Area, rows.size * spacing[0] * spacing[1], SQUARE_MILLIMETRES),
            (Code("103339001", "SCT", "Long axis"), 4 * float(max(variances[1], 0)) ** 0.5, MILLIMETRES),
            (Code("103340004", "SCT", "Short axis"), 4 * float(max(variances[0], 0)) ** 0.5, MILLIMETRES),
            (Code("depth", "99PEER", "Depth of nearest point"), float(y.min()), MILLIMETRES),
            (Code("x", "99PEER", "Centre column"), float(x.mean()), MILLIMETRES),
            (Code("y", "99PEER", "Centre row"), float(y.mean()), MILLIMETRES),
            (Code("probability", "99PEER", "Mean probability"), float(inside.mean()), Code("1", "UCUM", "no units")),
        ]
        return sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=sr.TrackingIdentifier(uid=highdicom.UID(), identifier=entry["name"]),
            referenced_segment=sr.ReferencedSegmentationFrame(
                sop_class_uid=segmentation.SOPClassUID, sop_instance_uid=segmentation.SOPInstanceUID, frame_number=number, segment_number=number,
                source_image=sr.SourceImageForSegmentation(source.SOPClassUID, source.SOPInstanceUID)),
            finding_type=code(entry["type"]), measurements=[sr.Measurement(name=name, value=value, unit=unit) for name, value, unit in values])

    def report(self, source, segmentation, groups):
        observer = sr.ObserverContext(codes.DCM.Device, sr.DeviceObserverIdentifyingAttributes(uid=highdicom.UID(), name="peer"))
        content = sr.MeasurementReport(observation_context=sr.ObservationContext(observer_device_context=observer),
                                       procedure_reported=Code("363679005", "SCT", "Imaging procedure"), imaging_measurements=groups)
        return sr.Comprehensive3DSR(evidence=[source, segmentation], content=content, series_instance_uid=highdicom.UID(), series_number=52,
                                    sop_instance_uid=highdicom.UID(), instance_number=1, manufacturer="Peer")


def file_times(package, size, files, folder):
    pipeline = Pipeline(package, size)
    pipeline.run(files[0], folder)
    found = []
    for file in files:
        start = time.perf_counter()
        pipeline.run(file, folder)
        found.append((time.perf_counter() - start) * 1e3)
    return {"files": found}


def main():
    wanted = json.loads(sys.argv[1])
    torch.set_num_threads(wanted["threads"])
    package, size = Path(wanted["package"]), tuple(wanted["size"])
    if "files" in wanted:
        answer = file_times(package, size, wanted["files"], Path(wanted["folder"]))
    else:
        answer = network_times(package, size, wanted["runs"])
    print(json.dumps({**answer, "torch": torch.__version__, "highdicom": highdicom.__version__}))


if __name__ == "__main__":
    main()
