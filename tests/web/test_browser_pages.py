"""The pages in a real browser: keys, evidence followed to its words, findings of axe, small screens, no script at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette

from kg.storage import Store, open_store
from kg.web import SiteSettings, routes, warm
from kg.web.views.events import event_table
from tests.web.world import ARTICLES, NAMES, small_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")
AXE = Path(__file__).parent / "assets" / "axe.min.js"
STOPS = 'a[href]:not([tabindex="-1"]), input, button, select, summary, [tabindex="0"]'
PAGES = (
    "/", "/search?q=aleppo", "/incidents", "/incidents?place=Alepo", "/claims", "/actors", "/places", "/operations",
    "/articles", "/q", "/q/incidents/of-type?type=AirStrike", "/q/casualties/by-source", "/compare", "/schema",
    "/schema/AirStrike", "/sources", "/builds", "/about", "/nothing/here",
)  # fmt: skip


def serve(store: Store) -> Iterator[str]:
    """The pages at an address of this machine, until the caller goes on."""
    import uvicorn

    app = Starlette(routes=routes(lambda: store, SiteSettings()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def graph(seeds_store: Path) -> Store:
    store = open_store(seeds_store)
    warm(store, SiteSettings())
    return store


@pytest.fixture(scope="module")
def address(graph: Store) -> Iterator[str]:
    yield from serve(graph)


@pytest.fixture(scope="module")
def small_address() -> Iterator[str]:
    yield from serve(small_store())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; nothing may go wrong in its console, breaches of the pages' policy included."""
    troubles: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on(
        "console",
        lambda m: (
            troubles.append(m.text) if m.type == "error" and "404" not in m.text and "400" not in m.text else None
        ),
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    page.close()
    assert troubles == []


def event_path(store: Store) -> str:
    return "/" + max(
        event_table(store).values(), key=lambda e: (not e.is_operation, e.reports, e.iri)
    ).iri.removeprefix(NAMES.base)


def things(store: Store) -> list[str]:
    """One page of each kind of thing."""
    event = next(e for e in event_table(store).values() if e.agents and e.places and not e.is_operation)
    report = next(q.subject for q in store.matching() if "/report/" in q.subject.value)
    claim = next(q.subject for q in store.matching() if "/claim/" in q.subject.value)
    article = next(
        q.subject for q in store.matching() if "/article/" in q.subject.value and "/graph/" not in q.subject.value
    )
    iris = [
        event.iri,
        event.agents[0],
        event.places[0],
        report.value,
        claim.value,
        article.value,
        NAMES.graph("events").value,
    ]
    return ["/" + iri.removeprefix(NAMES.base) for iri in iris] + [f"/compare?event={event.iri.rsplit('/', 1)[-1]}"]


def axe_findings(browser: Browser, scheme: str, addresses: list[str], rules: str) -> list[tuple[str, str, str]]:
    """What axe holds to be serious or critical: address, rule, the first element."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page, source, found = context.new_page(), AXE.read_text(encoding="utf-8"), []
    for address in addresses:
        page.goto(address)
        page.evaluate(source)
        answer = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {rules}}})")
        bad = [v for v in answer["violations"] if v["impact"] in {"serious", "critical"}]
        found += [(address, v["id"], v["nodes"][0]["html"]) for v in bad]
    context.close()
    return found


def test_pages_when_axe_looks_at_them_then_nothing_serious_is_found(
    browser: Browser, address: str, graph: Store
) -> None:
    assert axe_findings(browser, "light", [address + path for path in (*PAGES, *things(graph))], "") == []


def test_pages_when_dark_then_their_contrast_is_enough(browser: Browser, address: str, graph: Store) -> None:
    paths = ["/", "/incidents", "/q", "/schema/AirStrike", *things(graph)]
    assert axe_findings(browser, "dark", [address + path for path in paths], "runOnly: ['color-contrast']") == []


def test_pages_when_the_screen_is_small_then_none_scrolls_sideways(
    browser: Browser, address: str, graph: Store
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    wide = []
    for path in (*PAGES, *things(graph)):
        page.goto(address + path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    page.close()
    assert wide == []


def test_evidence_when_followed_from_an_incident_then_its_words_are_in_view_and_marked(
    page: Page, address: str, graph: Store
) -> None:
    page.goto(address + event_path(graph))
    link = page.locator("table.accounts a.words").first
    words = link.inner_text().strip("“”")
    link.click()
    marked = page.locator(".here")
    assert "".join(marked.all_inner_texts()).split() == words.split()
    assert marked.first.evaluate(
        "n => { const r = n.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
    )


def test_reader_when_a_card_is_pointed_at_then_its_words_light_up_and_the_other_way(
    page: Page, small_address: str
) -> None:
    page.goto(f"{small_address}/article/{ARTICLES[2].id}")
    card = page.locator(".card.claim").first
    card.hover()
    lit = page.locator(".m.lit")
    assert lit.count() > 0
    assert lit.first.evaluate("(n, id) => n.dataset.s.split(' ').includes(id)", card.get_attribute("id"))
    lit.first.hover()
    assert "lit" in (card.get_attribute("class") or "").split()


def test_keys_when_pressed_search_step_help_and_go(page: Page, address: str) -> None:
    page.goto(f"{address}/incidents")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "quick"
    page.keyboard.type("j?")
    assert page.locator("#quick").input_value() == "j?"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert (
        page.locator("[data-step]")
        .nth(1)
        .evaluate("n => n.classList.contains('current') && n.contains(document.activeElement)")
    )
    page.keyboard.press("k")
    assert page.locator("[data-step]").nth(0).evaluate("n => n.classList.contains('current')")
    page.keyboard.press("?")
    assert page.locator("#keys-help").evaluate("n => n.open")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/actors")


def test_keys_when_switched_off_stay_off(page: Page, address: str) -> None:
    page.goto(f"{address}/incidents")
    page.keyboard.press("?")
    page.locator("#keys-off").check()
    page.keyboard.press("Escape")
    page.goto(f"{address}/actors")
    page.keyboard.press("j")
    assert page.locator(".current").count() == 0


def test_tab_when_pressed_through_a_page_goes_on_to_the_end(page: Page, small_address: str) -> None:
    page.goto(f"{small_address}/article/{ARTICLES[0].id}")
    focusable = page.evaluate(f"document.querySelectorAll('{STOPS}').length")
    seen = set()
    for _ in range(focusable + 5):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(seen) > focusable * 0.7
    footer = page.evaluate(
        "[...document.querySelectorAll('*')].indexOf(document.querySelector('footer a:last-of-type'))"
    )
    assert footer in seen


def test_suggestions_when_one_types_come_from_the_graph(page: Page, address: str) -> None:
    page.goto(f"{address}/incidents")
    page.locator("details.filters summary").click()
    page.locator("#f-agent").press_sequentially("russ", delay=30)
    page.locator("#f-agent-list option").first.wait_for(state="attached")
    values = page.evaluate("[...document.querySelectorAll('#f-agent-list option')].map(o => o.value)")
    page.locator("#f-agent").fill(values[0])
    page.locator("details.filters button").click()
    assert page.locator(".chips").first.inner_text()
    assert "type=" not in page.url, "empty fields stay out of the address"


def test_pages_when_scripts_are_off_then_search_filter_form_and_evidence_work(
    browser: Browser, address: str, graph: Store
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#home-q").fill("russia")
    page.locator(".hero button").click()
    assert page.locator(".hits li").count() > 0
    page.goto(f"{address}/incidents")
    page.locator("details.filters summary").click()
    page.locator("#f-type").select_option("AirStrike")
    page.locator("details.filters button").click()
    assert page.locator("tbody tr").count() > 0
    page.goto(f"{address}/q/actors/search")
    page.locator("#p-text").fill("russia")
    page.get_by_role("button", name="Ask").click()
    assert page.locator("tbody tr").count() > 0
    page.goto(address + event_path(graph))
    page.locator("a.words").first.click()
    assert page.locator("#here").count() == 1
    context.close()
