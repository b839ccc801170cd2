"""A port of the loopback address with a thread for each connection."""

import socket
import struct
import threading


def reset_on_close(connection):
    """Its peer will see a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Listener:
    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.socket.getsockname()[1]

    def start(self):
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self.converse, args=(client,), daemon=True).start()

    def converse(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with client:
            try:
                self.serve(client)
            except OSError:
                pass  # either side is gone; closing tells the other

    def serve(self, client):
        raise NotImplementedError

    def close(self):
        # A blocked accept() keeps the socket open: shutdown ends it.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
