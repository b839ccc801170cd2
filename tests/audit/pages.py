"""Pages and forms of the results: the same lines in every order, length and form, also while the PACS changes."""

import csv
import io
import json
import urllib.parse


class Results:
    """Asks an Orthanc for results."""

    def __init__(self, orthanc):
        self.orthanc = orthanc

    def page(self, query, headers=None):
        """(status, headers, body bytes)"""
        return self.orthanc.request("GET", "/sonolist/audit/results?" + urllib.parse.urlencode(query), headers=headers)

    def json(self, query):
        status, _, body = self.page(query)
        if status != 200:
            raise RuntimeError(f"results {query}: HTTP {status} {body[:300]!r}")
        return json.loads(body)

    def pages(self, query, between=lambda: None):
        """Every page to the end; `between` runs after each."""
        cursor = []
        while True:
            page = self.json([*query, *cursor])
            yield page["results"]
            if page["next"] is None:
                return
            cursor = [("cursor", page["next"])]
            between()

    def walk(self, query, **more):
        return [result for page in self.pages(query, **more) for result in page]


CSV_COLUMNS = ["time", "kind", "outcome", "reason", "model", "modelVersion", "weights", "producer", "patientId", "accessionNumber",
               "studyInstanceUid", "studyDate", "modality", "manufacturer", "scannerModel", "station", "sopInstanceUid", "group",
               "trackingUid", "sourceSopInstanceUid", "segmentationUid", "segment", "structure", "structureCode", "laterality",
               "measurements"]


def cell(value):
    """A spread sheet must not take a text for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text else text


def csv_row(result):
    """What a spread sheet must read; measurements stay numbers."""
    structure, laterality = result["structure"], result["laterality"]
    row = {**result, "structure": structure["meaning"] if structure else "",
           "structureCode": f"{structure['scheme']}:{structure['value']}" if structure else "",
           "laterality": laterality["meaning"] if laterality else ""}
    cells = [cell(row[column]) for column in CSV_COLUMNS[:-1]]
    return cells, [(measured["name"], measured["value"], measured["unit"]) for measured in result["measurements"]]


def read_csv(body):
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    return rows[0], [(row[:-1], read_measurements(row[-1])) for row in rows[1:]]


def read_measurements(text):
    found = []
    for part in text.split("; ") if text else ():
        name, _, rest = part.rpartition("=")
        value, _, unit = rest.partition(" ")
        found.append((name, float(value), unit))
    return found
