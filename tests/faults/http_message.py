"""HTTP/1.1 messages as the bytes they are on the wire, cut where one ends and the next begins."""

import dataclasses

LINE_LIMIT = 65536


@dataclasses.dataclass
class Message:
    head: bytes  # start line and headers, with the empty line that ends them
    body: bytes  # as transferred: chunks keep their framing
    ends_connection: bool = False

    @property
    def raw(self):
        return self.head + self.body

    @property
    def start_line(self):
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    @property
    def status(self):
        return int(self.start_line.split()[1])


def answer(status, reason):
    """A short answer of a proxy, as one between processor and PACS may give."""
    text = f"{status} {reason}\n".encode()
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
    return Message(head.encode(), text)


def read_request(stream):
    """The next request, or None when the client has no more."""
    head = read_head(stream)
    if head is None:
        return None
    if b"chunked" in header(head, b"transfer-encoding"):
        return Message(head, read_chunks(stream))
    return Message(head, exactly(stream, int(header(head, b"content-length") or 0)))


def read_response(stream, method):
    head = read_head(stream)
    if head is None:
        raise ConnectionResetError("the server closed the connection without an answer")
    status = int(head.split(None, 2)[1])
    if method == "HEAD" or status in (204, 304) or status < 200:
        return Message(head, b"")
    if b"chunked" in header(head, b"transfer-encoding"):
        return Message(head, read_chunks(stream))
    length = header(head, b"content-length")
    if length:
        return Message(head, exactly(stream, int(length)))
    return Message(head, stream.read(), ends_connection=True)


def read_head(stream):
    lines = [stream.readline(LINE_LIMIT)]
    if not lines[0]:
        return None
    while lines[-1] != b"\r\n":
        lines.append(stream.readline(LINE_LIMIT))
        if not lines[-1]:
            raise ConnectionResetError("the connection ended inside the headers")
    return b"".join(lines)


def header(head, name):
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip().lower()
    return b""


def exactly(stream, length):
    body = stream.read(length)
    if len(body) < length:
        raise ConnectionResetError("the connection ended inside a body")
    return body


def read_chunks(stream):
    parts = []
    while True:
        line = stream.readline(LINE_LIMIT)
        if not line:
            raise ConnectionResetError("the connection ended inside a chunk")
        size = int(line.split(b";")[0], 16)
        parts += [line, exactly(stream, size + 2)]
        if size == 0:
            return b"".join(parts)
