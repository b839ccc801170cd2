"""An HTTP proxy on the loopback address that asks for each exchange what shall go wrong with it."""

import dataclasses
import re
import socket

from . import http_message
from .listener import Listener, reset_on_close

# What an exchange is for; the first pattern that fits its start line counts.
PURPOSES = (
    ("claim", re.compile(r"POST \S*/workitems/claims\b")),
    ("subscribe", re.compile(r"POST \S*/workitems/[\d.]+/subscribers/")),
    ("state", re.compile(r"PUT \S*/workitems/[\d.]+/state\b")),
    ("update", re.compile(r"POST \S*/workitems/[\d.]+(\?\S*)? ")),
    ("store", re.compile(r"POST \S*/studies\b")),
    ("fetch", re.compile(r"GET \S*/studies/")),
    ("send", re.compile(r"POST \S*/instances\b")),
)
STATES = {b"IN PROGRESS": "claim", b"COMPLETED": "complete", b"CANCELED": "cancel"}


def purpose_of(request):
    for purpose, pattern in PURPOSES:
        if pattern.match(request.start_line):
            break
    else:
        return "other"
    if purpose == "state":
        return next((named for state, named in STATES.items() if state in request.body), "other")
    return purpose


def workitem_of(request):
    found = re.search(r"/workitems/([\d.]+)", request.start_line)
    return found.group(1) if found else ""


@dataclasses.dataclass
class Exchange:
    """One request on its way, with what a fault may do to it."""

    sender: str  # name of the proxy
    request: http_message.Message
    client: socket.socket
    upstream: tuple  # address

    @property
    def purpose(self):
        return purpose_of(self.request)

    def ask(self):
        """Lets the server act and returns its answer. OSError when there is none."""
        with socket.create_connection(self.upstream, timeout=60) as server, server.makefile("rb") as stream:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sendall(self.request.raw)
            return http_message.read_response(stream, self.request.start_line.split()[0])

    def ask_in_part(self):
        """The server gets the first half of the request, then a reset."""
        with socket.create_connection(self.upstream, timeout=60) as server:
            server.sendall(self.request.raw[: len(self.request.raw) // 2])
            reset_on_close(server)

    def answer(self, message):
        self.client.sendall(message.raw)
        if message.ends_connection:
            raise ConnectionAbortedError("the end of the connection is the end of the answer")

    def reset(self):
        """The client sees its connection reset."""
        reset_on_close(self.client)
        raise ConnectionResetError("reset by the proxy")


class Proxy(Listener):
    """`act(exchange)` carries an exchange out, well or badly; an OSError from it ends the client's connection."""

    def __init__(self, name, upstream, act):
        super().__init__()
        self.name, self.upstream, self.act = name, upstream, act
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, client):
        with client.makefile("rb") as stream:
            while (request := http_message.read_request(stream)) is not None:
                self.act(Exchange(self.name, request, client, self.upstream))
