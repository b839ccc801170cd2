"""Between a modality and the PACS: relays one DICOM association for each image, or cuts it at a chosen moment."""

import contextlib
import socket
import threading

from .listener import Listener, reset_on_close

BLOCK = 65536


class Association:
    """One image on its way by C-STORE."""

    sender, purpose = "modality", "c-store"

    def __init__(self, client, upstream, size):
        self.client, self.upstream, self.size = client, upstream, size
        self.sent = 0  # bytes that the modality has sent

    def run(self, on_data=lambda: None, on_answer=lambda: None):
        """Relays to the end. Calls on_data() when half of the image is sent, and on_answer() when the PACS answers to all of it: an
        OSError from them cuts both sides."""
        with socket.create_connection(self.upstream, timeout=60) as server:
            self.server = server
            from_client = threading.Thread(target=self.pass_on, args=(on_data,), daemon=True)
            from_client.start()
            try:
                while block := server.recv(BLOCK):
                    if self.sent > self.size // 2:
                        on_answer()
                    self.client.sendall(block)
            except OSError:
                reset_on_close(self.client)
            self.end_both()
            from_client.join()

    def pass_on(self, on_data):
        try:
            while block := self.client.recv(BLOCK):
                before, self.sent = self.sent, self.sent + len(block)
                self.server.sendall(block)
                if before <= self.size // 2 < self.sent:
                    on_data()
        except OSError:
            reset_on_close(self.client)
            reset_on_close(self.server)
        self.end_both()

    def end_both(self):
        for side in (self.client, self.server):
            with contextlib.suppress(OSError):  # it has ended
                side.shutdown(socket.SHUT_RDWR)


class Relay(Listener):
    """`act(association)` runs it, well or badly."""

    def __init__(self, upstream, act):
        super().__init__()
        self.upstream, self.act, self.size = upstream, act, 0
        self.start()

    @property
    def dicom_port(self):
        return self.port

    def serve(self, client):
        self.act(Association(client, self.upstream, self.size))


def cut_in_data(association):
    association.run(on_data=hang_up)


def cut_before_answer(association):
    association.run(on_answer=hang_up)


def hang_up():
    raise ConnectionResetError("cut by the relay")


KINDS = {fault.__name__.replace("_", "-"): fault for fault in (cut_in_data, cut_before_answer)}
