from pathlib import Path

import pytest

from kg.domain.articles import RawArticle
from kg.domain.issues import Issues, Reason
from kg.reading import read_articles

PARAGRAPHS = (
    "A bomb blast killed six people and injured 32 in the Salah al-Din district of Aleppo, state television said.",
    "The district was part of the last rebel enclave there until the army took it over in an advance in December.",
)
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Blast kills six | Sham News</title>
{head}</head>
<body><nav><a href="/">Home</a> <a href="/n">News</a> <a href="/s">Syria</a></nav>
<article><h1>Blast kills six in Aleppo</h1><p>{0}</p><p>{1}</p></article>
<footer>All rights reserved. <a href="/p">Privacy policy</a></footer></body></html>"""


def page(head: str = "") -> str:
    return PAGE.format(*PARAGRAPHS, head=head)


def read(path: Path, content: bytes) -> tuple[list[RawArticle], Issues]:
    path.write_bytes(content)
    issues = Issues()
    return list(read_articles([str(path)], issues)), issues


def test_html_article_when_a_page_is_given_keeps_the_main_text_only(tmp_path: Path) -> None:
    [article], issues = read(tmp_path / "blast.html", page().encode())
    for paragraph in PARAGRAPHS:
        assert paragraph in article.text
    assert "Privacy" not in article.text
    assert "Home" not in article.text
    assert article.title == "Blast kills six in Aleppo"
    assert article.language == "en"
    assert article.source_id == "blast"
    assert issues.items == []


def test_html_article_when_the_head_has_metadata_takes_it_as_found_with_the_zone(tmp_path: Path) -> None:
    head = (
        '<meta property="og:title" content="Blast in Aleppo"><meta property="og:site_name" content="Sham News">'
        '<meta property="article:published_time" content="2017-04-19T23:11:00+03:00">'
        '<link rel="canonical" href="https://sham.example/blast">'
    )
    [article], _ = read(tmp_path / "a.html", page(head).encode())
    assert (article.title, article.publisher) == ("Blast in Aleppo", "Sham News")
    assert article.published == "2017-04-19T23:11:00+03:00"
    assert article.url == "https://sham.example/blast"


def test_html_article_when_only_json_ld_tells_takes_it(tmp_path: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", '
        '"datePublished": "2017-04-19T10:11:00Z", "publisher": {"name": "Sham News"}}]}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    [article], _ = read(tmp_path / "a.html", page(head).encode())
    assert (article.published, article.publisher) == ("2017-04-19T10:11:00Z", "Sham News")


def test_html_article_when_the_page_declares_its_encoding_follows_it_silently(tmp_path: Path) -> None:
    content = page().replace("state television", "télévision d’État").replace("utf-8", "windows-1252")
    [article], issues = read(tmp_path / "a.html", content.encode("cp1252"))
    assert "télévision d’État" in article.text
    assert issues.items == []


@pytest.mark.parametrize(
    "content",
    [
        "<html></html>",
        "plain words",
        '<html><body><form><input name="q"></form><ul><li><a href="a">One</a></li></ul></body></html>',
    ],
)
def test_html_article_when_the_page_has_no_article_skips_it(tmp_path: Path, content: str) -> None:
    articles, issues = read(tmp_path / "a.htm", content.encode())
    assert articles == []
    assert [i.reason for i in issues.items] == [Reason.NO_MAIN_TEXT]
