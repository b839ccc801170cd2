"""11.4 Create Workitem: PS3.4 table CC.2.5-3, column create."""

import pytest

from . import samples
from .client import JSON, PUSH, new_uid
from .samples import code, values

TYPE_1 = ["00741200", "00741204", "00404005", "00404041", "00741000"]
TYPE_2 = ["00741210", "00404025", "00404026", "00404027", "00404018", "00400400", "00404021", "00100010", "00100021", "00100024",
          "00101002", "00100030", "00100040", "00380010", "00380014", "00081080", "00081084", "0040A370"]
EMPTY = ["00081195", "00741002", "00741216"]
OPTIONAL = ["00741202", "00404034", "00404011", "0020000D", "00100020", "00080005"]


def test_creates(worklist):
    uid = new_uid()
    answer = worklist.create(samples.item(), uid)
    assert answer.status == 201, answer
    assert answer.headers["Location"].endswith("/workitems/" + uid)
    assert answer.headers["Content-Location"].endswith("/workitems/" + uid)
    assert not answer.warnings
    item = worklist.item(uid)
    assert item["00080018"]["Value"] == [uid]
    assert item["00080016"]["Value"] == [PUSH]
    assert item["00741000"]["Value"] == ["SCHEDULED"]
    assert item["00404010"]["Value"][0]
    assert "00081195" not in item
    assert item["00100010"]["Value"][0]["Ideographic"] == "张^三"


@pytest.mark.parametrize("tag", TYPE_1 + TYPE_2 + EMPTY)
def test_misses(worklist, tag):
    answer = worklist.create(samples.item(**{"t" + tag: None}))
    assert answer.status == 400, answer
    assert f"({tag[:4]},{tag[4:]})".encode() in answer.body


@pytest.mark.parametrize("tag", TYPE_1)
def test_needs_a_value(worklist, tag):
    assert worklist.create(samples.item(**{"t" + tag: values(samples.item()[tag]["vr"])})).status == 400


@pytest.mark.parametrize("tag", TYPE_2)
def test_may_be_empty(worklist, tag):
    assert worklist.create(samples.item(**{"t" + tag: values(samples.item()[tag]["vr"])})).status == 201


@pytest.mark.parametrize("tag", OPTIONAL)
def test_may_be_absent(worklist, tag):
    assert worklist.create(samples.item(**{"t" + tag: None})).status == 201


@pytest.mark.parametrize("tag, attribute", [
    ("00081195", values("UI", "1.2.3")), ("00741002", samples.progress()["00741002"]), ("00741216", samples.performed()["00741216"])])
def test_must_be_empty(worklist, tag, attribute):
    assert worklist.create(samples.item(**{"t" + tag: attribute})).status == 400


@pytest.mark.parametrize("tag, term", [("00741200", "URGENT"), ("00404041", "MAYBE"), ("00404005", "tomorrow")])
def test_undefined_values(worklist, tag, term):
    assert worklist.create(samples.item(**{"t" + tag: values(samples.item()[tag]["vr"], term)})).status == 400


@pytest.mark.parametrize("state", ["IN PROGRESS", "COMPLETED", "CANCELED"])
def test_only_scheduled(worklist, state):
    answer = worklist.create(samples.item(t00741000=values("CS", state)))
    assert answer.status == 400 and b"C309" in answer.body


def test_twice(worklist):
    uid = new_uid()
    assert worklist.create(samples.item(), uid).status == 201
    assert worklist.create(samples.item(), uid).status == 409


@pytest.mark.parametrize("attribute", [None, values("LO")])
def test_assigns_a_worklist_label(worklist, attribute):
    uid = new_uid()
    answer = worklist.create(samples.item(t00741202=attribute), uid)
    assert answer.status == 201
    assert answer.warned("The Workitem was created with modifications.")
    assert worklist.item(uid)["00741202"]["Value"][0]


def without(item, tag):
    return {key: value for key, value in item.items() if key != tag}


QUALIFIERS = {"00400032": values("UT"), "00400035": values("CS"), "00400036": values("SQ"), "00400039": values("SQ"), "0040003A": values("SQ")}
# (sequence, item, what it lacks or None)
NESTED = [
    *[(tag, without(code(), missing), missing) for tag in ("00404018", "00404025", "00404026", "00404027") for missing in code()],
    ("00404018", {"00080120": values("UR", "urn:oid:1.2"), "00080104": values("LO", "m")}, None),
    ("00404018", {"00080119": values("UC", "long"), "00080102": values("SH", "99T"), "00080104": values("LO", "m")}, None),
    ("00404018", {"00080119": values("UC", "long"), "00080104": values("LO", "m")}, "00080102"),
    *[("00741210", without(samples.text_parameter(), missing), missing) for missing in samples.text_parameter()],
    ("00741210", {**samples.text_parameter(), "0040A040": values("CS", "NUMERIC")}, "0040A30A"),
    ("00741210", {**samples.text_parameter(), "0040A040": values("CS", "NUMERIC"), "0040A30A": values("DS", 1)}, "004008EA"),
    ("00741210", {**samples.text_parameter(), "0040A040": values("CS", "CODE")}, "0040A168"),
    ("00741210", {**samples.text_parameter(), "0040A040": values("CS", "SONG")}, "0040A040"),
    *[("00404021", without(samples.instances(), missing), missing) for missing in ("0040E020", "00081199", "0040E025")],
    ("00404021", {**samples.instances(), "00081199": values("SQ", {"00081150": values("UI", "1.2")})}, "00081155"),
    ("00404021", {**samples.instances(), "0040E025": values("SQ", {"00080104": values("LO", "x")})}, "00081190"),
    ("00404021", {**samples.instances(), "0040E020": values("CS", "CDA")}, "0040E001"),
    ("00404021", {**samples.instances(), "0040E020": values("CS", "FILM")}, "0040E020"),
    *[("00404034", without(samples.human_performer(), missing), missing) for missing in samples.human_performer()],
    ("00380014", {"00400032": values("UT", "1.2")}, "00400033"),
    ("00380014", {"00400033": values("CS", "ISO")}, "00400031"),
    *[("00100024", without(QUALIFIERS, missing), missing) for missing in QUALIFIERS],
    ("00100024", QUALIFIERS, None),
    ("00101002", {"00100021": values("LO"), "00100024": values("SQ")}, "00100020"),
    *[("0040A370", without(samples.request(), missing), missing) for missing in
      ("0020000D", "00080050", "00080051", "00400026", "00400027", "00401001", "00321060", "00321064")],
    ("00741224", {"00081150": values("UI", PUSH)}, "00081155"),
    ("00741224", {"00081150": values("UI", PUSH), "00081155": values("UI", "1.2.3")}, None),
    ("00404070", {"00081150": values("UI", "1.2.3")}, "00404071"),
    ("00404070", {"00404072": values("SQ", {"00404073": values("UR", "http://a/studies")})}, None),
]


@pytest.mark.parametrize("sequence, item, missing", NESTED)
def test_macros(worklist, sequence, item, missing):
    answer = worklist.create(samples.item(**{"t" + sequence: values("SQ", item)}))
    assert answer.status == (201 if missing is None else 400), answer
    if missing:
        assert f"({missing[:4]},{missing[4:]})".encode() in answer.body


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'[{"PatientName":{}}]', b'{"00100010":{"vr":"PN","Value":"A"}}', b"\xff"])
def test_malformed_bodies(worklist, body):
    assert worklist.request("POST", "", body).status == 400


def test_several_data_sets(worklist):
    assert worklist.request("POST", "", [samples.item(), samples.item()]).status == 400


def test_bad_uid(worklist):
    assert worklist.create(samples.item(), "1.2.x").status == 400


def test_makes_a_uid(worklist):
    answer = worklist.request("POST", "", [samples.item()])
    assert answer.status == 201 and "/workitems/" in answer.headers["Location"]


@pytest.mark.needs_post_query
@pytest.mark.parametrize("spelling", ["workitem={}", "AffectedSOPInstanceUID={}", "{}"])
def test_spellings_of_the_uid(worklist, spelling):
    uid = new_uid()
    assert worklist.request("POST", "", [samples.item()], query=spelling.format(uid)).status == 201
    assert worklist.retrieve(uid).status == 200


def test_uid_in_the_data_set_of_a_bare_object(worklist):
    uid = new_uid()
    body = {**samples.item(), "00080018": values("UI", uid)}
    assert worklist.request("POST", "", body, content_type="application/json").status == 201
    assert worklist.retrieve(uid).status == 200


@pytest.mark.extension
def test_original_uri(worklist):
    uid = new_uid()
    headers = {"X-Original-URI": f"/any/workitems?workitem={uid}"}
    assert worklist.request("POST", "", [samples.item()], headers=headers).status == 201
    assert worklist.retrieve(uid).status == 200


def test_other_media_types(worklist):
    for content_type in ("text/plain", JSON + "; charset=iso-8859-1", 'multipart/related; type="application/dicom"; boundary=x'):
        answer = worklist.create(samples.item(), content_type=content_type)
        assert answer.status == 415
        assert JSON in answer.headers["Accept"]
