"""One way into the plug-in: Orthanc's port or its own listener."""

import base64
import dataclasses
import http.client
import json
import ssl
import urllib.parse


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    def json(self):
        return json.loads(self.body)


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Door:
    def __init__(self, url, user="", password="", ca_file=None):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.authorization = {"Authorization": basic(user, password)} if user else {}
        self.tls = ssl.create_default_context(cafile=ca_file) if parts.scheme == "https" else None

    def ask(self, method, path, body=None, **headers):
        """Answer; a body that is no bytes is sent as DICOM JSON. Header names with "_" for "-"."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            named.setdefault("Content-Type", "application/dicom+json")
        kind = http.client.HTTPSConnection if self.tls else http.client.HTTPConnection
        options = {"context": self.tls} if self.tls else {}
        connection = kind(self.host, self.port, timeout=60, **options)
        try:
            connection.request(method, path, body, {**self.authorization, **named})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


def orthanc_door(orthanc):
    return Door(orthanc.url, orthanc.user, orthanc.password)


def listener_door(orthanc, ca_file=None):
    return Door(orthanc.listener(), orthanc.user, orthanc.password, ca_file)
