"""The answer chain, top to bottom: rewrite, understand, gather and compose, verify, decide.

`Assistant` is what the window, the command line, the API and the evaluation ask.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from assistant import citing, quoting, verifying
from assistant.answer import Answer, Timings, Turn
from assistant.asking import as_asked, mended
from assistant.calibration import Calibration, shipped
from assistant.catalogue import Catalogue
from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.question import accepted
from assistant.rewriting import Exchange, rewrite
from assistant.settings import AssistantSettings, assistant_settings
from assistant.understanding import Question, understand
from assistant.wording import NO_ANSWER
from corpus import read_folder
from index import Filters, Index, IndexSettings, KnowsWords, ProgressCallback, from_environment

REMEMBERED_TURNS = 6


@dataclass(frozen=True)
class Work:
    """What the steps hand on: each fills in its own part."""

    text: str
    past: tuple[Exchange, ...] = ()
    filters: Filters = Filters()
    standalone: str = ""
    question: Question | None = None
    draft: Draft | None = None
    answer: Answer | None = None
    spent: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions about the documents of one index. Safe to share between threads."""

    def __init__(
        self, index: Index, calibration: Calibration | None = None, settings: AssistantSettings | None = None
    ) -> None:
        """`calibration` and `settings` are the shipped ones unless given."""
        self.index = index
        self.settings = settings or AssistantSettings()
        self.calibration = calibration or shipped()
        self._catalogue: Catalogue | None = None
        self._answers: dict[tuple[str, tuple[str, ...], Filters, str], Exchange] = {}

    @cached_property
    def chain(self) -> Runnable[Work, Work]:
        """The steps in order."""
        return (
            RunnableLambda(self._rewrite)
            | RunnableLambda(self._understand)
            | RunnableLambda(self._compose)
            | RunnableLambda(self._verify)
            | RunnableLambda(self._decide)
        )

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer to `question` after the conversation `history` (oldest first).

        Raises QuestionRejected for a question that is empty, too long or holds no word.
        """
        earlier = tuple(t.text for t in history if t.role == "user" and t.text.strip())[-REMEMBERED_TURNS:]
        return self._exchange(
            accepted(question, self.settings.max_question_chars), earlier, filters or Filters()
        ).answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[tuple[str, Any]]:
        """The same answer in parts: ("sources", citations), ("statement", one)..., ("answer", all of it)."""
        answer = self.ask(question, history, filters)
        yield "sources", answer.citations
        for statement in answer.statements:
            yield "statement", statement
        yield "answer", answer

    @property
    def catalogue(self) -> Catalogue:
        """What the documents hold at this moment; read anew when they change."""
        version = self.index.corpus_version
        if self._catalogue is None or self._catalogue.corpus_version != version:
            self._catalogue = Catalogue(
                {d.id: d for d in self.index.documents()},
                {p.id: p for p in self.index.passages()},
                self.index.register(),
                version,
            )
        return self._catalogue

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    def _exchange(self, text: str, earlier: tuple[str, ...], filters: Filters) -> Exchange:
        """One turn; earlier turns are answered again: a conversation needs no memory but its questions."""
        key = (text, earlier, filters, self.index.corpus_version)
        known = self._answers.get(key)
        if known is not None and earlier:
            return known
        past = tuple(self._exchange(earlier[i], earlier[:i], filters) for i in range(len(earlier)))
        done = self.chain.invoke(Work(text, past, filters, spent={"start": time.perf_counter()}))
        if done.question is None or done.answer is None:
            raise AssertionError("the chain ends with an answer")
        exchange = Exchange(done.question, done.answer)
        if len(self._answers) > 512:
            self._answers.clear()
        self._answers[key] = exchange
        return exchange

    # the steps ---------------------------------------------------------------------------------

    def _rewrite(self, work: Work) -> Work:
        return replace(work, standalone=rewrite(work.text, list(work.past), self.catalogue))

    def _understand(self, work: Work) -> Work:
        asked = self.index.understand(work.standalone)
        doubtful = [t.word for t in asked.terms if (t.spelt or not t.known) and not self._is_word(t.word)]
        meant = mended(work.standalone, doubtful)
        if meant != work.standalone:
            asked = self.index.understand(meant)
        text = as_asked(asked.question, [(t.spelt, t.word) for t in asked.terms if t.spelt])
        return replace(work, question=understand(text, self.catalogue))

    def _is_word(self, word: str) -> bool:
        embedder = self.index.embedder
        return isinstance(embedder, KnowsWords) and embedder.knows_word(word)

    def _compose(self, work: Work) -> Work:
        assert work.question is not None
        desk = Desk(work.question, self.index, self.catalogue, self.calibration, work.filters)
        draft = quoting.compose(desk)
        spent = {"gather": sum(desk.searching), "compose": time.perf_counter()}
        return replace(work, draft=draft, spent=work.spent | spent)

    def _verify(self, work: Work) -> Work:
        assert work.draft is not None
        kept = tuple(p for p in work.draft.points if verifying.supported(p, self.catalogue))
        draft = replace(work.draft, points=kept)
        return replace(work, draft=draft, spent=work.spent | {"verify": time.perf_counter()})

    def _decide(self, work: Work) -> Work:
        assert work.draft is not None
        draft, catalogue = work.draft, self.catalogue
        stated = [p for p in draft.points if p.layout != "heading"]
        status = draft.status
        if status in {"answered", "partly_answered"} and not stated:
            status, draft = "not_in_documents", replace(draft, remark=NO_ANSWER)
        points = draft.points if stated else ()
        quotes = tuple(dict.fromkeys(q for p in points for q in p.quotes))
        citations = citing.cite(quotes, catalogue)
        now = time.perf_counter()
        start = work.spent["start"]
        gathered, composed, verified = (work.spent[step] for step in ("gather", "compose", "verify"))
        answer = Answer(
            question=work.text,
            standalone_question=work.standalone,
            status=status,
            text=citing.markdown(points, citations, draft.remark),
            statements=citing.marked(points, citations),
            citations=citations,
            nearest=citing.cite(draft.nearest, catalogue) if not points else (),
            corpus_version=catalogue.corpus_version,
            timings_ms=Timings(
                gather=round(gathered * 1000, 2),
                compose=round((composed - start - gathered) * 1000, 2),
                verify=round((verified - composed) * 1000, 2),
                total=round((now - start) * 1000, 2),
            ),
        )
        return replace(work, answer=answer)


def open_assistant(
    data_dir: Path | None = None, documents: Path | None = None, progress: ProgressCallback | None = None
) -> Assistant:
    """An assistant over the shipped and added documents of `data_dir`.

    `documents` names a folder whose documents stand in for the shipped ones. Raises IndexFault and
    CorpusError, each with one line that says what to do.
    """
    settings: IndexSettings = from_environment()
    if data_dir is not None:
        settings = replace(settings, data_dir=data_dir)
    shipped_instead = read_folder(documents) if documents is not None else None
    asking = assistant_settings()
    return Assistant(Index.open(settings, progress, shipped=shipped_instead), settings=asking)
