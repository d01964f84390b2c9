"""Ask a server on this machine for one page again and again, on a fixed number of connections, for a fixed time."""

import asyncio
import math
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
HEAD_END = b"\r\n\r\n"
SECONDS_TO_ANSWER = 30


class UnexpectedAnswer(Exception):
    """The server did not answer as a page of this kind should; the numbers would measure something else."""


@dataclass(frozen=True)
class Round:
    """What one round measured; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float


class Connection(asyncio.Protocol):
    """One kept-alive connection that asks, waits for the whole answer, and asks again until the time is over."""

    def __init__(self, request: bytes, status: int, until: float, times: list[float]):
        self.request, self.status, self.until, self.times = request, status, until, times
        self.buffer, self.length = bytearray(), -1
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Send the request."""
        self.asked = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data):
        self.buffer += data
        if self.length < 0:
            end = self.buffer.find(HEAD_END)
            if end < 0:
                return
            try:
                self.length = end + len(HEAD_END) + answer_length(bytes(self.buffer[:end]), self.status)
            except UnexpectedAnswer as error:
                self.transport.abort()
                self.done.set_exception(error)
                return
        if len(self.buffer) >= self.length:
            now = time.perf_counter()
            self.times.append(now - self.asked)
            self.buffer.clear()
            self.length = -1
            if now < self.until:
                self.ask()
            else:
                self.transport.close()
                self.done.set_result(None)

    def connection_lost(self, exc):
        if not self.done.done():
            self.done.set_exception(exc or UnexpectedAnswer("the server closed the connection"))


def answer_length(head: bytes, status: int) -> int:
    """Return the length of the body in bytes that the head of an answer announces; refuse another status."""
    first, *lines = head.split(b"\r\n")
    if first.split(b" ")[1:2] != [str(status).encode()]:
        raise UnexpectedAnswer(f"{first.decode(errors='replace')} instead of {status}")
    headers = dict(line.lower().split(b":", 1) for line in lines)
    if b"content-length" in headers:
        return int(headers[b"content-length"])
    if status == 304:
        return 0
    raise UnexpectedAnswer("an answer without Content-Length")


def percentile(times: list[float], share: float) -> float:
    """Return the time that this share of the answers did not exceed (nearest rank)."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


def ask(port: int, path: str, *, headers: dict[str, str], status: int, connections: int, seconds: float) -> Round:
    """Ask for a page on so many connections for so long; raise UnexpectedAnswer when the server answers otherwise."""
    lines = {"Host": "localhost", "Accept-Encoding": "gzip", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    request = f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
    try:
        return asyncio.run(_round(port, request, status, connections, seconds))
    except UnexpectedAnswer as error:
        raise UnexpectedAnswer(f"{path}: {error}") from error
    except TimeoutError as error:
        raise UnexpectedAnswer(f"{path}: no answer within {SECONDS_TO_ANSWER} s") from error


async def _round(port: int, request: bytes, status: int, connections: int, seconds: float) -> Round:
    loop, times = asyncio.get_running_loop(), []
    began = time.perf_counter()
    opened = []
    try:
        for _connection in range(connections):
            _transport, protocol = await loop.create_connection(
                lambda: Connection(request, status, began + seconds, times), HOST, port
            )
            opened.append(protocol)
        async with asyncio.timeout(seconds + SECONDS_TO_ANSWER):
            for each in opened:
                await each.done
    finally:
        for each in opened:
            each.transport.abort()
            if not each.done.cancel() and not each.done.cancelled():
                each.done.exception()  # seen, so that asyncio does not print it beside the first one
    elapsed = time.perf_counter() - began
    return Round(
        per_second=len(times) / elapsed,
        p50=percentile(times, 0.50) * 1000,
        p95=percentile(times, 0.95) * 1000,
        p99=percentile(times, 0.99) * 1000,
    )
