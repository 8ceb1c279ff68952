"""uvicorn's protocol, which would wait for ever for a request's head and for a client that does not read, with an end."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_HEAD = 262_144  # bytes of a request's line and headers: an address may hold a query
_HEAD_SECONDS = 10.0


class Bounded(HttpToolsProtocol):
    """A connection that waits for no head longer than ten seconds, and for no reader longer than `idle_seconds`."""

    idle_seconds = 15.0
    _head_bytes = 0
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is expected."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._stop_waiting()
        self._moving()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came; a head may not be endless."""
        if self._timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD:
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Another request begins."""
        super().on_message_begin()
        self.scope["kg.transport"] = self.transport  # type: ignore[typeddict-unknown-key]
        self._expect_head()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_waiting()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """The client reads too slowly."""
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self.idle_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        self._moving()
        super().resume_writing()

    def _expect_head(self) -> None:
        if self._timer is None:
            self._head_bytes = 0
            self._timer = self.loop.call_later(min(_HEAD_SECONDS, self.idle_seconds), self.transport.close)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _moving(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None


def bounded_protocol(idle_seconds: float) -> type[asyncio.Protocol]:
    """The protocol with its patience set."""
    return type("Bounded", (Bounded,), {"idle_seconds": idle_seconds})
