"""What the Python readers have in common: the form of their answer."""

import json
import sys
import traceback
from pathlib import Path

import numpy


def frame(tracking_uid, source_frame, values):
    """The entry for one segment on one frame (values: array rows x columns), or nothing for an empty one."""
    rows, columns = numpy.nonzero(values)
    if not rows.size:
        return []
    return [{"tracking_uid": str(tracking_uid), "source_frame": int(source_frame), "pixels": int(rows.size), "rows": int(rows.sum()),
             "columns": int(columns.sum()), "values": int(values.sum(dtype=numpy.int64))}]


def measurement(tracking_uid, concept, derivation, unit, value):
    return {"tracking_uid": str(tracking_uid), "concept": f"{concept.value}|{concept.scheme_designator}",
            "derivation": f"{derivation.value}|{derivation.scheme_designator}" if derivation is not None else "",
            "unit": unit.value if unit is not None else "", "value": None if value is None else float(value)}


def main(read):
    """Answers for each folder of the command line with one line; read(folder) gives frames and measurements."""
    for folder in map(Path, sys.argv[1:]):
        try:
            frames, measurements = read(folder)
            print(json.dumps({"frames": frames, "measurements": measurements}))
        except Exception:  # a library may raise anything on an object that it does not understand
            print(json.dumps({"error": traceback.format_exc(limit=-3)}))
