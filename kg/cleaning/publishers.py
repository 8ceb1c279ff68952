"""Who published an article: as given, else as the text or its address shows it beyond doubt."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.cleaning import phrases
from kg.domain.articles import Region, RegionKind

_FOOTERS = tuple(re.compile(p) for p in phrases.OUTLET_FOOTERS)
_BRACKETED = re.compile(r"[(/]\s?([A-Za-z][\w. -]{1,24}?)\s?[)/]")
_DASHED = re.compile(r"^[-–—/\s]*([A-Za-z][\w -]{1,24}?)[\s/.]*$|^([A-Za-z][\w ]{1,20}?)\s[-–—]\s*$")


def find_publisher(text: str, regions: tuple[Region, ...], url: str | None) -> str | None:
    """Return the outlet that the URL's host, a footer, a dateline or a trailing signature names, or None.

    Running text is not asked: an outlet named there is a source, not the publisher.
    """
    return _of_host(url) or _of_footer(text, regions) or _of_signature(regions)


def _of_host(url: str | None) -> str | None:
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    for known, name in phrases.OUTLET_HOSTS.items():
        if host == known or host.endswith("." + known):
            return name
    return host or None


def _of_footer(text: str, regions: tuple[Region, ...]) -> str | None:
    """The outlet of the first footer, in the order of the patterns, that stands in marked furniture."""
    furniture = [r.span for r in regions if r.kind == RegionKind.FURNITURE]
    for pattern in _FOOTERS:
        for found in pattern.finditer(text):
            start, end = found.span("name")
            if any(f.start <= start and end <= f.end for f in furniture):
                name = found["name"].replace("’", "'").strip(" .,'")
                return phrases.OUTLET_SHORT.get(name, name)
    return None


def _of_signature(regions: tuple[Region, ...]) -> str | None:
    """The one agency that the datelines, or else the furniture after the text, sign with; None where several do."""
    datelines = [r.span.quote for r in regions if r.kind == RegionKind.DATELINE]
    names = {n for quote in datelines for n in _agencies(_BRACKETED, quote) | _agencies(_DASHED, quote)}
    if not names and regions and regions[-1].kind == RegionKind.FURNITURE:
        quote = regions[-1].span.quote
        names = _agencies(_DASHED, quote) or (_agencies(_BRACKETED, quote) if quote.startswith("(") else set())
    return names.pop() if len(names) == 1 else None


def _agencies(pattern: re.Pattern[str], quote: str) -> set[str]:
    found = ((m.group(1) or m.group(pattern.groups)).strip().lower() for m in pattern.finditer(quote))
    return {phrases.AGENCIES[name] for name in found if name in phrases.AGENCIES}
