"""Data sets in DICOM JSON: a complete new step, what a performer adds, why it is canceled."""

import copy


def values(vr, *found):
    return {"vr": vr, "Value": list(found)} if found else {"vr": vr}


def code(value="110004", scheme="DCM", meaning="Computer Aided Detection"):
    return {"00080100": values("SH", value), "00080102": values("SH", scheme), "00080104": values("LO", meaning)}


def text_parameter(value="MODEL", text="anterior-sciatic"):
    return {"0040A040": values("CS", "TEXT"), "0040A043": values("SQ", code(value, "99TEST", value)), "0040A160": values("UT", text)}


def instances():
    return {"0040E020": values("CS", "DICOM"), "0020000D": values("UI", "1.2.3"), "0020000E": values("UI", "1.2.3.4"),
            "00081199": values("SQ", {"00081150": values("UI", "1.2.840.10008.5.1.4.1.1.6.1"), "00081155": values("UI", "1.2.3.4.5")}),
            "0040E025": values("SQ", {"00081190": values("UR", "http://pacs/dicom-web/studies/1.2.3")})}


def designator():
    return {"00400031": values("UT", "HOSPITAL")}


def request():
    return {"0020000D": values("UI", "1.2.3"), "00080050": values("SH", "A7"), "00080051": values("SQ", designator()),
            "00400026": values("SQ"), "00400027": values("SQ"), "00401001": values("SH", "RP1"),
            "00321060": values("LO", "Nerve block"), "00321064": values("SQ", code()), "00321033": values("LO", "ANAESTHESIA")}


def human_performer():
    return {"00404009": values("SQ", code("121", "99TEST", "Reader")), "00404037": values("PN", {"Alphabetic": "Reader^Rita"}),
            "00404036": values("LO", "Department")}


_ITEM = {
    "00080005": values("CS", "ISO_IR 192"), "00081195": values("UI"),
    "00741200": values("CS", "MEDIUM"), "00741204": values("LO", "Test step"), "00741202": values("LO", "TEST"),
    "00741210": values("SQ", text_parameter()),
    "00404025": values("SQ", code("STATION1", "99TEST", "Station")), "00404026": values("SQ", code("GPU", "99TEST", "Class")),
    "00404027": values("SQ", code("ROOM", "99TEST", "Room")), "00404034": values("SQ", human_performer()),
    "00404005": values("DT", "20260301120000"), "00404011": values("DT", "20260301130000"),
    "00404018": values("SQ", code()), "00400400": values("LT", "Comment"), "00404041": values("CS", "READY"),
    "00404021": values("SQ", instances()), "0020000D": values("UI", "1.2.3"),
    "00100010": values("PN", {"Alphabetic": "Test^Tom", "Ideographic": "张^三"}), "00100020": values("LO", "T1"),
    "00100021": values("LO", "ISSUER"), "00100024": values("SQ"), "00101002": values("SQ"),
    "00100030": values("DA", "19700131"), "00100040": values("CS", "O"),
    "00380010": values("LO", "ADM1"), "00380014": values("SQ", designator()),
    "00081080": values("LO", "Pain"), "00081084": values("SQ", code("1", "99TEST", "Pain")),
    "0040A370": values("SQ", request()),
    "00741000": values("CS", "SCHEDULED"), "00741002": values("SQ"), "00741216": values("SQ"),
}


def item(**changes):
    """A new step with every attribute of the create column; item(t00741204=None) leaves one out."""
    result = copy.deepcopy(_ITEM)
    for tag, attribute in changes.items():
        if attribute is None:
            result.pop(tag[1:])
        else:
            result[tag[1:]] = attribute
    return result


def performed_item():
    return {"00404028": values("SQ", code("HOST", "99TEST", "Host")), "00404050": values("DT", "20260301120001"),
            "00404019": values("SQ", code()), "00404051": values("DT", "20260301120002"), "00404033": values("SQ", instances())}


def performed(inner=None):
    return {"00741216": values("SQ", inner if inner is not None else performed_item())}


def progress(percent=50, text="Half"):
    return {"00741002": values("SQ", {"00741004": values("DS", percent), "00741006": values("ST", text)})}


def cancellation():
    return {"00741002": values("SQ", {"00741238": values("LT", "Not needed"), "0074100E": values("SQ", code("110513", "DCM", "Discontinued for unspecified reason"))})}
