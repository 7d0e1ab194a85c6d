"""The answer chain, top to bottom: rewrite, understand, gather and compose, verify, generate, decide.

`Assistant` is what the window, the command line, the API and the evaluation ask. Without a language model
nothing is generated; with one, each of its statements is verified before it is given on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from assistant import citing, doubling, generating, languages, quoting, verifying
from assistant.answer import Answer, Turn
from assistant.asking import as_asked, mended, without_introduction
from assistant.calibration import Calibration, shipped
from assistant.catalogue import Catalogue
from assistant.catalogues import Catalogues
from assistant.chat_model import ChatModel
from assistant.deciding import decided, with_written
from assistant.desk import Desk
from assistant.errors import ComposerUnavailable, ModelFailed
from assistant.evidence import Draft, Point
from assistant.judging import Judge
from assistant.languages import ENGLISH, language_of
from assistant.nearby import nearer
from assistant.question import accepted, earlier_questions
from assistant.restating import leans, restated
from assistant.rewriting import Exchange, rewrite
from assistant.settings import AssistantSettings
from assistant.staying import stayed
from assistant.translating import translated
from assistant.understanding import Question, understand
from assistant.wording import NO_ANSWER
from assistant.work import Composer, Work
from index import Filters, Index, KnowsWords

_REMEMBERED_ANSWERS = 512
#: How often a question is answered anew because the documents changed meanwhile.
_MOST_STATES = 5


class Assistant:
    """Answers questions about the documents of one index. Safe to share between threads."""

    def __init__(
        self,
        index: Index,
        calibration: Calibration | None = None,
        settings: AssistantSettings | None = None,
        model: ChatModel | None = None,
        judge: Judge | None = None,
    ) -> None:
        """`calibration` and `settings` are the shipped ones unless given; a `model` writes answers.

        A `judge` has the last word on what it wrote.
        """
        self.judge = judge
        self.index = index
        self.model = model
        self.settings = settings or AssistantSettings()
        self.calibration = calibration or shipped()
        self._catalogues = Catalogues(index)
        self._answers: dict[tuple[str, tuple[str, ...], Filters, str], Exchange] = {}

    @cached_property
    def chain(self) -> Runnable[Work, Work]:
        """The steps in order."""
        return RunnableLambda(self._draft) | RunnableLambda(self._generate) | RunnableLambda(self._decide)

    @cached_property
    def _drafting(self) -> Runnable[Work, Work]:
        return (
            RunnableLambda(self._rewrite)
            | RunnableLambda(self._understand)
            | RunnableLambda(self._compose)
            | RunnableLambda(self._verify)
        )

    @property
    def has_model(self) -> bool:
        """Whether a language model may write answers."""
        return self.model is not None

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        composer: Composer = "auto",
    ) -> Answer:
        """The answer to `question` after the conversation `history` (oldest first).

        `composer` "auto" lets the language model write where there is one. Raises QuestionRejected for a
        question that is empty, too long or holds no word, UnknownFilter for a filter that names what is not
        there, ComposerUnavailable where the model is not there.
        """
        model = self._writer(composer)
        asked, earlier = accepted(question, self.settings.max_question_chars), earlier_questions(history)
        return self._exchange(asked, earlier, self.allowed(filters), model).answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        composer: Composer = "auto",
    ) -> Iterator[tuple[str, Any]]:
        """The same answer in parts: ("sources", citations), ("statement", one)..., ("answer", all of it).

        What a language model writes comes statement by statement, each verified. Where the model fails on its
        way, the answer at the end is without them and says so.
        """
        model = self._writer(composer)
        if model is None:
            yield from self.ask(question, history, filters, "quoting").parts()
            return
        asked, earlier = accepted(question, self.settings.max_question_chars), earlier_questions(history)
        work = self._draft(self._work(asked, earlier, self.allowed(filters), model))
        if work.task is None:
            yield from self._decide(work).exchange.answer.parts()
            return
        citations = citing.cite([s.quote for s in work.task.sources], work.catalogue)
        yield "sources", citations
        points: list[Point] = []
        trouble: ModelFailed | None = None
        try:
            for point in self._statements(work):
                points.append(point)
                yield "statement", citing.marked([point], citations)[0]
        except ModelFailed as failed:
            trouble = failed
        shown = len(points) if trouble is None or trouble.trouble == "limit" else 0
        yield from self._decide(with_written(work, points, trouble)).exchange.answer.parts(shown)

    @property
    def catalogue(self) -> Catalogue:
        """What the documents hold at this moment; read anew when they change."""
        return self._catalogues.whole

    def allowed(self, filters: Filters | None) -> Filters:
        """The filters with the ids of what they name. Raises UnknownFilter."""
        return self._catalogues.allowed(filters)

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    def _writer(self, composer: Composer) -> ChatModel | None:
        """The model that is to write; None where the quoting composer answers alone."""
        if composer == "model" and self.model is None:
            raise ComposerUnavailable(
                'No language model is set up here; ask with composer "quoting" or "auto".'
            )
        return None if composer == "quoting" else self.model

    def _work(self, text: str, earlier: tuple[str, ...], filters: Filters, model: ChatModel | None) -> Work:
        """One turn to be answered; earlier ones are answered again: its questions are all its memory."""
        start = time.perf_counter()
        past = tuple(self._exchange(earlier[i], earlier[:i], filters) for i in range(len(earlier)))
        spent = {"start": start, "generate": 0.0}
        return Work(text, self._catalogues.seen(filters), past, filters, model=model, spent=spent)

    def _exchange(
        self, text: str, earlier: tuple[str, ...], filters: Filters, model: ChatModel | None = None
    ) -> Exchange:
        key = (text, earlier, filters, self.index.corpus_version)
        known = self._answers.get(key)
        if known is not None and earlier and model is None:
            return known
        exchange = self.chain.invoke(self._work(text, earlier, filters, model)).exchange
        if model is None:
            if len(self._answers) > _REMEMBERED_ANSWERS:
                self._answers.clear()
            self._answers[(*key[:3], exchange.answer.corpus_version)] = exchange
        return exchange

    # the steps ---------------------------------------------------------------------------------

    def _draft(self, work: Work) -> Work:
        """The steps before generating, out of one state of the documents: anew where that has changed."""
        for _ in range(_MOST_STATES):
            drafted = self._drafting.invoke(work)
            if self.index.corpus_version == work.catalogue.corpus_version:
                break
            work = replace(work, catalogue=self._catalogues.seen(work.filters))
        return drafted

    def _rewrite(self, work: Work) -> Work:
        """By the rules; where a language model answers, by it if it brings nothing in."""
        standalone = rewrite(work.text, list(work.past), work.catalogue)
        if work.model is None:
            return replace(work, standalone=standalone)
        put = None
        if work.past and (standalone != work.text or leans(work.text)):
            put = restated(work.text, work.past, work.model, language_of(work.text) != ENGLISH)
        return replace(work, standalone=put or translated(standalone, work.model, work.catalogue))

    def _understand(self, work: Work) -> Work:
        asked = self.index.understand(work.standalone)
        doubtful = [t.word for t in asked.terms if (t.spelt or not t.known) and not self._is_word(t.word)]
        meant = mended(work.standalone, doubtful)
        if meant != work.standalone:
            asked = self.index.understand(meant)
        text = as_asked(asked.question, [(t.spelt, t.word) for t in asked.terms if t.spelt])
        return replace(work, question=understand(text, work.catalogue))

    def _is_word(self, word: str) -> bool:
        embedder = self.index.embedder
        return isinstance(embedder, KnowsWords) and embedder.knows_word(word)

    def _compose(self, work: Work) -> Work:
        assert work.question is not None
        desk = Desk(work.question, self.index, work.catalogue, self.calibration, work.filters)

        def answered(question: Question) -> Draft:
            if not work.catalogue.passages:
                return Draft("not_in_documents", remark=NO_ANSWER)
            return quoting.compose(replace(desk, question=question))

        def asked(question: Question) -> Draft:
            """Where a question with an introduction is refused, the question by itself."""
            draft = answered(question)
            alone = without_introduction(question.text) if draft.status == "not_in_documents" else None
            again = answered(understand(alone, work.catalogue)) if alone else draft
            return again if again.status == "answered" else draft

        draft = languages.by_names(
            work.standalone,
            work.question,
            asked(work.question),
            work.catalogue,
            lambda text: answered(understand(text, work.catalogue)),
        )
        draft = stayed(draft, work.text, desk, work.past, quoting.compose)
        draft = nearer(draft, work.text, desk, work.past, quoting.looked_up)
        draft = doubling.joined(draft, work.standalone, lambda text, past: self._drafted(text, past, work))
        spent = {"gather": sum(desk.searching), "compose": time.perf_counter()}
        return replace(work, desk=desk, draft=draft, spent=work.spent | spent)

    def _drafted(self, text: str, earlier: tuple[str, ...], work: Work) -> Draft:
        """The draft for one half of a question, `earlier` being the other."""
        draft = self._drafting.invoke(self._work(text, earlier, work.filters, None)).draft
        assert draft is not None
        return draft

    def _verify(self, work: Work) -> Work:
        assert work.desk is not None and work.draft is not None
        kept = tuple(p for p in work.draft.points if verifying.supported(p, work.catalogue))
        draft = replace(work.draft, points=kept)
        task = None
        if work.model is not None:
            foreign = work.text if language_of(work.text) != ENGLISH else ""
            draft = languages.quoted_as_written(work.text, draft, work.catalogue)
            # without a judge nothing in another language could be checked
            task = None if foreign and self.judge is None else generating.task(work.desk, draft, foreign)
        return replace(work, draft=draft, task=task, spent=work.spent | {"verify": time.perf_counter()})

    def _generate(self, work: Work) -> Work:
        """What the model writes, each statement verified; where it fails, the draft and a notice."""
        points: list[Point] = []
        try:
            points += self._statements(work)
        except ModelFailed as failed:
            return with_written(work, points, failed)
        return with_written(work, points)

    def _statements(self, work: Work) -> Iterator[Point]:
        if work.model is None or work.task is None:
            return iter(())
        return generating.written(work.task, work.model, work.catalogue, self.index.embedder, self.judge)

    def _decide(self, work: Work) -> Work:
        return replace(work, answer=decided(work, self.index, self.has_model))
