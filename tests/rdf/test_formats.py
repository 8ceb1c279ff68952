from __future__ import annotations

import pytest

from kg.rdf.formats import FORMATS, Format, format_named, format_of_media_type, format_of_suffix


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_format_when_looked_up_by_name_suffix_or_media_type_then_it_is_the_same(form: Format) -> None:
    assert format_named(form.name) is form
    assert format_of_suffix(form.suffix.upper()) is form
    assert format_of_media_type(f"{form.media_type.upper()}; charset=utf-8") is form
    assert form.oxigraph.media_type == form.media_type
    assert form.oxigraph.supports_datasets == form.named_graphs


def test_format_when_unknown_then_there_is_none() -> None:
    assert format_named("xml") is format_of_suffix(".doc") is format_of_media_type("text/plain") is None
