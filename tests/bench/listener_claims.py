"""Claim, update and complete through the plug-in's own door, by one client that keeps its connection."""

import http.client
import json
import time
import urllib.parse

from tests.harness import ups_samples as ups
from tests.harness.door import basic

WORKITEMS = "/dicom-web/workitems"


class Client:
    def __init__(self, orthanc):
        address = urllib.parse.urlsplit(orthanc.listener())
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.headers = {"Authorization": basic(orthanc.user, orthanc.password), "Content-Type": "application/dicom+json"}

    def send(self, method, path, data_set):
        self.connection.request(method, WORKITEMS + path, json.dumps([data_set]).encode(), self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: HTTP {answer.status} {body[:300]!r}")


def steps_per_second(orthanc, steps):
    client = Client(orthanc)
    for number in range(steps):
        client.send("POST", "", {**ups.step(), "00080018": ups.element("UI", uid_of(number))})
    began = time.perf_counter()
    for number in range(steps):
        claim_and_complete(client, uid_of(number))
    return steps / (time.perf_counter() - began)


def uid_of(number):
    return f"2.25.1{number}"


def claim_and_complete(client, uid):
    transaction = uid + ".9"
    client.send("PUT", f"/{uid}/state", ups.state("IN PROGRESS", transaction))
    client.send("POST", f"/{uid}", {**ups.performed(), "00081195": ups.element("UI", transaction)})
    client.send("PUT", f"/{uid}/state", ups.state("COMPLETED", transaction))
