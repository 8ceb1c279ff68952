"""Every page: what it says, that it leads somewhere, that nothing hostile gets through, empty and large graphs."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.web.views.events import event_table
from tests.web.world import ARABIC, ARTICLES, NAMES, SCRIPT, Site, large_store, links_of, text_of

LISTS = ("/", "/search", "/incidents", "/claims", "/actors", "/places", "/operations", "/articles", "/q", "/compare",
         "/schema", "/sources", "/builds", "/about", "/map", "/timeline", "/network", "/editor")  # fmt: skip
# answered by the server, not by the pages
SERVED = re.compile(
    r"^(https?:|/sparql|/openapi|/dataset|/examples|/void|/\.well-known|.*\.(ttl|jsonld|nt|json|geojson|csv)(\?|$))"
)


def event_path(site: Site) -> str:
    """The incident with most reports."""
    events = event_table(site.store).values()
    return "/" + max(events, key=lambda e: (not e.is_operation, e.reports, e.iri)).iri.removeprefix(NAMES.base)


@pytest.mark.parametrize("path", LISTS)
def test_lists_when_the_graph_is_empty_then_each_answers(empty_site: Site, path: str) -> None:
    html = empty_site.page(path)
    assert "<h1" in html
    assert not re.search(r"\bNone\b(?! is)", text_of(html))


def test_home_when_the_graph_is_empty_says_how_to_begin(empty_site: Site) -> None:
    assert "kg build" in text_of(empty_site.page("/"))


def test_pages_when_every_link_is_followed_then_none_is_broken(small_site: Site) -> None:
    """Every page of a small graph, reached by its own links, one page of each query and filter."""
    waiting, seen, kinds = ["/"], set(), set()
    while waiting:
        path = waiting.pop()
        page = small_site.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code} {text_of(page.text)[:200]}"
        if "text/html" not in page.headers["content-type"]:
            continue
        for link in links_of(page.text):
            # filters may be put together without end: of each list one address for each pair of keys
            keys = sorted(set(re.findall(r"(\w+)=", link.partition("?")[2])))
            kind = f"{link.partition('?')[0]}?{keys}"
            if link.startswith("/") and not SERVED.match(link) and kind not in seen and len(keys) <= 2:
                seen.add(kind)
                waiting.append(link)
                kinds.add(link.split("/")[1].split("?")[0])
    assert {
        "event",
        "article",
        "actor",
        "place",
        "claim",
        "report",
        "schema",
        "q",
        "compare",
        "incidents",
        "resource",
    } <= kinds
    assert len(seen) > 150


def test_pages_when_asked_carry_a_strict_policy_and_nothing_inline(small_site: Site) -> None:
    for path in ("/", "/incidents", event_path(small_site), f"/article/{ARTICLES[0].id}"):
        page = small_site.get(path)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.text)
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-content-type-options"] == "nosniff"


def test_headline_when_it_is_a_script_stays_a_headline(small_site: Site) -> None:
    article = next(a for a in ARTICLES if a.title == SCRIPT)
    for path in (f"/article/{article.id}", "/articles", "/search?q=script", event_path(small_site)):
        html = small_site.page(path)
        assert "<script>alert" not in html
        assert SCRIPT in text_of(html) or "alert(" in text_of(html)


def test_address_when_it_holds_a_script_is_only_shown(small_site: Site) -> None:
    for path in (
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/incidents?text=%22%3E%3Cscript%3E",
        "/%3Cscript%3E",
        "/q/%3Cscript%3E",
    ):
        page = small_site.get(path)
        assert page.status_code < 500
        assert "<script>" not in page.text


def evidence_links(html: str) -> list[tuple[str, str]]:
    """Addresses of marked words, with the words that the link shows."""
    found = re.findall(r'<a class="words" href="(/article/[^"#]+\?at=\d+-\d+)#here"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(href, text_of(words).strip("“”… ")) for href, words in found]


@pytest.mark.parametrize("name", ["small_site", "seeds_site"])
def test_evidence_when_its_link_is_followed_then_the_very_words_are_marked(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    links = evidence_links(site.page(event_path(site)))
    assert len(links) > 5
    for href, words in links:
        html = site.page(href)
        marked = re.findall(r'<span class="m [^"]*here"[^>]*>(.*?)</span>', html, re.DOTALL)
        assert re.sub(r"\s", "", text_of("".join(marked))).startswith(re.sub(r"\s", "", words))
        assert html.count('id="here"') == 1


def test_event_when_it_has_accounts_shows_each_source_with_its_values_and_no_number_alone(small_site: Site) -> None:
    html = small_site.page(event_path(small_site))
    table = html[html.index('<table class="accounts') : html.index("</table>")]
    rows = re.findall(r"<tr data-step>.*?</tr>", table, re.DOTALL)
    assert len(rows) == len(ARTICLES)
    for row in rows:
        assert "at least 12 killed: civilians" in text_of(row)
        toll = row[row.index('data-label="Toll"') :]
        for item in re.findall(r"<li>.*?</li>", toll, re.DOTALL):
            assert "?at=" in item, f"a figure without its words: {text_of(item)}"


def test_event_when_its_accounts_differ_marks_the_columns_in_dispute(seeds_site: Site, small_site: Site) -> None:
    site = next((s for s in (small_site, seeds_site) if any(e.disputed for e in event_table(s.store).values())), None)
    if site is None:
        pytest.skip("no incident of the test graphs is disputed")
    event = next(e for e in event_table(site.store).values() if e.disputed)
    html = site.page("/" + event.iri.removeprefix(NAMES.base))
    assert 'class="differs"' in html
    assert "(accounts differ)" in html


def test_article_when_it_is_arabic_has_its_direction_and_language_and_every_character(small_site: Site) -> None:
    article = next(a for a in ARTICLES if a.language == "ar")
    html = small_site.page(f"/article/{article.id}")
    assert 'lang="ar" dir="auto"' in html
    body = html[html.index('<div class="reader">') : html.index("About this article")]
    paragraphs = re.findall(r'<p class="para[^>]*>(.*?)</p>', body, re.DOTALL)
    shown = re.sub(r"\s", "", "".join(re.sub(r"<[^>]+>", "", p) for p in paragraphs))
    assert ARABIC.replace(" ", "") in shown
    assert shown == re.sub(r"\s", "", article.text)


def test_article_when_read_has_cards_and_marks_that_name_each_other(small_site: Site) -> None:
    html = small_site.page(f"/article/{ARTICLES[0].id}")
    cards = set(re.findall(r'<div class="card [^"]*" id="([^"]+)"', html))
    marks = {key for keys in re.findall(r'data-s="([^"]+)"', html) for key in keys.split()}
    assert cards
    assert marks == cards


def test_article_when_pointed_beyond_its_end_says_so(small_site: Site) -> None:
    page = small_site.get(f"/article/{ARTICLES[0].id}?at=10-999999")
    assert page.status_code == 400
    assert "no range of characters" in text_of(page.text)


def test_claims_when_contradicted_only_are_asked_then_each_has_its_rival(seeds_site: Site) -> None:
    store = seeds_site.store
    claims = {q.subject for q in store.matching(predicate=KG.claimant)}
    rivals = len(claims & {q.subject for q in store.matching(predicate=KG.contradicts)})
    html = seeds_site.page("/claims?contradicted=yes")
    assert f"{rivals} claim" in text_of(html)


def test_exports_when_asked_hold_the_rows_of_the_list(seeds_site: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(seeds_site.page("/incidents.csv?type=AirStrike"))))
    assert rows
    assert {row["type"] for row in rows} == {"AirStrike"}
    assert f"{len(rows)} incident" in text_of(seeds_site.page("/incidents?type=AirStrike"))
    shapes = json.loads(seeds_site.page("/incidents.geojson?type=AirStrike"))
    assert len(shapes["features"]) + shapes["rowsWithoutPoint"] == len(rows)
    for form in ("ttl", "jsonld"):
        assert rows[0]["incident"].rsplit("/", 1)[-1] in seeds_site.page(f"/incidents.{form}?type=AirStrike")
    assert seeds_site.get("/incidents.exe").status_code == 404


def test_csv_when_a_cell_is_a_formula_then_it_is_made_harmless() -> None:
    from kg.web.exports import csv_response

    body = csv_response("x", ("a",), [["=1+1"], ["-2"], [-2], ["@x"], ["plain"]]).body
    assert bytes(body).decode().split("\r\n")[1:6] == ["'=1+1", "'-2", "-2", "'@x", "plain"]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/event/nothing", 404, "holds no event"),
        ("/article/nothing", 404, "holds no article"),
        ("/actor/nobody", 404, "holds no actor"),
        ("/claim/x/y", 404, "holds nothing under"),
        ("/schema/Nothing", 404, "no term"),
        ("/q/incidents/nothing", 404, "no query"),
        ("/compare?event=zzz", 404, "no incident"),
        ("/incidents?page=99", 404, "no page 99"),
        ("/incidents?type=War", 400, "not one of"),
        ("/incidents?per=5000", 400, "no number"),
        ("/actors?colour=red", 400, "no such filter"),
        ("/incidents?q=Palmyra", 400, "q: there is no such filter. There are type, actor,"),
        ("/resource?iri=nonsense", 400, "no absolute IRI"),
        ("/search?q=a&kind=ship", 400, "not one of"),
        ("/q/incidents/at-place?place=Nowhereland", 400, "Nowhereland"),
    ],
)
def test_addresses_when_they_mean_nothing_say_what_is_wrong(
    small_site: Site, path: str, status: int, says: str
) -> None:
    page = small_site.get(path)
    assert page.status_code == status
    assert says in text_of(page.text)
    assert "<h1" in page.text


def test_form_when_several_values_of_a_key_are_in_use_sends_them_all_on(small_site: Site) -> None:
    asked = "type=AirStrike&type=Shelling&actor=norland&actor=civilians&place=geonames-170001"
    html = small_site.page(f"/incidents?{asked}")
    form = html[
        html.index('<form action="/incidents"') : html.index("</form>", html.index('<form action="/incidents"'))
    ]
    sent = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    sent += re.findall(r'<input id="[^"]+" name="(\w+)" value="([^"]+)"', form)
    for select in re.findall(r'<select [^>]*name="\w+">.*?</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]+)" selected', select)
        sent += [(re.findall(r'name="(\w+)"', select)[0], value) for value in chosen]
    again = small_site.page("/incidents?" + urlencode(sent))
    chips = re.compile(r'<a class="chip"[^>]*>([^<]+)')
    assert sorted(chips.findall(again)) == sorted(chips.findall(html))
    assert ("place", "Marrat") in sent


HOSTILE = (
    "/event/%FF%FE", "/article/a%2Fb", "/%2e%2e/%2e%2e/etc/passwd", "/actor/%00", "/place/%0a", "/schema/a%20b", "/schema/x.ttl",
    "/resource.ttl?iri=nonsense", "/resource?iri=http://a%20b", "/q/", "/q/%00", "/q/incidents/at-place?place=%00",
    "/q/incidents/in-period?since=abc", "/incidents?actor=%7B%7D%3C%3E", "/incidents?actor=http://x%20y",
    "/incidents?place=" + "a" * 5000, "/incidents.%00", "/suggest?kind=zzz&q=a", "/compare?event=%00", "/compare.csv",
    "/" + "x/" * 500, "/event/" + "a" * 3000, "/actors?page=-1", "/claims?stance=x", "/static/", "/static/~", "/static/~a",
    "/q/incidents/of-type?type=%3Cx%3E", "/q/quality/counts?x=1",
)  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_addresses_when_hostile_are_refused_without_a_failure(small_site: Site, path: str) -> None:
    assert small_site.get(path).status_code in {400, 404}


@pytest.mark.parametrize("words", ['"' * 200, "a*", "NEAR(", "a AND NOT b", "\\", "' OR 1=1", "🌍"])
def test_search_when_words_are_signs_of_a_query_language_are_words(small_site: Site, words: str) -> None:
    assert "<h1" in small_site.page("/search?" + urlencode({"q": words}))
    assert isinstance(small_site.get("/suggest?" + urlencode({"q": words})).json(), list)


def test_query_when_asked_shows_rows_sparql_and_the_same_question_elsewhere(seeds_site: Site) -> None:
    html = seeds_site.page("/q/actors/search?text=russia")
    words = text_of(html)
    assert 'href="/actor/russia"' in html
    assert "kg query actors/search --text russia" in words
    assert "curl" in words
    assert 'VALUES ?text { "russia" }' in words
    assert "/q/actors/search.csv?text=russia" in links_of(html)


def test_search_when_accents_and_case_differ_finds_and_marks_the_words(small_site: Site) -> None:
    html = small_site.page("/search?q=MARKET")
    assert "<mark>" in html
    assert f"/article/{ARTICLES[0].id}" in links_of(html)
    found = small_site.get("/suggest?q=marr&kind=place").json()
    assert any("Marrat" in one["label"] for one in found)


def test_compare_when_an_event_is_given_puts_sources_in_columns_and_disputes_first(seeds_site: Site) -> None:
    event = max(event_table(seeds_site.store).values(), key=lambda e: (e.articles, e.reports, e.iri))
    html = seeds_site.page(f"/compare?event={event.iri.rsplit('/', 1)[-1]}")
    table = html[html.index('<table class="compare">') :]
    heads = re.findall(r"<tbody>.*", table, re.DOTALL)[0]
    rows = [("differs" in row) for row in re.findall(r'<th scope="row"([^>]*)>', heads)]
    assert rows == sorted(rows, reverse=True)
    walker = Walker(seeds_site.store)
    assert table.count('<th scope="col">') > len(walker.subjects(KG.reportOf, NamedNode(event.iri))) - 1


def test_static_files_when_asked_outside_their_folder_are_not_there(small_site: Site) -> None:
    for path in (
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/~x/../../site.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/" + "x" * 3000,
        "/static/site",
    ):
        assert small_site.get(path).status_code == 404, path


def test_static_files_when_their_digest_stands_in_the_address_may_be_kept_for_ever(small_site: Site) -> None:
    found = re.search(r'href="(/static/~\w+/site/site\.css)"', small_site.page("/"))
    assert found
    assert "immutable" in small_site.get(found[1]).headers["cache-control"]
    assert small_site.get("/static/site/site.css").headers["cache-control"] == "no-cache"
    assert small_site.get("/static/~old/site/site.css").headers["cache-control"] == "no-cache"


def test_page_when_nothing_changed_since_is_not_sent_again(seeds_site: Site) -> None:
    tag = seeds_site.get("/incidents").headers["etag"]
    again: httpx.Response = seeds_site.get("/incidents", if_none_match=tag)
    assert again.status_code == 304
    assert not again.content


def test_page_of_500_incidents_when_the_graph_is_large_takes_less_than_200_ms_of_the_processor() -> None:
    site = Site(large_store(5000))
    site.page("/incidents")  # what is made once for each generation
    started = time.process_time()
    html = site.page("/incidents?per=500&sort=label")
    assert time.process_time() - started < 0.2
    assert html.count("<tr data-step>") == 500
