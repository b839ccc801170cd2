"""A subscriber's end of the event channel."""

import asyncio
import json
import queue
import threading

import websockets


class Channel:
    """Opened by `with`; events() gives what came since, waiting for a given number."""

    def __init__(self, url, headers):
        self.url, self.headers = url, headers
        self.received, self.loop, self.thread = queue.Queue(), asyncio.new_event_loop(), None

    def __enter__(self):
        opened = threading.Event()
        self.thread = threading.Thread(target=lambda: self.loop.run_until_complete(self._listen(opened)), daemon=True)
        self.thread.start()
        assert opened.wait(30), f"the channel {self.url} did not open"
        assert self.error is None, self.error
        return self

    error = None

    async def _listen(self, opened):
        try:
            async with websockets.connect(self.url, extra_headers=self.headers) as self.socket:
                opened.set()
                async for message in self.socket:
                    self.received.put(json.loads(message))
        except Exception as error:  # shown to the test that waits
            self.error = None if opened.is_set() else error
            opened.set()

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.socket.close(), self.loop)
        self.thread.join(30)

    def events(self, count, timeout=30):
        return [self.received.get(timeout=timeout) for _ in range(count)]

    def event(self, uid, event_type, timeout=30):
        """The next event of this type and workitem; others are passed over."""
        while True:
            event = self.received.get(timeout=timeout)
            if event["00001002"]["Value"] == [event_type] and (uid is None or event["00001000"]["Value"] == [uid]):
                return event

    def nothing_before(self, uid):
        """All events that came before the first one of `uid`, which must come."""
        seen = []
        while True:
            event = self.received.get(timeout=30)
            if event["00001000"]["Value"] == [uid]:
                return seen
            seen.append(event)
