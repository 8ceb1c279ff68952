from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cleaning import article_id, clean
from kg.domain.articles import Article, RawArticle, RegionKind
from kg.domain.issues import Issues, Reason
from kg.reading import read_articles

ONE = "At least six people were killed when an air strike hit a market in the town, a monitoring group said."
TWO = "The defence ministry denied on Sunday that its aircraft had carried out any attack in the province this week."
SEEDS = Path(__file__).parents[2] / "seeds"


def cleaned(text: str, **fields: str) -> Article:
    article = clean(RawArticle(source_id="a", where="a.txt", text=text, **fields), Issues())
    assert article is not None
    return article


def marked(article: Article, kind: RegionKind) -> list[str]:
    return [r.span.quote for r in article.regions if r.kind == kind]


def page(*lines: str) -> str:
    return "\n\n".join(["Raid kills six in northern town", *lines])


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "News / World / Syria",
        "Home > World > Middle East",
        "Share this article",
        "Facebook Twitter WhatsApp",
        "Advertisement",
        "Enable Read mode",
        "100% Font Size",
        "Published: Updated:",
        "[With AFP and Reuters]",
        "Tags: Syria, Aleppo, Russia",
        "Related articles",
        "Sign up for our daily newsletter",
        "© 2018 Sham News. All rights reserved.",
        "www.sham.example",
        "https://twitter.com/someone/status/760076790127792128",
        "Sham News’s website can also be accessed at the following alternate addresses:",
        "Follow us on Twitter",
    ],
)
def test_clean_when_a_line_is_page_furniture_marks_it_wherever_it_stands(line: str) -> None:
    assert line in marked(cleaned(page(ONE, line, TWO)), RegionKind.FURNITURE)
    assert line in marked(cleaned(f"{line}\n{page(ONE, TWO)}"), RegionKind.FURNITURE)


@pytest.mark.parametrize(
    "line",
    [
        "It denied this.",
        "Syria / Russia relations are strained, the ministry said.",
        "Share of the blame lies with both sides, he said.",
        "Follow-up strikes hit the town on Sunday.",
        "More than 20 people died, the Syrian Arab News Agency (SANA) said.",
        "The newsletter of the group claimed the attack on Friday.",
        '"We will read the report," the minister said.',
        "Al-Bab fell.",
        "The Syrian Observatory for Human Rights (SOHR) reported clashes near the town of Al-Bab (Aleppo).",
    ],
)
def test_clean_when_a_line_is_a_sentence_marks_nothing_of_it(line: str) -> None:
    article = cleaned(page(ONE, line, TWO))
    assert [r for r in article.regions if r.span.quote in line] == []


@pytest.mark.parametrize(
    "line",
    [
        "Soldiers patrol the ruins of the town earlier this year (AFP)",
        "Pilots walk on the tarmac at an airbase in the south, March 16, 2016. (AFP photo)",
        "The aftermath of the attack on the helicopter (@someone)",
        "FILE PHOTO: Smoke rises after a strike on the town.",
        "A boy stands near a damaged house in the town. REUTERS/Jane Doe",
        "A soldier stands guard at an airport in the town, Syria, Sept. 15, 2017.",
    ],
)
def test_clean_when_a_line_before_the_body_is_a_picture_s_marks_a_caption(line: str) -> None:
    assert marked(cleaned(page(line, ONE, TWO)), RegionKind.CAPTION) == [line]


def test_clean_when_a_line_is_said_twice_in_a_row_marks_both_as_caption() -> None:
    line = "A soldier stands guard as a helicopter takes off in the town."
    assert marked(cleaned(page(f"{line}\n{line}", ONE, TWO)), RegionKind.CAPTION) == [line, line]


def test_clean_when_short_lines_stand_between_paragraphs_marks_subheadings() -> None:
    article = cleaned(page(ONE, "Campaign to take months", TWO, "'Ground paved for defeat'", ONE))
    assert marked(article, RegionKind.SUBHEADING) == ["Campaign to take months", "'Ground paved for defeat'"]


@pytest.mark.parametrize(
    "line", ["By Jane Doe", "By Jane Doe and John Roe in Beirut", "Reporting by Jane Doe; Editing by J. Roe"]
)
def test_clean_when_a_line_names_the_authors_marks_a_byline(line: str) -> None:
    assert line in marked(cleaned(page(line, ONE, TWO)), RegionKind.BYLINE)


@pytest.mark.parametrize(
    "lead", ["MOSCOW (Reuters) - ", "BEIRUT — ", "DAMASCUS, Syria (AP) — ", "MOSCOW, March 25. /TASS/. "]
)
def test_clean_when_a_paragraph_opens_with_a_dateline_marks_only_that(lead: str) -> None:
    assert marked(cleaned(page(lead + ONE, TWO)), RegionKind.DATELINE) == [lead.strip()]


def test_clean_when_lines_were_lost_marks_stretches_inside_the_line() -> None:
    text = (
        "Sun 05 Jul 2015 Raid kills six in northern town. Six people were killed in a raid a monitor said. Tags Syria "
        "raid Aleppo At least six people were killed on Sunday the monitor said. The army denied it. (Source: "
        "Agencies) Twitter"
    )
    article = cleaned(text, title="Raid kills six in northern town")
    assert marked(article, RegionKind.DATELINE) == ["Sun 05 Jul 2015"]
    assert marked(article, RegionKind.TITLE) == ["Raid kills six in northern town"]
    assert marked(article, RegionKind.FURNITURE) == ["Tags Syria raid Aleppo", "(Source: Agencies) Twitter"]


def test_clean_when_a_notice_stands_in_a_one_line_article_keeps_the_article() -> None:
    notice = "Community standardsDiscussion Comment via FacebookComment via Sputnik News"
    text = f"05.07.2015Get short URL 0 25 {ONE} {TWO * 6} {notice}"
    article = cleaned(text)
    assert marked(article, RegionKind.FURNITURE) == [
        "Get short URL 0 25",
        notice,
    ]


@pytest.mark.parametrize(
    "end", ["-AFP", "--Reuters", "- REUTERS", "SHISHI", "218-11", "Jane Doe/John Roe", "Read Also"]
)
def test_clean_when_something_trails_the_last_sentence_marks_it(end: str) -> None:
    article = cleaned(f"{ONE} {TWO} {end}")
    assert "".join(marked(article, RegionKind.FURNITURE)) == end


def test_clean_when_no_title_is_given_takes_the_first_headline_like_line() -> None:
    article = cleaned(f"Skip to main content\n\nRaid kills six in northern town\n\n{ONE}\n\n{TWO}")
    assert article.title == "Raid kills six in northern town"
    assert marked(article, RegionKind.TITLE) == [article.title]


def test_clean_when_the_text_is_one_paragraph_invents_no_title() -> None:
    assert cleaned(ONE).title is None


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (page(ONE, "Press TV’s website can also be accessed at the following alternate addresses:"), "Press TV"),
        (page(ONE, "Stay informed with MEE's newsletters"), "Middle East Eye"),
        (page(ONE, "© 2018 Sham News. All rights reserved."), "Sham News"),
        (page("MOSCOW (Reuters) - " + ONE), "Reuters"),
        (page(f"{ONE} -AFP"), "AFP"),
        (page(ONE, "[With AFP and Reuters]"), None),
        (page(f"{ONE} A witness told Al Arabiya that four more died."), None),
        (
            page(
                "He told a Moscow (Reuters) reporter that four more people had died in the town since Sunday morning."
            ),
            None,
        ),
    ],
)
def test_clean_when_no_publisher_is_given_names_it_only_where_it_is_clear(text: str, publisher: str | None) -> None:
    assert cleaned(text).publisher == publisher


def test_clean_when_a_publisher_is_given_keeps_it() -> None:
    assert cleaned(page("MOSCOW (Reuters) - " + ONE), publisher="ahram").publisher == "ahram"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قتل ستة اشخاص على الاقل في غارة جوية استهدفت سوقا في المدينة، بحسب المرصد السوري لحقوق الانسان.", "ar"),
        ("По меньшей мере шесть человек погибли при авиаударе по рынку, сообщило министерство обороны.", "ru"),
        ("Au moins six personnes ont été tuées dans une frappe aérienne sur un marché de la ville.", "fr"),
    ],
)
def test_clean_when_the_language_is_not_read_keeps_the_article_as_unsupported(text: str, language: str) -> None:
    issues = Issues()
    article = clean(RawArticle(source_id="a", where="a.txt", text=text), issues)
    assert article is not None
    assert (article.language, article.supported, article.text) == (language, False, text)
    assert [i.reason for i in issues.items] == [Reason.UNSUPPORTED_LANGUAGE]


def test_clean_when_there_is_no_text_skips_the_article() -> None:
    issues = Issues()
    assert clean(RawArticle(source_id="a", where="a.txt", text=" \n"), issues) is None
    assert [i.reason for i in issues.items] == [Reason.NO_TEXT]


def test_article_id_when_any_given_field_differs_differs() -> None:
    raw = RawArticle(source_id="a", where="a.txt", text=ONE, title="t", publisher="p", url="u")
    others = [replace(raw, **{name: "x"}) for name in ("source_id", "text", "title", "publisher", "url")]
    assert len({article_id(r) for r in [raw, *others]}) == 6
    assert article_id(raw) == article_id(replace(raw, where="elsewhere.txt"))


PIECES = [ONE, "Tags ", "\n", "News / ", "(AFP)", "Published ", "5 July 2015 ", "\r\n", "-AFP", " ", "By Jane Doe"]


@given(st.text(max_size=300) | st.lists(st.sampled_from([*PIECES, "\u2028", "😀 ", "مرحبا"]), max_size=20).map("".join))
@settings(max_examples=300, deadline=None)
def test_clean_on_any_text_marks_regions_that_fit_it_in_order(text: str) -> None:
    article = clean(RawArticle(source_id="a", where="a.txt", text=text), Issues())
    last = 0
    for region in article.regions if article else ():
        assert last <= region.span.start
        assert article is not None
        assert article.text[region.span.start : region.span.end] == region.span.quote
        last = region.span.end


@pytest.mark.parametrize(
    "text", ["Tags " + "a " * 50_000, "(" * 50_000, "a/" * 50_000, "x" * 300_000, "A. " * 80_000, "News / " * 20_000]
)
def test_clean_when_a_line_is_huge_and_odd_takes_time_in_proportion(text: str) -> None:
    cleaned(text)


def test_clean_on_the_seeds_finds_titles_regions_outlets_and_bounds() -> None:
    issues = Issues()
    articles = [a for a in (clean(r, issues) for r in read_articles([str(SEEDS)], issues)) if a]
    found = [(a.title, a.publisher, a.published.edtf if a.published else None) for a in articles]
    assert found == [
        ("Russia bombs Syria's Palmyra after fresh IS advance", None, "2015-05-01/.."),
        ("Russia says no ground troops involved in operation for Palmyra", "Press TV", "2016-03-16/.."),
        ("New Russian airstrikes hit ISIS in Syria", None, None),
        ("Russia: Special Forces Helping Syria Win Key City", None, "2017-09-15/.."),
        ("Syrian rebels kill five Russians in attack on helicopter", "Middle East Eye", "2016-08-01/.."),
    ]
    kinds = ["".join(r.kind.value[0] for r in a.regions) for a in articles]
    # title, caption, subheading, furniture: by first letter, in the order of the text
    assert kinds == ["ftc", "ftcssffff", "tffffsssff", "fftccss", "ftcssffff"]
    assert issues.items == []
