"""Plain text and Markdown: the file is the article."""

from __future__ import annotations

import re
from pathlib import Path

from kg.domain.articles import RawArticle

# "title: …" lines between two "---" at the very top, as note takers and site generators write them.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<body>(?:.*\r?\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FIELD = re.compile(r"^(?P<name>[A-Za-z_ ]+):[ \t]+(?P<value>.+?)\s*$", re.MULTILINE)
_NAMES = {
    "title": "title",
    "headline": "title",
    "publisher": "publisher",
    "outlet": "publisher",
    "source": "publisher",
    "published": "published",
    "date": "published",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
    "id": "id",
}


def text_article(text: str, path: str) -> RawArticle:
    """Make an article of a file's text, named as the file without its ending. Markdown's front matter counts."""
    fields = _front_matter(text) if Path(path).suffix.lower() == ".md" else {}
    return RawArticle(
        source_id=fields.get("id", Path(path).stem),
        where=path,
        text=text,
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        published=fields.get("published"),
        url=fields.get("url"),
        language=fields.get("language"),
    )


def _front_matter(text: str) -> dict[str, str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}
    fields: dict[str, str] = {}
    for line in _FIELD.finditer(found["body"]):
        name = _NAMES.get(line["name"].lower())
        value = line["value"].strip("\"' ")
        if name and value:
            fields.setdefault(name, value)
    return fields
