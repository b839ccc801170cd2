"""A UPS-RS client that hides nothing: answers are values, also errors."""

import base64
import http.client
import json
import urllib.parse
import uuid
from dataclasses import dataclass

JSON = "application/dicom+json"
GLOBAL = "1.2.840.10008.5.1.4.34.5"
FILTERED = "1.2.840.10008.5.1.4.34.5.1"
PUSH = "1.2.840.10008.5.1.4.34.6.1"


def new_uid():
    return f"2.25.{uuid.uuid4().int}"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def items(self):
        return json.loads(self.body) if self.body else []

    @property
    def warnings(self):
        return self.headers.get_all("Warning") or []

    def warned(self, text):
        """The texts behind `299 <service>: `."""
        return any(warning.startswith("299 ") and warning.endswith(": " + text) for warning in self.warnings)

    def __repr__(self):
        return f"<HTTP {self.status} {self.warnings} {self.body[:400]!r}>"


class Client:
    def __init__(self, base_url, username=None, password=None, post_query=True):
        self.url = urllib.parse.urlsplit(base_url.rstrip("/"))
        self.post_query = post_query
        self.authorization = {}
        if username:
            token = base64.b64encode(f"{username}:{password}".encode()).decode()
            self.authorization = {"Authorization": "Basic " + token}

    def request(self, method, path="", body=None, query=None, headers=None, content_type=JSON):
        """`path` is below /workitems; `query` a text that is percent-encoded already, or a dict."""
        if isinstance(query, dict):
            query = urllib.parse.urlencode(query, quote_via=urllib.parse.quote)
        target = self.url.path + "/workitems" + path + (f"?{query}" if query else "")
        sent = {"Accept": JSON, **self.authorization}
        if body is not None:
            sent["Content-Type"] = content_type
            if isinstance(body, (dict, list)):
                body = json.dumps(body).encode()
        sent.update(headers or {})
        kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.url.hostname, self.url.port, timeout=60)
        try:
            connection.request(method, target, body=body if body is not None else b"",
                               headers={name: value for name, value in sent.items() if value is not None})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    # --- Transactions. Without queries of POST everything travels in the body. ---

    def create(self, item, uid=None, **more):
        uid = uid or new_uid()
        if self.post_query:
            return self.request("POST", "", [item], {"workitem": uid}, **more)
        return self.request("POST", "", [{**item, "00080018": {"vr": "UI", "Value": [uid]}}], **more)

    def retrieve(self, uid, **more):
        return self.request("GET", "/" + uid, **more)

    def item(self, uid):
        answer = self.retrieve(uid)
        assert answer.status == 200, answer
        return answer.items()[0]

    def update(self, uid, attributes, transaction=None, **more):
        if transaction and self.post_query:
            return self.request("POST", "/" + uid, [attributes], {"Transaction-uid": transaction}, **more)
        if transaction:
            attributes = {**attributes, "00081195": {"vr": "UI", "Value": [transaction]}}
        return self.request("POST", "/" + uid, [attributes], **more)

    def change_state(self, uid, state, transaction=None, requester=None, **more):
        body = {"00741000": {"vr": "CS", "Value": [state]}}
        if transaction is not None:
            body["00081195"] = {"vr": "UI", "Value": [transaction]}
        return self.request("PUT", f"/{uid}/state" + (f"/{requester}" if requester else ""), [body], **more)

    def request_cancel(self, uid, body=None, requester=None, **more):
        path = f"/{uid}/cancelrequest" + (f"/{requester}" if requester else "")
        return self.request("POST", path, [body] if body is not None else None, **more)

    def search(self, query=None, **more):
        return self.request("GET", "", query=query, **more)

    def found(self, query):
        answer = self.search(query)
        assert answer.status in (200, 204, 206), answer
        return [found["00080018"]["Value"][0] for found in answer.items()]

    def subscribe(self, target, ae_title, lock=None, filter_text=None):
        path = f"/{target}/subscribers/{urllib.parse.quote(ae_title)}"
        if self.post_query:
            parts = [] if lock is None else [f"deletionlock={'true' if lock else 'false'}"]
            parts += [] if filter_text is None else ["filter=" + urllib.parse.quote(filter_text)]
            return self.request("POST", path, query="&".join(parts))
        body = {} if lock is None else {"DeletionLock": "TRUE" if lock else "FALSE"}
        if filter_text is not None:
            body["Filter"] = filter_text
        return self.request("POST", path, body or None, content_type="application/json")

    def unsubscribe(self, target, ae_title):
        return self.request("DELETE", f"/{target}/subscribers/{urllib.parse.quote(ae_title)}")

    def suspend(self, target, ae_title):
        return self.request("POST", f"/{target}/subscribers/{urllib.parse.quote(ae_title)}/suspend")

    # --- Steps in a state ---

    def step(self, state, item=None):
        """(UID, Transaction UID) of a new step in this state."""
        from . import samples
        uid, transaction = new_uid(), new_uid()
        assert self.create(item or samples.item(), uid).status == 201
        if state == "SCHEDULED":
            return uid, transaction
        assert self.change_state(uid, "IN PROGRESS", transaction).status == 200
        if state == "COMPLETED":
            assert self.update(uid, samples.performed(), transaction).status == 200
            assert self.change_state(uid, "COMPLETED", transaction).status == 200
        if state == "CANCELED":
            assert self.change_state(uid, "CANCELED", transaction).status == 200
        return uid, transaction
