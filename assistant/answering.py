"""The answer chain, top to bottom: rewrite, understand, gather and compose, verify, generate, decide.

`Assistant` is what the window, the command line, the API and the evaluation ask. Without a language model
nothing is generated; with one, each of its statements is verified before it is given on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Literal

from langchain_core.runnables import Runnable, RunnableLambda

from assistant import amended, citing, generating, languages, quoting, verifying
from assistant.answer import Answer, Timings, Turn
from assistant.asking import as_asked, mended, without_introduction
from assistant.calibration import Calibration, shipped
from assistant.catalogue import Catalogue
from assistant.chat_model import ChatModel
from assistant.desk import Desk
from assistant.errors import ComposerUnavailable, ModelFailed
from assistant.evidence import Draft, Point
from assistant.filtering import made_out, restricted, told
from assistant.generating import Task
from assistant.judging import Judge, support_judge
from assistant.languages import ENGLISH, language_of
from assistant.providers import chat_model
from assistant.question import accepted
from assistant.restating import leans, restated
from assistant.rewriting import Exchange, rewrite
from assistant.settings import AssistantSettings, assistant_settings
from assistant.translating import translated
from assistant.understanding import Question, understand
from assistant.wording import NO_ANSWER
from corpus import Document, read_folder
from index import Filters, Index, IndexSettings, KnowsWords, ProgressCallback, from_environment

REMEMBERED_TURNS = 6
_REMEMBERED_FILTERS = 16

Composer = Literal["auto", "quoting", "model"]


@dataclass(frozen=True)
class Work:
    """What the steps hand on: each fills in its own part; all read one `catalogue`."""

    text: str
    catalogue: Catalogue
    past: tuple[Exchange, ...] = ()
    filters: Filters = Filters()
    standalone: str = ""
    question: Question | None = None
    desk: Desk | None = None
    draft: Draft | None = None
    composer: Composer = "quoting"
    task: Task | None = None
    answer: Answer | None = None
    by: str = "quoting"
    spent: dict[str, float] = field(default_factory=dict)


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
        self._catalogue: Catalogue | None = None
        self._restricted: dict[Filters, Catalogue] = {}
        self._answers: dict[tuple[str, tuple[str, ...], Filters, str], Exchange] = {}

    @cached_property
    def chain(self) -> Runnable[Work, Work]:
        """The steps in order."""
        return self._drafting | RunnableLambda(self._generate) | RunnableLambda(self._decide)

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
        chosen = self._chosen(composer)
        asked = accepted(question, self.settings.max_question_chars)
        return self._exchange(asked, _earlier(history), self.allowed(filters), chosen).answer

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
        if self._chosen(composer) != "model":
            answer = self.ask(question, history, filters, "quoting")
            yield "sources", answer.citations
            for statement in answer.statements:
                yield "statement", statement
            yield "answer", answer
            return
        work = self._drafting.invoke(
            self._work(
                accepted(question, self.settings.max_question_chars),
                _earlier(history),
                self.allowed(filters),
                "model",
            )
        )
        if work.task is not None:
            citations = citing.cite([s.quote for s in work.task.sources], work.catalogue)
            yield "sources", citations
            points: list[Point] = []
            trouble: ModelFailed | None = None
            try:
                for point in self._statements(work.task):
                    points.append(point)
                    yield "statement", citing.marked([point], citations)[0]
            except ModelFailed as failed:
                trouble = failed
            shown = len(points) if trouble is None or trouble.trouble == "limit" else 0
            answer = self._finished(self._decide(self._with_written(work, points, trouble))).answer
        else:
            answer, shown = self._finished(self._decide(work)).answer, 0
            yield "sources", answer.citations
        for statement in answer.statements[shown:]:
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

    def allowed(self, filters: Filters | None) -> Filters:
        """The filters with the ids of what they name. Raises UnknownFilter."""
        return made_out(filters, self.catalogue)

    def _seen(self, filters: Filters) -> Catalogue:
        """The catalogue of what `filters` allow."""
        everything = self.catalogue
        if filters == Filters():
            return everything
        found = self._restricted.get(filters)
        if found is None or found.corpus_version != everything.corpus_version:
            if len(self._restricted) > _REMEMBERED_FILTERS:
                self._restricted.clear()
            found = self._restricted[filters] = restricted(everything, filters)
        return found

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    def _chosen(self, composer: Composer) -> Composer:
        if composer == "model" and self.model is None:
            raise ComposerUnavailable(
                'No language model is set up here; ask with composer "quoting" or "auto".'
            )
        return "model" if self.model is not None and composer != "quoting" else "quoting"

    def _work(self, text: str, earlier: tuple[str, ...], filters: Filters, composer: Composer) -> Work:
        """One turn to be answered; earlier ones are answered again: its questions are all its memory."""
        start = time.perf_counter()
        past = tuple(self._exchange(earlier[i], earlier[:i], filters) for i in range(len(earlier)))
        spent = {"start": start, "generate": 0.0}
        return Work(text, self._seen(filters), past, filters, composer=composer, spent=spent)

    def _exchange(
        self, text: str, earlier: tuple[str, ...], filters: Filters, composer: Composer = "quoting"
    ) -> Exchange:
        key = (text, earlier, filters, self.index.corpus_version)
        known = self._answers.get(key)
        if known is not None and earlier and composer == "quoting":
            return known
        exchange = self._finished(self.chain.invoke(self._work(text, earlier, filters, composer)))
        if composer == "quoting":
            if len(self._answers) > 512:
                self._answers.clear()
            self._answers[key] = exchange
        return exchange

    def _finished(self, done: Work) -> Exchange:
        if done.question is None or done.answer is None:
            raise AssertionError("the chain ends with an answer")
        return Exchange(done.question, done.answer)

    # the steps ---------------------------------------------------------------------------------

    def _rewrite(self, work: Work) -> Work:
        """By the rules; where a language model answers, by it if it brings nothing in."""
        standalone = rewrite(work.text, list(work.past), work.catalogue)
        if self.model is None or work.composer != "model":
            return replace(work, standalone=standalone)
        put = None
        if work.past and (standalone != work.text or leans(work.text)):
            put = restated(work.text, work.past, self.model, language_of(work.text) != ENGLISH)
        return replace(work, standalone=put or translated(standalone, self.model, work.catalogue))

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
        spent = {"gather": sum(desk.searching), "compose": time.perf_counter()}
        return replace(work, desk=desk, draft=draft, spent=work.spent | spent)

    def _verify(self, work: Work) -> Work:
        assert work.desk is not None and work.draft is not None
        kept = tuple(p for p in work.draft.points if verifying.supported(p, work.catalogue))
        draft = replace(work.draft, points=kept)
        task = None
        if work.composer == "model":
            foreign = work.text if language_of(work.text) != ENGLISH else ""
            draft = languages.quoted_as_written(work.text, draft, work.catalogue)
            # without a judge nothing in another language could be checked
            task = None if foreign and self.judge is None else generating.task(work.desk, draft, foreign)
        return replace(work, draft=draft, task=task, spent=work.spent | {"verify": time.perf_counter()})

    def _generate(self, work: Work) -> Work:
        """What the model writes, each statement verified; where it fails, the draft and a notice."""
        if work.task is None:
            return work
        points: list[Point] = []
        try:
            points += self._statements(work.task)
        except ModelFailed as failed:
            return self._with_written(work, points, failed)
        return self._with_written(work, points)

    def _statements(self, task: Task) -> Iterator[Point]:
        assert self.model is not None
        return generating.written(task, self.model, self.catalogue, self.index.embedder, self.judge)

    def _with_written(self, work: Work, points: Sequence[Point], failed: ModelFailed | None = None) -> Work:
        """The work with what the model wrote; with a notice instead where it failed.

        What a model wrote before it reached its limit of tokens stays: each statement stands by itself.
        """
        assert work.task is not None and work.draft is not None and self.model is not None
        spent = work.spent | {"generate": time.perf_counter() - work.spent["verify"]}
        if failed is not None and not (points and failed.trouble == "limit"):
            draft = work.draft.with_remark(generating.notice(failed.trouble))
            return replace(work, draft=draft, task=None, spent=spent)
        if not points:
            return replace(work, task=None, spent=spent)
        return replace(
            work, draft=generating.merged(work.task, tuple(points)), by=self.model.name, spent=spent
        )

    def _decide(self, work: Work) -> Work:
        assert work.draft is not None
        draft, catalogue = work.draft, work.catalogue
        stated = [p for p in draft.points if p.layout != "heading"]
        status = draft.status
        if status in {"answered", "partly_answered"} and not stated:
            status, draft = "not_in_documents", replace(draft, status="not_in_documents", remark=NO_ANSWER)
        if not stated:
            draft = replace(draft, remark=languages.refusal(work.text, draft, catalogue, self.has_model))
        if status == "not_in_documents" and (looked_at := told(work.filters)):
            draft = draft.with_remark(looked_at)
        points = (*draft.points, *amended.notes(draft.points, catalogue)) if stated else ()
        quotes = tuple(dict.fromkeys(q for p in points for q in p.quotes))
        shown = {s.quote: s.number for s in work.task.sources} if work.task and work.by != "quoting" else {}
        further = count(max(shown.values(), default=0) + 1)
        citations = citing.cite(quotes, catalogue, [shown.get(q) or next(further) for q in quotes])
        now = time.perf_counter()
        start = work.spent["start"]
        gathered, composed, verified = (work.spent[step] for step in ("gather", "compose", "verify"))
        answer = Answer(
            question=work.text,
            standalone_question=work.standalone,
            status=status,
            text=citing.markdown(points, citations, draft.remark),
            statements=citing.marked(points, citations),
            citations=citing.as_they_stand(citations, catalogue, self.index),
            nearest=citing.cite(draft.nearest, catalogue) if not points else (),
            composer=work.by,
            corpus_version=catalogue.corpus_version,
            timings_ms=Timings(
                gather=round(gathered * 1000, 2),
                compose=round((composed - start - gathered + work.spent["generate"]) * 1000, 2),
                verify=round((verified - composed) * 1000, 2),
                total=round((now - start) * 1000, 2),
            ),
        )
        return replace(work, answer=answer)


def _earlier(history: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(t.text for t in history if t.role == "user" and t.text.strip())[-REMEMBERED_TURNS:]


def open_assistant(
    data_dir: Path | None = None,
    documents: Path | Sequence[Document] | None = None,
    progress: ProgressCallback | None = None,
) -> Assistant:
    """An assistant over the shipped and added documents of `data_dir`.

    `documents`, or those in the folder of that name, stand in for the shipped ones. Raises IndexFault and
    CorpusError, each with one line that says what to do.
    """
    settings: IndexSettings = from_environment()
    if data_dir is not None:
        settings = replace(settings, data_dir=data_dir)
    shipped_instead = read_folder(documents) if isinstance(documents, Path) else documents
    asking = assistant_settings()
    model = chat_model(asking)  # before the index is opened: a model that cannot be used is said at once
    judge = support_judge(asking) if model else None
    index = Index.open(settings, progress, shipped=shipped_instead)
    return Assistant(index, settings=asking, model=model, judge=judge)
