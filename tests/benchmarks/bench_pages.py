"""Weight, first paint and server time of each page: `python -m tests.benchmarks.bench_pages STORE`.

A server of its own and a browser with an empty cache for each page. The weight is what crosses the wire (compressed),
with what scripts and workers fetch until the page has drawn. Server time is the median of five requests after a first.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

CHROMIUM = "/usr/bin/chromium"
SOFTWARE_GL = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
PAGES = {
    "/": "h1",
    "/search?q=aleppo": "h1",
    "/incidents": "h1",
    "/actors": "h1",
    "/claims": "h1",
    "/timeline": "h1",
    "/q": "h1",
    "/schema": "h1",
    "/map": "[data-drawn]",
    "/network": "[data-drawn]",
    "/editor": "form[data-ready]",
}
"""Pages with what shows that they are there; the first of each list is followed too."""

LISTS = {"/articles": "/article/", "/incidents": "/event/", "/actors": "/actor/", "/places": "/place/"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Kilobytes on the wire, milliseconds to the first paint, milliseconds that the server takes."""

    path: str
    kilobytes: float
    paint: float
    server: float


def main(store: str) -> None:
    """Serve a store and print a line of a table for each page."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "kg", "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        try:
            assert server.stdout is not None
            found = re.search(r"at (http://\S+?)/? ", server.stdout.readline())
            assert found, "the server did not say where it listens"
            _wait_for(found[1])
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SOFTWARE_GL))
            _table(browser, found[1])
            browser.close()
        finally:
            server.terminate()


def _table(browser: Browser, address: str) -> None:
    pages = PAGES | {_first(address, path, start): "h1" for path, start in LISTS.items()}
    for path, sign in pages.items():
        one = _weigh(browser, address, path, sign)
        print(f"| `{one.path}` | {one.kilobytes:.0f} | {one.paint:.0f} | {one.server:.0f} |", flush=True)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            _get(f"{address}/timeline")
            return
        except OSError:
            time.sleep(0.1)


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def _length(address: str) -> int:
    """Bytes on the wire of what a worker fetched: the browser does not tell them."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return len(answer.read())


def _first(address: str, path: str, start: str) -> str:
    """The first thing that a list leads to."""
    found = re.search(rf'href="({start}[^"#?]+)', _get(address + path))
    assert found, f"{path} leads to no {start}"
    return found[1]


def _weigh(browser: Browser, address: str, path: str, sign: str) -> Weighed:
    times = []
    for _ in range(6):
        start = time.perf_counter()
        _get(address + path)
        times.append(1000 * (time.perf_counter() - start))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    context.on("requestfinished", note)
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_selector(sign, timeout=60_000)
    page.wait_for_timeout(1000)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    weight = sum(request.sizes()["responseBodySize"] or _length(request.url) for request in finished)
    context.close()
    return Weighed(path, weight / 1000, paint, sorted(times[1:])[2])


if __name__ == "__main__":
    main(sys.argv[1])
