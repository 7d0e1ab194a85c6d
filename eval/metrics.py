"""Scoring one answer: `score` turns a case and what came of it into a `CaseResult`.

An outcome is one of four: **correct**; **abstained** (it said that the documents do not answer, and
that was not right); **failed** (status "failed", an exception, or no Answer at all); **wrong** (it
answered, and the answer does not hold what it has to). Measures are shares from 0 to 1, higher is
better, and None where a case gives nothing to measure them by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from assistant.answer import Answer, Citation
from eval.case import REFUSALS, Case
from eval.listing import ListResult, compare_list
from eval.paragraphs import cited
from eval.references import exact_match, token_f1
from eval.retrieval import Retrieval
from eval.supported import NOTHING, Carried
from eval.wording import names_decision, normalised, occurs, plain, spans, word_count

Outcome = Literal["correct", "wrong", "abstained", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("correct", "wrong", "abstained", "failed")
T = TypeVar("T")
Texts = Mapping[str, str]  # document id -> document.text
SHORTEST_PART = 20  # characters; a shorter quote inside the evidence proves nothing


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case. `why` says in words what kept it from being correct.

    `case_digest` is `Case.digest`; `latency_ms` the wall time of the scored question alone;
    `register_only` true where every statement is answered from the register. `exact_match` and `token_f1`
    are SQuAD's (`references`), `recall_5` to `ndcg_10` of the search (`retrieval`), the `carried_` and
    `needed_` shares ALCE's citation recall and precision (`supported`); `likelihood` of there being an
    answer is the assistant's own, `documents` are those that hold what was to be found; the `paragraph_` ones
    are of the paragraphs cited (`paragraphs.Cited`).
    """

    id: str
    kind: str
    question: str
    case_digest: str
    status: str
    outcome: Outcome
    why: tuple[str, ...]
    list_result: ListResult | None
    evidence_recall: float | None
    decision_recall: float | None
    workstream_recall: float | None
    citation_precision: float | None
    quote_fidelity: float | None
    refusal_correct: bool | None
    false_refusal: bool | None
    words: int
    latency_ms: float
    register_only: bool
    decision_precision: float | None = None
    exact_match: float | None = None
    token_f1: float | None = None
    recall_5: float | None = None
    recall_10: float | None = None
    mrr_10: float | None = None
    ndcg_10: float | None = None
    carried_passage: float | None = None
    needed_passage: float | None = None
    carried_decision: float | None = None
    needed_decision: float | None = None
    likelihood: float | None = None
    documents: tuple[str, ...] = ()
    paragraph_recall: float | None = None
    paragraph_precision: float | None = None
    paragraph_right: bool | None = None

    @property
    def correct(self) -> bool:
        """True where the answer is right by every rule of its case."""
        return self.outcome == "correct"

    @property
    def list_exact(self) -> bool | None:
        """Whether the list is the wanted set; None where the case asks for no list."""
        return self.list_result.exact if self.list_result else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the answer: how its search fared, and how its citations carry it.

    `documents` are those that hold what the case asks for.
    """

    found: Retrieval = Retrieval()
    passages: Carried = NOTHING
    decisions: Carried = NOTHING
    likelihood: float | None = None
    documents: tuple[str, ...] = ()


def score(
    case: Case, answer: Answer, latency_ms: float, texts: Texts | None = None, beside: Beside | None = None
) -> CaseResult:
    """`answer` judged by `case`. Without the documents' `texts` quotes are left unchecked (None)."""
    said = normalised(plain(answer.text))
    beside = beside or Beside()
    listed = compare_list(case.items, answer) if case.items else None
    why = _faults(case, answer, said, listed)
    refused = answer.status in REFUSALS
    placed = cited(case.paragraphs, answer)
    return CaseResult(
        id=case.id,
        kind=case.kind,
        question=case.question,
        case_digest=case.digest,
        status=answer.status,
        outcome=_outcome(answer, why),
        why=why,
        list_result=listed,
        evidence_recall=_share(case.evidence, lambda words: _covered(words, answer, texts)),
        decision_recall=_share(case.decisions, lambda d: _decision_found(case, d, answer, said)),
        workstream_recall=_share(case.workstreams, lambda name: _workstream_found(case, name, answer, said)),
        citation_precision=_precision(case, answer, texts),
        quote_fidelity=quote_fidelity(answer, texts) if texts is not None else None,
        refusal_correct=_status_fits(case, answer) if case.expects_refusal else None,
        false_refusal=None if case.expects_refusal else refused,
        words=word_count(answer.text),
        latency_ms=latency_ms,
        register_only=bool(answer.statements) and all(s.support == "register" for s in answer.statements),
        decision_precision=_decision_precision(case, answer),
        exact_match=_against(case, answer, exact_match),
        token_f1=_against(case, answer, token_f1),
        **asdict(beside.found),
        carried_passage=beside.passages.recall,
        needed_passage=beside.passages.precision,
        carried_decision=beside.decisions.recall,
        needed_decision=beside.decisions.precision,
        likelihood=beside.likelihood,
        documents=beside.documents,
        paragraph_recall=placed.recall,
        paragraph_precision=placed.precision,
        paragraph_right=placed.right,
    )


def quote_fidelity(answer: Answer, texts: Texts) -> float | None:
    """Share of citations, nearest ones too, whose quote is ``document.text[start:end]`` exactly."""
    return _share((*answer.citations, *answer.nearest), lambda citation: _verbatim(citation, texts))


def _against(case: Case, answer: Answer, measure: Callable[[str, tuple[str, ...]], float]) -> float | None:
    """`measure` of what is said against the reference answers, where the case gives any."""
    if case.answers is None:
        return None
    return measure("" if answer.status in REFUSALS else plain(answer.text), case.answers)


def _outcome(answer: Answer, why: tuple[str, ...]) -> Outcome:
    if answer.status == "failed":
        return "failed"
    if not why:
        return "correct"
    return "abstained" if answer.status in REFUSALS else "wrong"


def _faults(case: Case, answer: Answer, said: str, listed: ListResult | None) -> tuple[str, ...]:
    faults: list[str] = []
    if answer.status == "failed":
        faults.append(f"failed: {' '.join(answer.text.split())[:300]}")
    elif not _status_fits(case, answer):
        faults.append(f"status {answer.status}, expected {expected_status(case)}")
    faults += [f"does not say {_either(g)}" for g in case.must if not any(occurs(s, said) for s in g)]
    faults += [f"says {spelling!r}" for spelling in case.must_not if occurs(spelling, said)]
    if listed and listed.missing:
        faults.append(f"{len(listed.missing)} of {listed.gold} items missing: {', '.join(listed.missing)}")
    if listed and listed.extras:
        noun = "entry" if len(listed.extras) == 1 else "entries"
        shown = "; ".join(extra[:80] for extra in listed.extras[:5])
        faults.append(f"{len(listed.extras)} {noun} too many: {shown}")
    return tuple(faults)


def expected_status(case: Case) -> str:
    """The status, or statuses, that `case` takes for right, in words."""
    if case.status:
        return case.status
    return "answered or partly_answered" if case.answerable else "not_in_documents or not_loaded"


def _status_fits(case: Case, answer: Answer) -> bool:
    if case.status:
        return answer.status == case.status
    fitting = {"answered", "partly_answered"} if case.answerable else REFUSALS
    return answer.status in fitting


def _either(group: tuple[str, ...]) -> str:
    return " or ".join(repr(spelling) for spelling in group)


def _share(wanted: Iterable[T], found: Callable[[T], bool]) -> float | None:
    hits = [found(one) for one in wanted]
    return sum(hits) / len(hits) if hits else None


def _verbatim(citation: Citation, texts: Texts) -> bool:
    text = texts.get(citation.document_id)
    if text is None or not 0 <= citation.start < citation.end <= len(text):
        return False
    return text[citation.start : citation.end] == citation.quote


def _covered(words: str, answer: Answer, texts: Texts | None) -> bool:
    """Whether some citation covers `words` whole, by its span or in its quote."""
    return any(
        normalised(words) in normalised(citation.quote)
        or any(
            citation.start <= start and end <= citation.end for start, end in _where(words, citation, texts)
        )
        for citation in answer.citations
    )


def _where(words: str, citation: Citation, texts: Texts | None) -> tuple[tuple[int, int], ...]:
    return spans(words, (texts or {}).get(citation.document_id, ""))


def _touches(words: str, citation: Citation, texts: Texts | None) -> bool:
    """Whether a citation overlaps `words` in its document; by its quote where that text is not at hand."""
    if places := _where(words, citation, texts):
        return any(citation.start < end and start < citation.end for start, end in places)
    wanted, quote = normalised(words), normalised(citation.quote)
    return wanted in quote or (len(quote) >= SHORTEST_PART and quote in wanted)


def _precision(case: Case, answer: Answer, texts: Texts | None) -> float | None:
    if case.evidence:
        return _share(answer.citations, lambda c: any(_touches(e, c, texts) for e in case.evidence))
    if case.decisions:
        wanted = {normalised(d) for d in case.decisions}
        return _share(answer.citations, lambda c: any(normalised(d) in wanted for d in c.decisions))
    return None


def _decision_found(case: Case, decision: str, answer: Answer, said: str) -> bool:
    cited = {normalised(d) for citation in _shown(case, answer) for d in citation.decisions}
    return normalised(decision) in cited or names_decision(decision, said)


def _decision_precision(case: Case, answer: Answer) -> float | None:
    """The share of the decisions cited that are those asked for."""
    if not case.decisions:
        return None
    wanted = {normalised(d) for d in case.decisions}
    return _share({normalised(d) for c in answer.citations for d in c.decisions}, wanted.__contains__)


def _workstream_found(case: Case, name: str, answer: Answer, said: str) -> bool:
    cited = {normalised(c.workstream) for c in _shown(case, answer) if c.workstream}
    return normalised(name) in cited or occurs(name, said)


def _shown(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The citations, and the nearest passages where showing those is all a right answer can do."""
    return answer.citations + answer.nearest if case.expects_refusal else answer.citations
