from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation.syntax import parse


def test_parse_of_two_lines_ends_a_sentence_at_the_break() -> None:
    ((sentences, tokens),) = parse(["Russia bombs Palmyra\nReports of fighting came later"])
    assert [tokens[s.first].text for s in sentences][:2] == ["Russia", "Reports"]


def test_parse_of_a_list_reads_each_item_by_itself() -> None:
    ((_, tokens),) = parse(
        ["The worst days were these:\n- On 14 February, a house in the camp was struck, killing 16.\n"]
    )
    struck = next(i for i, t in enumerate(tokens) if t.text == "struck")
    assert tokens[struck].dep == "ROOT"
    assert next(t for t in tokens if t.text == "On").head == struck


def test_parse_gives_the_verb_its_subject() -> None:
    ((_, tokens),) = parse(["Rebels shelled the village on Sunday."])
    verb = next(i for i, t in enumerate(tokens) if t.text == "shelled")
    subject = next(t for t in tokens if t.text == "Rebels")
    assert (subject.dep, subject.head) == ("nsubj", verb)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_parse_of_any_text_covers_it_with_tokens_in_order(text: str) -> None:
    ((sentences, tokens),) = parse([text])
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert [t.sentence for t in tokens] == [n for n, s in enumerate(sentences) for _ in range(s.first, s.last)]
    assert all(sentences[t.sentence].first <= t.head < sentences[t.sentence].last for t in tokens)
