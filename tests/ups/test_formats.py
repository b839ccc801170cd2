"""Media types (11.1.2, 8.7), XML (PS3.19 A.1), character sets, capabilities (8.9)."""

import email
import xml.etree.ElementTree as ElementTree

import pytest

from . import samples
from .client import JSON, new_uid
from .samples import values

XML, MULTIPART = "application/dicom+xml", 'multipart/related; type="application/dicom+xml"'
NAMESPACE = "{http://dicom.nema.org/PS3.19/models/NativeDICOM}"


def parts_of(answer):
    message = email.message_from_bytes(b"Content-Type: " + answer.headers["Content-Type"].encode() + b"\r\n\r\n" + answer.body)
    return [(part.get_content_type(), part.get_payload(decode=True)) for part in message.get_payload()]


def to_xml(item):
    """An independent writer of the Native DICOM Model."""
    def add(parent, data_set):
        for tag, attribute in data_set.items():
            node = ElementTree.SubElement(parent, "DicomAttribute", tag=tag, vr=attribute["vr"])
            for number, value in enumerate(attribute.get("Value", []), 1):
                if attribute["vr"] == "SQ":
                    add(ElementTree.SubElement(node, "Item", number=str(number)), value)
                elif attribute["vr"] == "PN":
                    name = ElementTree.SubElement(node, "PersonName", number=str(number))
                    for group, text in value.items():
                        node_of_group = ElementTree.SubElement(name, group)
                        for component, part in zip(("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"), text.split("^")):
                            ElementTree.SubElement(node_of_group, component).text = part
                else:
                    ElementTree.SubElement(node, "Value", number=str(number)).text = str(value)
    root = ElementTree.Element("NativeDicomModel", xmlns=NAMESPACE[1:-1])
    add(root, item)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def attribute(document, tag):
    return ElementTree.fromstring(document).find(f"{NAMESPACE}DicomAttribute[@tag='{tag}']")


@pytest.mark.parametrize("wrap", [False, True])
def test_creates_from_xml(worklist, wrap):
    uid = new_uid()
    body, content_type = to_xml({**samples.item(), "00080018": values("UI", uid)}), XML
    if wrap:
        body = b"--b\r\nContent-Type: application/dicom+xml\r\n\r\n" + body + b"\r\n--b--\r\n"
        content_type = MULTIPART + "; boundary=b"
    assert worklist.request("POST", "", body, content_type=content_type).status == 201
    twin = new_uid()
    assert worklist.create(samples.item(), twin).status == 201
    ignored = ("00080018", "00404010")
    assert {t: a for t, a in worklist.item(uid).items() if t not in ignored} == {t: a for t, a in worklist.item(twin).items() if t not in ignored}


def test_changes_by_xml(worklist):
    uid, transaction = worklist.step("SCHEDULED")
    claim = to_xml({"00741000": values("CS", "IN PROGRESS"), "00081195": values("UI", transaction)})
    assert worklist.request("PUT", f"/{uid}/state", claim, content_type=XML).status == 200
    update = to_xml({**samples.progress(), "00081195": values("UI", transaction)})
    assert worklist.request("POST", f"/{uid}", update, content_type=XML).status == 200
    assert worklist.item(uid)["00741002"]["Value"][0]["00741004"]["Value"] == [50]


def test_retrieves_xml(worklist):
    uid, _ = worklist.step("SCHEDULED")
    single = worklist.retrieve(uid, headers={"Accept": XML})
    assert single.status == 200 and single.headers["Content-Type"].startswith(XML)
    name = attribute(single.body, "00100010")
    assert name.get("keyword") == "PatientName" and name.get("vr") == "PN"
    assert name.find(f"{NAMESPACE}PersonName/{NAMESPACE}Ideographic/{NAMESPACE}FamilyName").text == "张"
    multipart = worklist.retrieve(uid, headers={"Accept": MULTIPART})
    [(content_type, document)] = parts_of(multipart)
    assert content_type == XML and attribute(document, "00080018").find(f"{NAMESPACE}Value").text == uid


def test_searches_xml(worklist, label):
    uids = {worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))[0] for _ in range(2)}
    answer = worklist.search({"WorklistLabel": label}, headers={"Accept": MULTIPART})
    assert {attribute(document, "00080018").find(f"{NAMESPACE}Value").text for _, document in parts_of(answer)} == uids
    assert worklist.search({"WorklistLabel": label}, headers={"Accept": XML}).status == 406
    assert worklist.search({"WorklistLabel": label, "limit": 1}, headers={"Accept": XML}).status == 206


@pytest.mark.parametrize("accept, expected", [
    (None, JSON), ("*/*", JSON), (JSON, JSON), ("application/json", "application/json"), (f"{XML};q=0.5, {JSON}", JSON),
    (f"{XML}, {JSON};q=0.5", XML), (f"{JSON};q=0, */*;q=0.1", "multipart/related"), (f"{MULTIPART}, {JSON};q=0.9", "multipart/related"),
    ("text/html, application/*;q=0.3", JSON)])
def test_negotiates(worklist, accept, expected):
    uid, _ = worklist.step("SCHEDULED")
    answer = worklist.retrieve(uid, headers={"Accept": accept})
    assert answer.status == 200 and answer.headers["Content-Type"].startswith(expected), answer.headers["Content-Type"]


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {"Accept": "application/dicom"}, {"Accept": f"{JSON};q=0"},
                                     {"Accept-Charset": "iso-8859-1"}, {"Accept": f"{JSON}; charset=iso-8859-1"}])
def test_not_acceptable(worklist, headers):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.retrieve(uid, headers=headers).status == 406
    assert worklist.search(headers=headers).status == 406


def test_accept_parameter(worklist):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.retrieve(uid, query={"accept": XML}).headers["Content-Type"].startswith(XML)
    assert worklist.retrieve(uid, query={"accept": "text/html"}).status == 406
    assert worklist.retrieve(uid, query={"charset": "utf-8"}).status == 200
    assert worklist.retrieve(uid, query={"charset": "iso-8859-1"}).status == 406
    assert worklist.retrieve(uid, headers={"Accept-Charset": "iso-8859-1;q=0.5, utf-8"}).status == 200


@pytest.mark.parametrize("body", [b"", b"<a/>", b"<NativeDicomModel>", b"<NativeDicomModel><Foo/></NativeDicomModel>",
                                  b'<NativeDicomModel><DicomAttribute tag="1" vr="LO"/></NativeDicomModel>',
                                  b'<!DOCTYPE a [<!ENTITY b "c">]><NativeDicomModel/>'])
def test_malformed_xml(worklist, body):
    uid, _ = worklist.step("SCHEDULED")
    answer = worklist.request("POST", f"/{uid}", body, content_type=XML)
    assert answer.status == 400 and answer.body


@pytest.mark.parametrize("body", [b"", b"--b\r\n", b"--b\r\n\r\n<NativeDicomModel/>\r\n", b"--x\r\n\r\n<NativeDicomModel/>\r\n--x--"])
def test_malformed_multipart(worklist, body):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.request("POST", f"/{uid}", body, content_type=MULTIPART + "; boundary=b").status == 400


@pytest.mark.needs_options
def test_capabilities(worklist):
    answer = worklist.request("OPTIONS", headers={"Accept": "application/json"})
    assert answer.status == 200
    transactions = {(resource["Method"], resource["Path"]) for resource in answer.items()["Resources"]}
    assert {("GET", ""), ("POST", ""), ("PUT", "/{workitem}/state"), ("POST", "/{workitem}/subscribers/{aet}")} <= transactions
    wadl = worklist.request("OPTIONS", headers={"Accept": "application/vnd.sun.wadl+xml"})
    assert ElementTree.fromstring(wadl.body).tag.endswith("application")
    assert worklist.request("OPTIONS", headers={"Accept": "text/html"}).status == 406
