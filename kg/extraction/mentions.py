"""Mentions of actors and places: what the tagger found, cleaned and checked against what is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.extraction import EntityType, MentionForm
from kg.domain.names import fold
from kg.domain.spans import Span, span_at
from kg.extraction.lexicon import Known, Lexicon
from kg.extraction.quantities import is_number, without_number

_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "we",
        "us",
        "our",
        "i",
    ]
)
_SENT = frozenset({"to", "for", "of"})  # a name does not end so, an office cut short does
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "of",
        "in",
        "on",
        "for",
        "to",
        "by",
        "with",
        "from",
        "its",
        "their",
        "his",
        "her",
        "some",
        "many",
        "other",
        "several",
    ]
)
# Swept on articles left out of training: above it actors and places are lost. A mention that names what the reference knows
# ("Russian jets") needs less: where it ends is unsure, not what it is.
LEAST_SCORE = 0.5
LEAST_KNOWN = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in the making: its span, type, score, how it refers, and the reference entry it names, where known."""

    span: Span
    type: EntityType
    score: float
    form: MentionForm
    known: Known | None

    def labelled(self) -> LabelledSpan:
        """As the pair scorer wants it."""
        return LabelledSpan(self.span.start, self.span.end, self.type.value, self.score)


def find_mentions(annotated: AnnotatedArticle, lexicon: Lexicon) -> list[Found]:
    """Every mention outside furniture, in order; none overlap."""
    skip = annotated.article.furniture()
    text = annotated.article.text
    found: list[Found] = []
    for labelled in _without_offices(text, _mend(text, annotated.labelled["mention"])):
        span = _trim(text, labelled.start, labelled.end)
        if span is None or labelled.score < LEAST_KNOWN or any(span.overlaps(f) for f in skip):
            continue
        mention = _classify(span, EntityType(labelled.label), labelled.score, lexicon)
        if mention.known is not None or mention.score >= LEAST_SCORE:
            found.append(mention)
    found += _known_names(annotated, lexicon, [*skip, *(f.span for f in found)])
    return sorted(found, key=lambda f: f.span.start)


def _mend(text: str, spans: tuple[LabelledSpan, ...]) -> list[LabelledSpan]:
    """Join the halves of a name that the tagger broke: "Um" and "al-Serj", "city of" and "Aleppo"."""
    out: list[LabelledSpan] = []
    for span in spans:
        last = out[-1] if out else None
        if last and last.label == span.label and text[last.end : span.start] in {" ", "-", " -", "- "}:
            second = text[span.start : span.end]
            first = text[last.start : last.end]
            if (
                len(first) <= 3
                or first.endswith(" of")
                or re.match(r"[a-z]{2}-", second)
                or "-" in text[last.end : span.start]
            ):
                out[-1] = LabelledSpan(last.start, span.end, last.label, max(last.score, span.score))
                continue
        out.append(span)
    return out


def _without_offices(text: str, spans: list[LabelledSpan]) -> list[LabelledSpan]:
    """Leave out the office before a person's name that the tagger took for a person: "Kremlin spokesman" Dmitry Peskov, "Ambassador to"."""
    persons = {s.start for s in spans if s.label == EntityType.PERSON}

    def is_office(s: LabelledSpan) -> bool:
        last = text[s.start : s.end].split()[-1:]
        return bool(last) and (last[0] in _SENT or (last[0].islower() and s.end + 1 in persons and text[s.end] == " "))

    return [s for s in spans if s.label != EntityType.PERSON or not is_office(s)]


def _trim(text: str, start: int, end: int) -> Span | None:
    """The span without edge punctuation and a possessive ending; None where nothing that can name is left."""
    quote = text[start:end]
    lead = re.match(r"[\W_]+", quote)
    start += len(lead.group(0)) if lead else 0
    tail = re.search(r"(['’]s|['’]|[\W_])+$", text[start:end])
    end -= len(tail.group(0)) if tail else 0
    if _CUT_SHORT.search(text, start, end) and (rest := _REST.match(text, end)):
        end = rest.end()
    if end - start < 2 or fold(text[start:end]) in _PRONOUNS | _EMPTY or is_number(text[start:end]):
        return None
    return span_at(text, start, end)


def _classify(span: Span, type_: EntityType, score: float, lexicon: Lexicon) -> Found:
    """Add the reference entry that fits the tagger's type best, and how the words refer."""
    body = _without_men(span.quote)
    options = lexicon.find(span.quote) or lexicon.find(body)
    if not options and type_ is EntityType.POPULATION:
        options = lexicon.find(without_number(span.quote))
    if not options and body != span.quote:  # copy that lost its apostrophes: "SANAs correspondent"
        options = lexicon.find(re.sub(r"(['’]s|s)$", "", body))
    if not options and type_ is not EntityType.PERSON:
        owners = lexicon.find(_VEHICLES.sub("", span.quote)) if _VEHICLES.search(span.quote) else []
        options = [k for k in owners if k.form is MentionForm.DEMONYM]
        type_ = options[0].type if options else type_
    same = [k for k in options if k.type is type_]
    kind = [k for k in options if k.type.is_place == type_.is_place]
    known: Known | None = next(iter(same or kind), None)
    if known is not None:
        if known.form in (MentionForm.NAME, MentionForm.NOMINAL) or type_ is known.type:
            type_ = known.type if not known.generic else type_
        form = known.form
        if known.generic and type_ is not known.type and not same:
            known = None
    else:
        form = MentionForm.NAME if _has_capital(span.quote) else MentionForm.NOMINAL
    return Found(span, type_, score, form, known)


# What flies, sails or rolls for a state stands for it: "Russian fighter jets", "Turkish warships".
_DUTY = r"\s(?:fighter|attack|combat|war|military|surveillance|transport)"
_VEHICLE = (
    r"\s(?:jets?|(?:war)?planes?|aircrafts?|helicopters?|bombers?|gunships?|drones?|(?:war)?ships?|submarines?|tanks?)"
)
_VEHICLES = re.compile(f"(?:{_DUTY})?{_VEHICLE}$", re.IGNORECASE)
_CUT_SHORT = re.compile(f"{_DUTY}$", re.IGNORECASE)  # "Russian fighter", where the text has "jets" next
_REST = re.compile(rf"{_VEHICLE}\b", re.IGNORECASE)
_MEN = frozenset(
    {
        "fighters",
        "militants",
        "troops",
        "forces",
        "group",
        "groups",
        "soldiers",
        "rebels",
        "gunmen",
        "members",
        "jihadists",
        # Who speaks for an outlet is the outlet: "SANA reporter", "the Reuters news agency".
        "reporter",
        "reporters",
        "correspondent",
        "agency",
        "news",
        "television",
        "tv",
    }
)


def _without_men(quote: str) -> str:
    """The body whose people they are: "Islamic State militants" names Islamic State; a bare "militants" stays."""
    words = quote.split()
    while len(words) > 1 and words[-1].lower() in _MEN:
        words = words[:-1]
    return " ".join(words)


def _has_capital(quote: str) -> bool:
    words = quote.split()
    if words and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    return any(w[0].isupper() or w.startswith(("al-", "el-", "ad-", "ash-")) for w in words if w)


def _known_names(annotated: AnnotatedArticle, lexicon: Lexicon, taken: list[Span]) -> list[Found]:
    """Names of the reference list that the tagger passed over: runs of capitalised words outside `taken`, longest first."""
    out = []
    tokens = annotated.tokens
    text = annotated.article.text
    i = 0
    while i < len(tokens):
        step = 1
        if tokens[i].text[:1].isupper():
            for last in range(min(i + 6, len(tokens)) - 1, i - 1, -1):
                if tokens[last].sentence != tokens[i].sentence or not tokens[last].text[:1].isupper():
                    continue
                span = span_at(text, tokens[i].start, tokens[last].end)
                options = _unambiguous(lexicon.find(span.quote))
                if options and _is_safe(span.quote, tokens[i].pos) and not any(span.overlaps(t) for t in taken):
                    best = options[0]
                    out.append(Found(span, best.type, 0.5, best.form, best))
                    step = last - i + 1
                    break
        i += step
    return out


def _unambiguous(options: list[Known]) -> list[Known]:
    """Names; or a stand-in for a government that is no place as well ("the Kremlin", but not "Moscow")."""
    names = [k for k in options if k.form is MentionForm.NAME and not k.generic]
    return names or [k for k in options if k.form is MentionForm.METONYM and not any(o.type.is_place for o in options)]


def _is_safe(quote: str, pos: str) -> bool:
    """Whether a bare match may be believed without the tagger: long enough, and a proper noun to the parser."""
    return pos == "PROPN" and (len(quote) > 3 or (quote.isupper() and len(quote) > 2))
