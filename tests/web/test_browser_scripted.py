"""The pages that draw, in a real browser against a real server: typed into, drawn, looked at pixel by pixel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")
SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox")
DRAWN = 30_000  # ms: WebGL in software on a busy machine
EDITOR = "SPARQL query"


@pytest.fixture(scope="module")
def address(seeds_store: Path) -> Iterator[str]:
    """A server over the seeds, started as a user starts it, on a port of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-m", "kg", "serve", "--store", str(seeds_store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=clean) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"at (http://\S+?)/? ", server.stdout.readline())
            assert found, "the server did not say where it listens"
            wait_for(found[1])
            yield found[1]
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    """Until the server takes requests."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/timeline", timeout=30).read()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no server at {address} after 20 s")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SOFTWARE_GL))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page with what went wrong on it: console errors, scripts that failed, requests that left the server."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh window; at the end nothing may have gone wrong, the policy of the pages included."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    visit = Visit(page, address)
    page.on("console", lambda m: visit.troubles.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: visit.troubles.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else visit.troubles.append(r.url)
    )
    yield visit
    context.close()
    assert not visit.troubles


def colours(page: Page, selector: str) -> int:
    """How many colours the canvases below a node show: one or two where nothing is drawn."""
    return int(
        page.evaluate(
            """(selector) => {
              const seen = new Set();
              for (const canvas of document.querySelectorAll(`${selector} canvas`)) {
                const copy = document.createElement("canvas");
                [copy.width, copy.height] = [canvas.width, canvas.height];
                const context = copy.getContext("2d");
                context.drawImage(canvas, 0, 0);
                const { data } = context.getImageData(0, 0, copy.width, copy.height);
                for (let i = 0; i < data.length; i += 4) {
                  const [r, g, b] = [data[i] >> 4, data[i + 1] >> 4, data[i + 2] >> 4];
                  seen.add((r << 8) + (g << 4) + b + (data[i + 3] ? 4096 : 0));
                }
              }
              return seen.size;
            }""",
            selector,
        )
    )


def write(page: Page, text: str) -> None:
    """Empty the editor and type."""
    page.get_by_role("textbox", name=EDITOR).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text, delay=15)


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.editor-form textarea').value"))


def test_editor_when_typed_into_then_completion_from_the_schema_is_taken_and_the_query_runs(visit: Visit) -> None:
    page = visit.open("/editor")
    page.wait_for_selector("form[data-ready]")
    write(page, "SELECT * { ?e a kg:Air")
    page.get_by_role("option", name="kg:AirStrike").wait_for()
    page.wait_for_timeout(150)  # CodeMirror takes no key for a suggestion that has only just appeared
    page.keyboard.press("Enter")
    page.keyboard.type("; kg:ag", delay=15)
    page.get_by_role("option", name=re.compile("kg:agent.*here")).wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Tab")
    assert (
        text_of(page)
        == "PREFIX kg: <https://w3id.org/conflict-kg/ontology#>\nSELECT * { ?e a kg:AirStrike ; kg:agent }"
    )
    page.keyboard.type("?who", delay=15)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="Table").wait_for()
    assert re.match(r"\d+ rows in ", page.inner_text("#query-status"))
    link = page.locator(".result-table td a").first
    assert re.match("/(event|report|actor)/", link.get_attribute("href") or "")
    assert "query=PREFIX" in page.url


def test_editor_when_a_name_is_typed_then_its_iri_is_offered_from_the_text_index(visit: Visit) -> None:
    page = visit.open("/editor")
    page.wait_for_selector("form[data-ready]")
    write(page, "SELECT * { ?e kg:agent Russ")
    page.get_by_role("option", name=re.compile("^Russia")).first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert "<https://w3id.org/conflict-kg/data/actor/russia>" in text_of(page)


def test_editor_when_a_query_is_wrong_then_the_word_is_marked_and_tab_still_leaves(visit: Visit) -> None:
    page = visit.open("/editor")
    page.wait_for_selector("form[data-ready]")
    write(page, "SELECT ?s WHERE {\n ?s ?p nonsense")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".query-status[data-kind=wrong]")
    assert page.inner_text("#query-status").startswith("Not valid SPARQL at line 2, column ")
    assert page.locator(".cm-lintRange-error").inner_text().strip().endswith("nonsense")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "main run"
    # The browser itself tells the console of the refused request.
    visit.troubles[:] = [one for one in visit.troubles if "status of 400" not in one]


def test_editor_when_an_answer_has_places_and_days_then_map_and_timeline_show_it(visit: Visit) -> None:
    query = """SELECT ?event ?earliest ?latest ?precision ?lat ?long { ?event a kg:Incident ; sem:hasPlace ?place .
      ?place kg:latitude ?lat ; kg:longitude ?long ; kg:precision ?precision .
      OPTIONAL { ?event sem:hasEarliestBeginTimeStamp ?earliest ; sem:hasLatestEndTimeStamp ?latest } }"""
    page = visit.open(f"/editor?run=1&query={quote(query)}")
    page.get_by_role("tab", name="Timeline").click()
    page.locator("svg.spans rect").first.wait_for()
    page.get_by_role("tab", name="Map").click()
    page.wait_for_selector("#answer [data-drawn]", timeout=DRAWN)
    assert colours(page, "#answer") > 8


def test_editor_when_a_graph_is_constructed_then_it_is_drawn_and_saved_as_turtle(visit: Visit) -> None:
    query = "CONSTRUCT { ?a kg:fightsAgainst ?b } { ?e kg:agent ?a ; kg:target ?b }"
    page = visit.open(f"/editor?run=1&query={quote(query)}")
    page.get_by_role("tab", name="Graph").click()
    page.wait_for_selector("#answer [data-drawn]", timeout=DRAWN)
    page.wait_for_timeout(500)
    assert colours(page, "#answer") > 8
    with page.expect_download() as download:
        page.get_by_role("button", name="Turtle").click()
    assert "fightsAgainst" in download.value.path().read_text("utf-8")


def test_editor_when_laid_out_then_the_same_query_stands_in_lines_and_is_remembered_once_run(visit: Visit) -> None:
    page = visit.open(f"/editor?query={quote('select ?s where{?s a kg:Incident . optional{?s kg:agent ?a}}limit 3')}")
    page.wait_for_selector("form[data-ready]")
    page.get_by_role("button", name="Lay out").click()
    assert text_of(page) == "SELECT ?s\nWHERE {\n  ?s a kg:Incident .\n  OPTIONAL { ?s kg:agent ?a }\n}\nLIMIT 3\n"
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="Table").wait_for()
    page.reload()
    page.locator("#query-history summary").click()
    assert "SELECT ?s WHERE {" in page.locator("#query-history li").first.inner_text()


def test_map_when_opened_then_outlines_and_places_are_drawn_and_a_place_tells_its_incidents(visit: Visit) -> None:
    page = visit.open("/map")
    page.wait_for_selector("[data-drawn]", timeout=DRAWN)
    assert colours(page, ".map-canvas") > 8
    page.locator("[data-show-place]").first.click()
    popup = page.locator(".map-popup")
    popup.wait_for()
    assert popup.locator("li a").count() >= 1
    assert (popup.locator("li a").first.get_attribute("href") or "").startswith("/event/")


def test_timeline_when_a_bar_is_followed_then_the_stretch_is_shown_in_the_same_filters(visit: Visit) -> None:
    page = visit.open("/timeline?status=asserted")
    bars = page.locator(".bars a")
    assert bars.count() >= 1
    box = bars.first.locator("rect").last.bounding_box()
    assert box
    assert box["height"] > 10
    bars.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from=.*status=asserted"))
    assert page.locator(".lane").count() >= 1


def test_network_when_opened_then_the_graph_is_drawn_and_the_table_holds_its_links(visit: Visit) -> None:
    page = visit.open("/network")
    page.wait_for_selector("[data-drawn]", timeout=DRAWN)
    page.wait_for_timeout(500)
    assert colours(page, ".network-canvas") > 8
    drawn = int(page.locator("[data-drawn]").get_attribute("data-drawn") or 0)
    assert drawn == page.locator(".network-actors > li").count()
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG: save as an image").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_actor_page_when_scrolled_to_its_network_then_it_is_drawn_and_not_before(visit: Visit) -> None:
    page = visit.open("/actor/russia")
    page.wait_for_timeout(500)
    assert page.locator("[data-drawn]").count() == 0
    page.locator(".network-panel").scroll_into_view_if_needed()
    page.wait_for_selector(".network-panel [data-drawn]", timeout=DRAWN)
    page.wait_for_timeout(500)
    assert colours(page, ".network-panel") > 8


@pytest.mark.parametrize("path", ["/editor", "/map", "/timeline", "/network"])
def test_page_when_scripts_are_off_then_it_still_holds_its_content(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + path)
    wanted = {
        "/editor": "textarea",
        "/map": ".map-place",
        "/timeline": ".bars rect.certain, .lane",
        "/network": "tbody tr",
    }
    assert page.locator(wanted[path]).count() >= 1
    context.close()


def test_editor_when_scripts_are_off_then_the_form_gives_the_answer_in_the_format_chosen(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/editor?query={quote('SELECT ?s { ?s a kg:Incident } LIMIT 2')}")
    page.get_by_role("combobox", name="as").select_option("JSON")
    page.get_by_role("button", name=re.compile("^Run")).click()
    page.wait_for_url(f"{address}/sparql")
    assert len(json.loads(page.inner_text("body"))["results"]["bindings"]) == 2
    context.close()


def test_editor_when_an_answer_is_long_then_it_is_cut_and_says_so(visit: Visit) -> None:
    page = visit.open(f"/editor?run=1&query={quote('SELECT * { GRAPH ?g { ?s ?p ?o } }')}")
    page.get_by_role("tab", name="Table").wait_for(timeout=DRAWN)
    assert page.inner_text("#query-status").startswith("The first 10,000 rows, in ")
    assert page.locator(".result-table tbody tr").count() == 200
    page.get_by_role("button", name="Show 200 more of 10,000").click()
    assert page.locator(".result-table tbody tr").count() == 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/editor", "/map", "/timeline", "/network?actor=russia"])
def test_page_when_the_screen_is_narrow_then_nothing_sticks_out(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
