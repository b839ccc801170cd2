"""What the audit must know of a PACS and its worklist, computed anew from what they hold."""

import dataclasses
import io

import pydicom

from tests.harness import report, worklist

from . import report_reader

REPORTS, SEGMENTATIONS = "1.2.840.10008.5.1.4.1.1.88.", "1.2.840.10008.5.1.4.1.1.66."
SCANNER = {"modality": "Modality", "manufacturer": "Manufacturer", "scannerModel": "ManufacturerModelName", "station": "StationName"}
NOTHING = {"structure": None, "laterality": None, "model": "", "modelVersion": "", "weights": "", "producer": "", "group": 1,
           "trackingUid": "", "segmentationUid": "", "segment": None, "measurements": []}


@dataclasses.dataclass
class Truth:
    results: list = dataclasses.field(default_factory=list)  # as GET results shows them, in no order
    images: dict = dataclasses.field(default_factory=dict)   # SOP Instance UID: row of the intake, {"outcome", "reason", "seen", "id"}
    digests: dict = dataclasses.field(default_factory=dict)  # SOP Instance UID of a report: SHA-256 of its file
    segmentations: dict = dataclasses.field(default_factory=dict)  # SOP Instance UID: (image, whether it is ours)
    workitems: list = dataclasses.field(default_factory=list)
    events: dict = dataclasses.field(default_factory=dict)   # UID of a workitem: events, the oldest first

    def records(self):
        """One result of each report, comparison, failure and image."""
        return list({(result["kind"], result["sopInstanceUid"]): result for result in self.results}.values())


def iso(dt):
    """20260301120000.000000+0000 as the audit writes it."""
    return f"{dt[:4]}-{dt[4:6]}-{dt[6:8]}T{dt[8:10]}:{dt[10:12]}:{dt[12:21]}Z"


def scanner_of(image):
    return {name: str(image.get(keyword, "")) if image is not None else "" for name, keyword in SCANNER.items()}


def read_pacs(orthanc):
    """{Orthanc id: (bytes, header)}; the header of what pydicom cannot read is None."""
    held = {}
    for identifier in orthanc.get("/instances"):
        part10 = orthanc.file(identifier)
        try:
            held[identifier] = part10, pydicom.dcmread(io.BytesIO(part10), stop_before_pixels=True)
        except Exception:
            held[identifier] = part10, None
    return held


def read_events(orthanc):
    events, last = {}, 0
    while page := orthanc.get(f"/sonolist/events?since={last}&limit=1000"):
        for event in page:
            state = event["content"].get(worklist.STATE, {}).get("Value", [""])[0]
            events.setdefault(event["uid"], []).append(
                {"id": event["id"], "time": iso(event["time"]), "type": event["type"], "state": state})
        last = page[-1]["id"]
    return events


def failures(truth, asked_to_stop):
    """A step CANCELED for good is a failure, unless somebody asked for it."""
    replaced = {worklist.value(item, "00081155") for workitem in truth.workitems for item in worklist.items(workitem, worklist.REPLACED)}
    for workitem in truth.workitems:
        uid, source = worklist.value(workitem, worklist.SOP), worklist.source_of(workitem)
        if worklist.value(workitem, worklist.STATE) != "CANCELED" or uid in replaced or source in asked_to_stop:
            continue
        (progress,) = worklist.items(workitem, "00741002")
        codes = [worklist.value(entry, "00080100") for entry in worklist.items(progress, "0074100E")]
        ended = [event["time"] for event in truth.events[uid] if event["state"] == "CANCELED"]
        yield {**NOTHING, "kind": "failure", "time": ended[-1], "outcome": "failed",
               "reason": f"{codes[1]}: {worklist.value(progress, '00741238')}", "model": parameter(workitem, "MODEL"),
               "modelVersion": parameter(workitem, "MODELVERSION"), "patientId": worklist.value(workitem, "00100020", ""),
               "accessionNumber": accession_of(workitem), "studyInstanceUid": worklist.value(workitem, "0020000D", ""), "studyDate": "",
               "sopInstanceUid": uid, "sourceSopInstanceUid": source, **scanner_of(None)}


def parameter(workitem, name):
    for item in worklist.items(workitem, "00741210"):
        if worklist.value(worklist.items(item, "0040A043")[0], "00080100") == name:
            return worklist.value(item, "0040A160", "")
    return ""


def accession_of(workitem):
    for request in worklist.items(workitem, "0040A370"):
        return worklist.value(request, "00080050", "")
    return ""


def skipped_result(image, row):
    return {**NOTHING, "kind": "skipped", "time": row["seen"], "outcome": "skipped", "reason": row["reason"],
            "patientId": str(image.PatientID), "accessionNumber": str(image.get("AccessionNumber", "")),
            "studyInstanceUid": str(image.StudyInstanceUID), "studyDate": str(image.get("StudyDate", "")),
            "sopInstanceUid": str(image.SOPInstanceUID), "sourceSopInstanceUid": str(image.SOPInstanceUID), **scanner_of(image)}


def report_results(read, by_uid):
    scanner = scanner_of(by_uid.get(read["head"]["sourceSopInstanceUid"], (None, None))[1])
    for number, result in enumerate(read["results"], start=1):
        yield {**read["head"], **scanner, **result, "group": number}


def use_one_meaning(results):
    """Writers spell the meaning of one code differently: the first in the alphabet is shown for all."""
    least = {}
    for result in results:
        if result["structure"]:
            key = report_reader.pair(result["structure"])
            least[key] = min(least.get(key, result["structure"]["meaning"]), result["structure"]["meaning"])
    for result in results:
        if result["structure"]:
            result["structure"] = {**result["structure"], "meaning": least[report_reader.pair(result["structure"])]}


def compute(orthanc, asked_to_stop=()):
    """`asked_to_stop`: SOP Instance UIDs of images whose steps somebody wanted canceled."""
    truth = Truth(workitems=worklist.Worklist(orthanc).all(), events=read_events(orthanc))
    held = read_pacs(orthanc)
    by_uid = {str(header.SOPInstanceUID): (part10, header) for part10, header in held.values() if header is not None}
    rows = {row["id"]: row for row in orthanc.get("/sonolist/skipped?limit=1000")}
    for identifier, (part10, header) in held.items():
        if header is None:
            continue
        sop_class, uid = str(header.SOPClassUID), str(header.SOPInstanceUID)
        row = rows.get(identifier)
        truth.images[uid] = {"id": identifier, "outcome": "queued", "reason": None, "seen": None}
        if row:
            row["seen"] = iso(row["seen"])
            truth.images[uid].update({key: row[key] for key in ("outcome", "reason", "seen")})
        if sop_class.startswith(SEGMENTATIONS):
            truth.segmentations[uid] = report.source_of(header), header.Manufacturer == "Sonolist"
        elif sop_class.startswith(REPORTS):
            try:
                read = report_reader.read(part10)
            except report_reader.NoReport:
                continue
            truth.digests[uid] = read["sha256"]
            truth.results += report_results(read, by_uid)
        elif row and row["outcome"] in ("skipped", "failed"):
            truth.results.append(skipped_result(header, row))
    truth.results += failures(truth, asked_to_stop)
    use_one_meaning(truth.results)
    return truth
