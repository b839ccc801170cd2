"""Which results pass the filters of a query: docs/audit.md in Python."""

import operator
import re

SIGNS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}
FIELDS = {"patient": "patientId", "accession": "accessionNumber", "study": "studyInstanceUid", "report": "sopInstanceUid",
          "source": "sourceSopInstanceUid", "modality": "modality", "manufacturer": "manufacturer", "scannerModel": "scannerModel",
          "station": "station", "model": "model", "modelVersion": "modelVersion", "weights": "weights", "producer": "producer",
          "kind": "kind", "outcome": "outcome"}
EACH = {"measurement", "agreement"}  # given several times, all must hold; of the other parameters any


def comparison(text):
    """("Depth (Minimum)", function of a value, unit or "") of "Depth (Minimum)<3 mm"."""
    match = re.fullmatch(r"(.*?)\s*(?:(<=|>=|<|>|=)\s*(\S+)\s*(.*))?", text)
    name, sign, number, unit = match.groups()
    holds = (lambda value: SIGNS[sign](value, float(number))) if sign else (lambda value: True)
    return name, holds, unit or ""


def is_named(measured, name):
    meaning, _, modifier = name.removesuffix(")").partition(" (")
    if name.lower() == measured["name"].lower():
        return True
    code = measured["concept"]
    return measured["modifier"].lower() == modifier.lower() and meaning in (code["value"], f"{code['scheme']}:{code['value']}")


def has_measurement(result, text):
    name, holds, unit = comparison(text)
    return any(is_named(measured, name) and holds(measured["value"]) and unit in ("", measured["unit"])
               for measured in result["measurements"])


def has_agreement(result, text):
    return result["kind"] == "agreement" and has_measurement(result, "99SONOLIST:DICE" + text)


def is_of_structure(result, text):
    code = result["structure"]
    return bool(code) and (text in (code["value"], f"{code['scheme']}:{code['value']}") or text.lower() == code["meaning"].lower())


def has_reason(result, text):
    if "*" not in text:
        return bool(result["reason"]) and result["reason"] == text
    pattern = ".*".join(re.escape(part) for part in text.split("*"))
    return bool(result["reason"]) and re.fullmatch(pattern, result["reason"], re.DOTALL) is not None


def is_not_before(result, text):
    return result["time"] >= padded(text, "00:00:00.000000")


def is_not_after(result, text):
    """A day and a second end when they are over."""
    return result["time"] <= padded(text, "23:59:59.999999")


def padded(text, clock):
    if "T" not in text:
        return f"{text}T{clock}Z"
    return text if "." in text else text.removesuffix("Z") + clock[8:] + "Z"


TESTS = {"measurement": has_measurement, "agreement": has_agreement, "structure": is_of_structure, "reason": has_reason,
         "from": is_not_before, "to": is_not_after}


def passes(result, query):
    """`query`: [(parameter, value)]; parameters that are no filters are not looked at."""
    for name in {name for name, _ in query}:
        values = [value for key, value in query if key == name]
        if name in FIELDS:
            if result[FIELDS[name]] not in values:
                return False
        elif name in TESTS:
            quantifier = all if name in EACH else any
            if not quantifier(TESTS[name](result, value) for value in values):
                return False
    return True


def chosen(results, query):
    return [result for result in results if passes(result, query)]
