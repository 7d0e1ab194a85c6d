"""The end of the chain: what a language model wrote joins the draft, and the draft becomes the answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from assistant import amended, citing, generating, languages
from assistant.answer import Answer, Timings
from assistant.errors import ModelFailed
from assistant.evidence import Point
from assistant.filtering import told
from assistant.wording import NO_ANSWER
from assistant.work import Work
from index import Index


def with_written(work: Work, points: Sequence[Point], failed: ModelFailed | None = None) -> Work:
    """The work with what the model wrote; with a notice instead where it failed.

    What a model wrote before it reached its limit of tokens stays: each statement stands by itself.
    """
    if work.task is None or work.model is None or work.draft is None:
        return work
    spent = work.spent | {"generate": time.perf_counter() - work.spent["verify"]}
    if failed is not None and not (points and failed.trouble == "limit"):
        draft = work.draft.with_remark(generating.notice(failed.trouble))
        return replace(work, draft=draft, task=None, spent=spent)
    if not points:
        return replace(work, task=None, spent=spent)
    return replace(work, draft=generating.merged(work.task, tuple(points)), by=work.model.name, spent=spent)


def decided(work: Work, index: Index, has_model: bool) -> Answer:
    """The answer that a verified draft makes; a refusal where nothing of it is left."""
    assert work.draft is not None
    draft, catalogue = work.draft, work.catalogue
    stated = [p for p in draft.points if p.layout != "heading"]
    status = draft.status
    if status in {"answered", "partly_answered"} and not stated:
        status, draft = "not_in_documents", replace(draft, status="not_in_documents", remark=NO_ANSWER)
    if not stated:
        draft = replace(draft, remark=languages.refusal(work.text, draft, catalogue, has_model))
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
    return Answer(
        question=work.text,
        standalone_question=work.standalone,
        status=status,
        text=citing.markdown(points, citations, draft.remark),
        statements=citing.marked(points, citations),
        citations=citing.as_they_stand(citations, catalogue, index),
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
