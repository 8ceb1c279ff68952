"""An answer on its way out of a worker: rows are counted, formulas made harmless, bytes packed and cut into parts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from kg.serving.jobs import PIECE

# What begins a cell that a spreadsheet would run. It is looked for in a copy in which all bytes that play the same part
# are the same (separators `,`, formula signs `=`): that search jumps from separator to separator, so that the guard costs
# a tenth of the answer instead of more than it. A carriage return begins a cell only within quotes; else the line ends.
_RISKY = re.compile(rb',(?:=|"[=\r])')
_PARTS = bytes(
    ord("," if c in b",\n" else "=" if c in b"=+-@\t" else chr(c) if c in b'"\r' else "x") for c in range(256)
)
_QUOTE = ord('"')
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[,\r\n]|\Z)")


class EnoughError(Exception):
    """Raised from `write` to stop the engine: enough rows are out."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows are told apart in a form.

    `mark` stands between two rows (`between`) or after each, and once after the header where there is one; its first
    `keeps` bytes belong to the row before. `closing` ends an answer that is cut there.
    """

    mark: bytes
    keeps: int
    closing: bytes
    between: bool = False
    header: bool = False


# Literals cannot hold the marks: quotes are escaped in JSON, `<` in XML, line ends in TSV. In CSV a text may hold CR LF
# inside quotes; then the count is too high by one.
LAYOUTS = {
    "json": Layout(b'}},{"', 2, b"]}}", between=True),
    "xml": Layout(b"</result>", 9, b"</results></sparql>"),
    "csv": Layout(b"\r\n", 2, b"", header=True),
    "tsv": Layout(b"\n", 1, b"", header=True),
}


class RowLimit:
    """Passes an answer on; where it would hold more than `most` rows, stops the engine by `EnoughError`.

    A clean limit ends the answer properly after the last row that fits; the other one only breaks off. `most` 0: none.
    """

    def __init__(self, layout: Layout, most: int, clean: bool, pass_on: Callable[[bytes], None]) -> None:
        self._layout = layout
        # That a row follows shows by the mark between the two, or by its own.
        self._left = most + layout.header + (0 if clean or layout.between else 1)
        self._clean = clean
        self._pass_on = pass_on
        self._tail = b""
        self._counting = most > 0
        self._over = False

    def write(self, data: bytes) -> None:
        """Take a piece of the answer."""
        if self._over:  # the engine empties its buffer once more after it was stopped
            raise EnoughError
        if not self._counting:
            self._pass_on(data)
            return
        # A mark may be cut by the end of a piece: what could be its beginning waits for the next.
        data = self._tail + data
        wait = len(self._layout.mark) - 1
        found = data.count(self._layout.mark)
        if found >= self._left:
            self._cut(data)
        self._left -= found
        last = data.rfind(self._layout.mark)
        start = max(len(data) - wait, last + len(self._layout.mark) if last >= 0 else 0)
        self._tail = data[start:]
        self._pass_on(data[:start])

    def finish(self) -> None:
        """Pass on what waits."""
        tail, self._tail = self._tail, b""
        self._pass_on(tail)

    def _cut(self, data: bytes) -> None:
        self._over = True
        at = -1
        for _ in range(self._left):
            at = data.index(self._layout.mark, at + 1)
        if self._clean:
            self._pass_on(data[: at + self._layout.keeps] + self._layout.closing)
        raise EnoughError


class FormulaGuard:
    """CSV in which no cell begins like a formula of a spreadsheet: such a cell gets an apostrophe. Numbers stay."""

    def __init__(self, pass_on: Callable[[bytes], None]) -> None:
        self._pass_on = pass_on
        self._quoted = False
        self._waiting = b""

    def write(self, data: bytes) -> None:
        """Take a piece; whole lines go on."""
        data = self._waiting + data
        end = data.rfind(b"\n") + 1
        self._waiting = data[end:]
        if end:
            self._pass_on(self._safe(data[:end]))

    def finish(self) -> None:
        """Pass on what has no line end."""
        rest, self._waiting = self._waiting, b""
        if rest:
            self._pass_on(self._safe(rest))

    def _safe(self, lines: bytes) -> bytes:
        out = bytearray()
        done = 0
        quotes = int(self._quoted)
        for found in _RISKY.finditer((b"\n" + lines).translate(_PARTS)):
            start = found.start()  # of the cell: the line end put in front makes up for the separator
            quotes += lines.count(b'"', done, start)
            out += lines[done:start]
            done = start
            if quotes % 2 or _NUMBER.match(lines, start):  # a separator within quotes is text
                continue
            sign = start + (lines[start] == _QUOTE)
            quotes += sign - start
            out += lines[start:sign] + b"'"
            done = sign
        quotes += lines.count(b'"', done)
        out += lines[done:]
        self._quoted = bool(quotes % 2)
        return bytes(out)


class Parts:
    """Gathers what is written, packs it where that is wanted, and hands it on in parts of 128 KiB."""

    def __init__(self, send: Callable[[bytes], None], gzip: bool) -> None:
        self._send = send
        self._pack = zlib.compressobj(1, zlib.DEFLATED, 31) if gzip else None
        self._held = bytearray()
        self.started = False

    def write(self, data: bytes) -> None:
        """Take bytes; a full part goes out at once."""
        self._held += self._pack.compress(data) if self._pack else data
        if len(self._held) >= PIECE:
            self.started = True
            self._send(bytes(self._held))
            self._held.clear()

    def rest(self) -> bytes:
        """What is left at the end."""
        if self._pack:
            self._held += self._pack.flush()
        return bytes(self._held)
