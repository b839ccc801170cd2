"""Data sets of a workitem's life, as a client of UPS-RS sends them."""

CLASS_OF_STEP = "1.2.840.10008.5.1.4.34.6.1"
EMPTY = {
    "00081195": "UI", "00741202": "LO", "00741210": "SQ", "00404025": "SQ", "00404026": "SQ", "00404027": "SQ", "00404018": "SQ",
    "00400400": "LT", "00404021": "SQ", "00100010": "PN", "00100021": "LO", "00100024": "SQ", "00101002": "SQ", "00100030": "DA",
    "00100040": "CS", "00380010": "LO", "00380014": "SQ", "00081080": "LO", "00081084": "SQ", "0040A370": "SQ", "00741002": "SQ",
    "00741216": "SQ",
}


def element(vr, *values):
    return {"vr": vr, "Value": list(values)}


def code(value, scheme, meaning):
    return {"00080100": element("SH", value), "00080102": element("SH", scheme), "00080104": element("LO", meaning)}


def step(label="Test step", start="20260101000000", priority="MEDIUM"):
    return {
        **{tag: {"vr": vr} for tag, vr in EMPTY.items()},
        "00741000": element("CS", "SCHEDULED"), "00741200": element("CS", priority), "00741204": element("LO", label),
        "00404005": element("DT", start), "00404041": element("CS", "READY"),
    }


def state(value, transaction):
    return {"00741000": element("CS", value), "00081195": element("UI", transaction)}


def progress(percent):
    return {"00741002": element("SQ", {"00741004": element("DS", str(percent))})}


def performed():
    return {"00741216": element("SQ", {
        "00404028": element("SQ", code("TEST", "99TEST", "Test station")),
        "00404050": element("DT", "20260101000000"), "00404051": element("DT", "20260101000001"),
        "00404019": element("SQ", code("TEST", "99TEST", "Test")), "00404033": {"vr": "SQ"},
    })}
