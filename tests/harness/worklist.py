"""The worklist seen from outside, by UPS-RS search only."""

import json

STATE, REPLACED, SOP, INPUTS = "00741000", "00741224", "00080018", "00404021"
FINAL = ("COMPLETED", "CANCELED")


def value(dataset, tag, default=None):
    values = dataset.get(tag, {}).get("Value", [])
    return values[0] if values else default


def items(dataset, tag):
    return dataset.get(tag, {}).get("Value", [])


def source_of(workitem):
    for information in items(workitem, INPUTS):
        for reference in items(information, "00081199"):
            return value(reference, "00081155")
    return None


def outputs_of(workitem):
    """[(SOP class, SOP instance UID)]"""
    found = []
    for performed in items(workitem, "00741216"):
        for information in items(performed, "00404033"):
            for reference in items(information, "00081199"):
                found.append((value(reference, "00081150"), value(reference, "00081155")))
    return found


def reason_of(workitem):
    for progress in items(workitem, "00741002"):
        text = value(progress, "00741238")
        if text:
            return text
        for code in items(progress, "0074100E"):
            return value(code, "00080104")
    return ""


def progress_of(workitem):
    for progress in items(workitem, "00741002"):
        return float(value(progress, "00741004", 0) or 0), value(progress, "00741006", "") or ""
    return 0.0, ""


class Worklist:
    def __init__(self, orthanc):
        self.orthanc = orthanc

    def all(self):
        found, page = [], 200
        while True:
            status, _, body = self.orthanc.request(
                "GET", f"/dicom-web/workitems?includefield=all&limit={page}&offset={len(found)}")
            if status == 204:
                return found
            if status not in (200, 206):
                raise RuntimeError(f"worklist search: HTTP {status} {body[:300]!r}")
            answers = json.loads(body)
            found += answers
            if len(answers) < page:
                return found

    def latest_by_source(self):
        """For each source image the workitem that nothing has replaced."""
        workitems = self.all()
        replaced = {value(item, "00081155") for workitem in workitems for item in items(workitem, REPLACED)}
        return {source_of(workitem): workitem for workitem in workitems if value(workitem, SOP) not in replaced}
