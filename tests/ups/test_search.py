"""11.9 Search: match keys (column M), return keys (column R), paging, parameters."""

import pytest

from . import samples
from .client import new_uid
from .samples import code, values

RETURNED = ["00080016", "00080018", "00741200", "00741204", "00741202", "00741210", "00404025", "00404026", "00404027", "00404034", "00404005",
            "00404018", "00404041", "00404021", "0020000D", "00100010", "00100020", "00100021", "00100024", "00101002", "00100030", "00100040",
            "00380010", "00380014", "00081080", "00081084", "0040A370", "00741000", "00741002"]
ON_REQUEST = ["00404010", "00404011", "00400400", "00741216"]

# key: (a value that matches samples.item(), one that does not)
KEYS = {
    "ScheduledProcedureStepPriority": ("MEDIUM", "HIGH"), "00741200": ("MEDIUM", "LOW"),
    "ProcedureStepLabel": ("Test step", "Test"), "ProcedureStepLabel ": ("Test*", "*Other"),
    "InputReadinessState": ("READY", "INCOMPLETE"), "ProcedureStepState": ("SCHEDULED", "COMPLETED"),
    "ScheduledStationNameCodeSequence.CodeValue": ("STATION1", "STATION2"), "00404025.00080102": ("99TEST", "98TEST"),
    "ScheduledStationClassCodeSequence.CodeValue": ("GPU", "CPU"), "ScheduledStationGeographicLocationCodeSequence.CodeValue": ("ROOM", "HALL"),
    "ScheduledHumanPerformersSequence.HumanPerformerCodeSequence.CodeValue": ("121", "122"),
    "ScheduledProcedureStepStartDateTime": ("20260301", "20260302"), "ScheduledProcedureStepStartDateTime ": ("20260228-20260302", "20260302-"),
    "00404005": ("-20260301120000", "-20260301115959"), "00404005 ": ("20260301110000%2B0000-", "20260301130000%2B0000-"),
    "ExpectedCompletionDateTime": ("20260301130000", "20260301140000"), "ExpectedCompletionDateTime ": ("20260301-", "-20260228"),
    "ScheduledWorkitemCodeSequence.CodeValue": ("110004", "110005"), "00404018.00080100": ("110004", "1"),
    "PatientName": ("Test^Tom", "Test"), "PatientName ": ("test*", "toast*"), "00100010": ("张*", "李*"), "00100010 ": ("Test^Tom^^^", "Test^Tim"),
    "PatientID": ("T1", "t1"), "PatientID ": ("T?", "T??"), "IssuerOfPatientID": ("ISSUER", "OTHER"),
    "PatientBirthDate": ("19700131", "19700201"), "PatientBirthDate ": ("19700101-19701231", "19710101-"), "PatientSex": ("O", "F"),
    "AdmissionID": ("ADM1", "ADM2"), "IssuerOfAdmissionIDSequence.LocalNamespaceEntityID": ("HOSPITAL", "CLINIC"),
    "ReferencedRequestSequence.AccessionNumber": ("A7", "A8"), "0040A370.00080050": ("A*", "B*"),
    "ReferencedRequestSequence.IssuerOfAccessionNumberSequence.LocalNamespaceEntityID": ("HOSPITAL", "CLINIC"),
    "ReferencedRequestSequence.RequestedProcedureID": ("RP1", "RP2"), "ReferencedRequestSequence.RequestingService": ("ANAESTHESIA", "SURGERY"),
    "StudyInstanceUID": ("1.2.3", "1.2"), "StudyInstanceUID ": ("1.9,1.2.3", "1.9,1.8"),
    "InputInformationSequence.ReferencedSOPSequence.ReferencedSOPInstanceUID": ("1.2.3.4.5", "1.2.3.4"),
}


def escaped(text):
    from urllib.parse import quote
    return text if "%" in text else quote(text)


@pytest.mark.parametrize("key", KEYS)
def test_key(worklist, label, key):
    uid, _ = worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    for value, expected in zip(KEYS[key], ([uid], [])):
        assert worklist.found(f"WorklistLabel={label}&{key.strip()}={escaped(value)}") == expected, value


def test_replaced_step(worklist, label):
    replaced = new_uid()
    item = samples.item(t00741202=values("LO", label),
                        t00741224=values("SQ", {"00081150": values("UI", "1.2.840.10008.5.1.4.34.6.1"), "00081155": values("UI", replaced)}))
    uid, _ = worklist.step("SCHEDULED", item)
    assert worklist.found({"WorklistLabel": label, "ReplacedProcedureStepSequence.ReferencedSOPInstanceUID": replaced}) == [uid]


@pytest.mark.parametrize("value", ["", "*"])
@pytest.mark.parametrize("key", ["PatientID", "SOPInstanceUID", "ExpectedCompletionDateTime", "ProcedureStepState", "00404018.00080100"])
def test_universal(worklist, label, key, value):
    uid, _ = worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    assert worklist.found({"WorklistLabel": label, key: value}) == [uid]


def test_uid_list(worklist):
    uids = {worklist.step("SCHEDULED")[0] for _ in range(3)}
    assert set(worklist.found({"SOPInstanceUID": ",".join(uids)})) == uids


def test_keys_of_one_sequence_match_in_one_item(worklist, label):
    item = samples.item(t00741202=values("LO", label), t00404025=values("SQ", code("A", "99A"), code("B", "99B")))
    uid, _ = worklist.step("SCHEDULED", item)
    key = "ScheduledStationNameCodeSequence."
    assert worklist.found({"WorklistLabel": label, key + "CodeValue": "A", key + "CodingSchemeDesignator": "99A"}) == [uid]
    assert worklist.found({"WorklistLabel": label, key + "CodeValue": "A", key + "CodingSchemeDesignator": "99B"}) == []


def test_percent_encoding(worklist, label):
    text = "50% of #1 [A&B] = c,d + e"
    uid, _ = worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label), t00741204=values("LO", text)))
    assert worklist.found({"WorklistLabel": label, "ProcedureStepLabel": text}) == [uid]
    assert worklist.found(f"%57orklistLabel={label}&Procedure%53tepLabel=50%25*") == [uid]


def test_returned(worklist, label):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label), t00404034=None, t00100020=None, t0020000D=None))
    [found] = worklist.search({"WorklistLabel": label}).items()
    assert not [tag for tag in RETURNED if tag not in found]
    assert not [tag for tag in ON_REQUEST if tag in found]
    assert "Value" not in found["00404034"] and found["00404034"]["vr"] == "SQ"
    assert "00081195" not in found and "00102000" not in found


@pytest.mark.parametrize("field, tag", [("00404010", "00404010"), ("ExpectedCompletionDateTime", "00404011"), ("00400400,00404011", "00400400"),
                                        ("all", "00400400"), ("ReferencedRequestSequence.AccessionNumber", "0040A370")])
def test_includefield(worklist, label, field, tag):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    [found] = worklist.search({"WorklistLabel": label, "includefield": field}).items()
    assert "Value" in found[tag] and "00081195" not in found


def test_includefield_many(worklist, label):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    [found] = worklist.search(f"WorklistLabel={label}&includefield=00400400&includefield=00404011").items()
    assert "00400400" in found and "00404011" in found


def test_matched_attributes_are_returned(worklist, label):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    [found] = worklist.search({"WorklistLabel": label, "ExpectedCompletionDateTime": ""}).items()
    assert found["00404011"]["Value"] == ["20260301130000"]


def test_pages(worklist, label):
    uids = [worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))[0] for _ in range(5)]
    first = worklist.search({"WorklistLabel": label, "limit": 2})
    assert first.status == 206 and first.warned("There are 3 additional results that can be requested")
    second = worklist.search({"WorklistLabel": label, "limit": 2, "offset": 2})
    third = worklist.search({"WorklistLabel": label, "limit": 2, "offset": 4})
    assert third.status == 200 and not third.warnings
    assert [item["00080018"]["Value"][0] for page in (first, second, third) for item in page.items()] == uids
    nothing = worklist.search({"WorklistLabel": label, "offset": 5})
    assert nothing.status == 204 and nothing.body == b""


def test_pages_of_keys_without_index(worklist, label):
    for _ in range(3):
        worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    answer = worklist.search({"WorklistLabel": label, "PatientName": "test*", "limit": 1, "offset": 1})
    assert answer.status == 206 and len(answer.items()) == 1
    assert answer.warned("There are 1 additional results that can be requested")


def test_nothing(worklist, label):
    assert worklist.search({"WorklistLabel": label}).status == 204


def test_fuzzy(worklist, label):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    answer = worklist.search({"WorklistLabel": label, "fuzzymatching": "true"})
    assert answer.status == 200
    assert answer.warned("The fuzzymatching parameter is not supported. Only literal matching has been performed.")
    assert not worklist.search({"WorklistLabel": label, "fuzzymatching": "false"}).warnings


@pytest.mark.parametrize("query", ["PatientNam=x", "0010001=x", "00404018.Foo=1", "includefield=Foo", "limit=-1", "limit=x", "offset=x",
                                   "fuzzymatching=perhaps", "TransactionUID=1.2", "00081195=1.2", "ScheduledProcedureStepStartDateTime=soon",
                                   "PatientBirthDate=197013", "PatientID=A&00100020=B"])
def test_refused(worklist, query):
    answer = worklist.search(query)
    assert answer.status == 400 and answer.items()["Message"]


def test_refusals_name_the_key(worklist):
    assert b"PatientNam" in worklist.search("PatientNam=x").body
    assert b"Foo" in worklist.search("includefield=Foo").body
