"""Counts and times of what was served, for Prometheus, and a line of JSON about each request."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0)
_FLUSH_SECONDS = 0.5


class Metrics:
    """What happened since the start."""

    def __init__(self) -> None:
        self.started = time.time()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.sent = 0
        self._seconds: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_BUCKETS) + 1))
        self._sums: Counter[str] = Counter()

    def count(self, lane: str, method: str, status: int, seconds: float, sent: int) -> None:
        """A request is done. `lane`: who answered it."""
        self.requests[lane, method, status] += 1
        self.sent += sent
        self._sums[lane] += seconds  # type: ignore[assignment]
        self._seconds[lane][next((i for i, limit in enumerate(_BUCKETS) if seconds <= limit), len(_BUCKETS))] += 1

    def text(self, gauges: Mapping[str, float], events: Mapping[str, int]) -> str:
        """In Prometheus' text form. `gauges` are how things stand, `events` what the workers went through."""
        lines = ["# HELP kg_requests_total Requests by who answered them.", "# TYPE kg_requests_total counter"]
        for (lane, method, status), count in sorted(self.requests.items()):
            lines.append(f'kg_requests_total{{lane="{lane}",method="{method}",status="{status}"}} {count}')
        lines += ["# HELP kg_request_seconds Time from request to answer.", "# TYPE kg_request_seconds histogram"]
        for lane, counts in sorted(self._seconds.items()):
            total = 0
            for limit, count in zip((*map(str, _BUCKETS), "+Inf"), counts, strict=True):
                total += count
                lines.append(f'kg_request_seconds_bucket{{lane="{lane}",le="{limit}"}} {total}')
            lines.append(f'kg_request_seconds_sum{{lane="{lane}"}} {self._sums[lane]:.6f}')
            lines.append(f'kg_request_seconds_count{{lane="{lane}"}} {total}')
        lines += ["# HELP kg_sent_bytes_total Bytes of answers.", "# TYPE kg_sent_bytes_total counter"]
        lines += [f"kg_sent_bytes_total {self.sent}"]
        lines += ["# HELP kg_worker_events_total What workers went through.", "# TYPE kg_worker_events_total counter"]
        lines += [f'kg_worker_events_total{{event="{name}"}} {count}' for name, count in sorted(events.items())]
        for name, value in sorted({**gauges, "start_time_seconds": self.started}.items()):
            lines += [f"# TYPE kg_{name} gauge", f"kg_{name} {value:g}" if value < 1e6 else f"kg_{name} {value:.0f}"]
        return "\n".join(lines) + "\n"


class AccessLog:
    """A line of JSON for each request, never with what was asked: questions about a conflict can be sensitive."""

    def __init__(self, target: str) -> None:
        self._stream: TextIO | None = None
        if target == "-":
            self._stream = sys.stderr
        elif target:
            self._stream = Path(target).open("a", encoding="utf-8")  # noqa: SIM115
        self._flushed = 0.0

    def write(self, lane: str, method: str, path: str, status: int, seconds: float, sent: int, client: str) -> None:
        """Note a request."""
        if self._stream is None:
            return
        now = time.time()
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z",
            "client": client, "method": method, "path": path, "status": status, "bytes": sent,
            "ms": round(seconds * 1000, 2), "lane": lane,
        }  # fmt: skip
        self._stream.write(json.dumps(line, ensure_ascii=True) + "\n")
        if now - self._flushed > _FLUSH_SECONDS:
            self.flush(now)

    def flush(self, now: float | None = None) -> None:
        """Write out what waits."""
        if self._stream is not None:
            self._stream.flush()
            self._flushed = time.time() if now is None else now
