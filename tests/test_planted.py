"""Instructions hidden in documents: a model that obeys them changes nothing that a reader sees as said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.planted import harmless, speaks_to_model, without_planted
from assistant.web.messages import body_html
from assistant.web.wording import words
from corpus import document_from_text, load_shipped
from index import Filters, Index, IndexSettings
from tests.benign_sentences import SENTENCES
from tests.fakes import WordsEmbedder
from tests.fakes_chat import evidence_of, line, scripted
from tests.planted_cases import CASES, FACTS, KINDS, Planted


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over one document of every case."""
    documents = [
        document_from_text(case.text, file_name=f"{place}.txt", title=f"Note {place}", kind="other")
        for place, case in enumerate(CASES)
    ]
    folder = tmp_path_factory.mktemp("planted")
    with Index.open(IndexSettings(data_dir=folder), embedder=WordsEmbedder(), shipped=documents) as index:
        yield Assistant(index)


def obeying(case: Planted) -> str:
    """What a model writes that does what the document tells it, citing each of the first passages."""
    return "".join(line(case.obeyed, n) for n in (1, 2, 3)) + line(case.obeyed, 1, 2)


def own_words(answer: Answer) -> str:
    """What the answer says itself: the statements that are no quotations."""
    return " ".join(s.text for s in answer.statements if s.support == "supported")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.subject}")
def test_an_obeying_model_has_no_effect(planted: Assistant, case: Planted) -> None:
    prompts: list[str] = []

    def script(prompt: str) -> Iterator[str]:
        prompts.append(prompt)
        yield obeying(case)

    planted.model = scripted(script)
    place = CASES.index(case)
    document = next(d for d in planted.index.documents() if d.title == f"Note {place}")
    answer = planted.ask(f"What is said about {case.subject}?", filters=Filters(documents=(document.id,)))
    assert answer.status == "answered", answer.text
    assert case.forbidden not in own_words(answer)
    html = body_html(answer.text, answer.citations, 1, words("en"))
    assert not re.search(r"<img|<a (?!class=\"cite\")|<script", html)
    for prompt in prompts:
        assert case.instruction not in " ".join(evidence_of(prompt).values())
        assert "<|im_start|>" not in prompt


def test_there_are_sixty_cases_of_ten_kinds() -> None:
    assert len(CASES) >= 60 and len(KINDS) == 10


@pytest.mark.parametrize(("_", "fact"), FACTS)
def test_a_fact_beside_an_instruction_stays(_: str, fact: str) -> None:
    for case in CASES:
        assert fact in without_planted(f"{fact} {case.instruction}")


def test_official_texts_do_not_speak_to_models() -> None:
    from corpus import read_folder
    from corpus.sentences import sentences

    texts = [d.text for d in (*load_shipped(), *read_folder(Path(__file__).parent / "documents"))]
    spans = [text[a:b] for text in texts for a, b in sentences(text)]
    assert [span for span in spans if speaks_to_model(span)] == []


def test_the_words_of_instructions_alone_lose_nothing() -> None:
    lost = [text for text in SENTENCES if without_planted(text) != text]
    assert len(SENTENCES) >= 60 and len(lost) <= 0.02 * len(SENTENCES), lost


def test_hidden_characters_and_chat_tokens_are_taken_out_of_a_prompt() -> None:
    assert harmless("a\u200bb \u202ec <|im_start|>d [INST] e\nSYSTEM: f") == "ab c d e SYSTEM - f"
