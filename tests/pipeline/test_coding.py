from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import StoreFormatError
from kg.pipeline.coding import content_digest, decode_article, decode_extraction, digest_of, encode
from tests.factories import make_article, make_extraction


def test_decode_when_encoded_then_equal() -> None:
    article = make_article()
    extraction = make_extraction(article)
    assert decode_article(encode(article)) == article
    assert decode_extraction(encode(extraction)) == extraction


@pytest.mark.parametrize("data", [b"", b"no zlib at all", encode(make_article())[:-4]])
def test_decode_when_bytes_are_damaged_then_store_error(data: bytes) -> None:
    with pytest.raises(StoreFormatError, match="build into a new folder"):
        decode_article(data)


def test_decode_when_bytes_are_another_value_then_store_error() -> None:
    with pytest.raises(StoreFormatError, match="cached extraction"):
        decode_extraction(encode(make_article()))


def test_content_digest_when_only_the_place_differs_then_equal() -> None:
    article = make_article()
    assert content_digest(replace(article, where="elsewhere.txt")) == content_digest(article)
    assert content_digest(replace(article, publisher="Another")) != content_digest(article)


def test_digest_of_when_values_are_split_otherwise_then_different() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
