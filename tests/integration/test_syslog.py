"""What the audit records goes to a syslog server as audit messages of DICOM PS3.15, over UDP and over TLS."""

import base64
import contextlib
import re
import socket
import sqlite3
import ssl
import subprocess
import threading
import xml.etree.ElementTree as xml

import pytest

from tests.harness.orthanc import Orthanc
from tests.harness.process import free_port, wait_until
from tests.harness.session import SEG, SR, Session

HEADER = re.compile(rb"<(\d+)>1 (\S+) (\S+) Sonolist (\d+) DICOM\+RFC3881 - \xef\xbb\xbf", re.DOTALL)
START, STOP, QUERY, LOG_USED = "110120", "110121", "110112", "110101"
PROCEDURE, TRANSFER, ALERT = "110111", "110104", "110113"


class Message:
    def __init__(self, record):
        header = HEADER.match(record)
        assert header, record[:200]
        self.priority = int(header[1])
        self.root = xml.fromstring(record[header.end():].decode())
        event = self.root.find("EventIdentification")
        self.event = event.find("EventID").get("csd-code")
        self.type = event.find("EventTypeCode").get("csd-code") if event.find("EventTypeCode") is not None else ""
        self.outcome = event.get("EventOutcomeIndicator")
        self.users = [one.get("UserID") for one in self.root.findall("ActiveParticipant")]
        self.objects = {one.get("ParticipantObjectTypeCodeRole"): one for one in self.root.findall("ParticipantObjectIdentification")}

    def details(self, role):
        return {one.get("type"): base64.b64decode(one.get("value")).decode() for one in self.objects[role].findall("ParticipantObjectDetail")}


class UdpServer:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.messages = []
        self.thread = threading.Thread(target=self.read, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.socket.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join(10)
        self.socket.close()

    def read(self):
        while record := self.socket.recv(65536):
            self.messages.append(Message(record))


class TlsServer:
    """Reads records behind their lengths, from one connection after the other."""

    def __init__(self, certificate, key, port):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.messages, self.refusals = [], []
        self.connection = None
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        if self.connection:
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(10)

    def serve(self):
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                self.connection = self.context.wrap_socket(plain, server_side=True)
                self.read(self.connection.makefile("rb"))
            except (OSError, ValueError) as error:
                self.refusals.append(error)

    def read(self, stream):
        while digit := stream.read(1):
            length = b""
            while digit != b" ":
                length += digit
                digit = stream.read(1)
            self.messages.append(Message(stream.read(int(length))))


def section(port, **more):
    return {"Audit": {"Syslog": {"Host": "127.0.0.1", "Port": port, **more}}}


def await_message(server, event, what, kind=""):
    def found():
        return next((one for one in list(server.messages) if one.event == event and (not kind or one.type == kind)), None)

    return wait_until(found, what, 30)


def certificate(folder, name, address="127.0.0.1"):
    """An authority of its own and a certificate that it signed: (authority, certificate, key)."""
    authority, authority_key, request, signed, key, extensions = (
        folder / f"{name}-{part}" for part in ("ca.pem", "ca.key", "request.pem", "certificate.pem", "key.pem", "extensions"))
    extensions.write_text(f"subjectAltName=IP:{address}\n")
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for arguments in (
            ["req", "-x509", *new_key, "-days", "2", "-subj", f"/CN={name} authority", "-keyout", authority_key, "-out", authority],
            ["req", *new_key, "-subj", f"/CN={name}", "-keyout", key, "-out", request],
            ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial", "-days", "2", "-extfile",
             extensions, "-out", signed]):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    return authority, signed, key


def test_udp_tells_of_the_whole_way(tmp_path, stills):
    with UdpServer() as server:
        with Session(tmp_path, section(server.port), network_ms=1) as session:
            assert await_message(server, "110100", "the start", START).priority == 85
            outcome = session.process(stills[:1])[0]
            step = await_message(server, PROCEDURE, "the end of the step")
            transfer = await_message(server, TRANSFER, "the objects of the step")
            assert step.outcome == "0" and len(step.details("20")["SonolistLogHash"]) == 64
            assert step.objects["20"].get("ParticipantObjectID") == "urn:oid:" + outcome.workitem["00080018"]["Value"][0]
            assert step.objects["1"].get("ParticipantObjectID") == outcome.workitem["00100020"]["Value"][0]
            classes = {one.get("UID"): one.get("NumberOfInstances") for one in transfer.objects["3"].iter("SOPClass")}
            assert classes == {SEG: "1", SR: "1"}
            assert step.users[-1] == transfer.users[-1] and step.users[-1].startswith("Sonolist@")

            session.orthanc.get("/sonolist/audit/results?patient=P%26%3C1")
            query = await_message(server, QUERY, "the query")
            assert query.users[0] == session.orthanc.user
            text = base64.b64decode(query.objects["3"].find("ParticipantObjectQuery").text).decode()
            assert text == "GET /sonolist/audit/results?patient=P&<1"
            verified = session.orthanc.get("/sonolist/audit/verify")
            used = await_message(server, LOG_USED, "the use of the log")
            assert verified["intact"] and not [one for one in server.messages if one.event == ALERT]
            head = next(log["head"] for log in verified["logs"] if log["log"] == "access")
            assert query.details("3")["SonolistLogHash"] == head
            assert used.objects["13"].find("ParticipantObjectName").text == "Security Audit Log"

            with sqlite3.connect(next(tmp_path.rglob("sonolist.db"))) as database:
                database.execute("UPDATE access SET user_name = 'nobody' WHERE id = 1")
            assert not session.orthanc.get("/sonolist/audit/verify")["intact"]
            alert = await_message(server, ALERT, "the alert")
            assert (alert.priority, alert.outcome) == (84, "12")
            assert "row 1" in alert.details("13")["Alert Description"]
        await_message(server, "110100", "the stop", STOP)


def test_tls_waits_for_a_server_that_it_trusts(tmp_path):
    authority, signed, key = certificate(tmp_path, "syslog")
    _, strange, strange_key = certificate(tmp_path, "stranger")
    port = free_port()
    settings = section(port, Transport="tls", CaFile=str(authority))
    with Orthanc(tmp_path / "pacs", settings) as orthanc:
        wait_until(lambda: any("syslog server" in one["message"] for one in orthanc.get("/sonolist/status")["lastErrors"]),
                   "the report that nobody listens")
        with TlsServer(strange, strange_key, port) as stranger:
            wait_until(lambda: stranger.refusals, "the refusal of the stranger", 40)
            assert not stranger.messages
        with TlsServer(signed, key, port) as server:
            await_message(server, "110100", "the start", START)
            orthanc.get("/sonolist/audit/values")
            await_message(server, QUERY, "the query")
        with TlsServer(signed, key, port) as server:
            orthanc.get("/sonolist/audit/values")
            await_message(server, QUERY, "the query on a new connection")
            orthanc.stop()
            await_message(server, "110100", "the stop", STOP)


@pytest.mark.parametrize("syslog, named", [
    ({"Transport": "tcp"}, "Sonolist.Audit.Syslog.Transport"),
    ({"Transport": "tls", "CaFile": "missing.pem"}, "Sonolist.Audit.Syslog.CaFile"),
    ({"Prot": 1}, "Prot"),
])
def test_a_wrong_setting_is_named(tmp_path, syslog, named):
    orthanc = Orthanc(tmp_path, {"Audit": {"Syslog": {"Host": "127.0.0.1", **syslog}}})
    with pytest.raises(RuntimeError, match=named):
        orthanc.start()
