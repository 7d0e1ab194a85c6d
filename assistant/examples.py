"""What the API's description shows: an answer and a stream, as they are sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answer import Answer, Citation, Locator, Statement, Timings
from assistant.listings import decision_row, document_row, passage_row
from assistant.streaming import event, plain
from corpus.document import Document
from corpus.passage import Deadline, Mention, Mentions, Passage
from corpus.register import DeadlineRow, DecisionRow

_QUESTION = "Which decision covers cosmetics?"
_WORDS = "Submission of information on the manufacture, import and export of cosmetics [MC-5/5]"
_CITATION = Citation(
    marker=1,
    passage_id="p-0c5e41f7a9b2",
    document_id="letter-mc-cop5-2023-190",
    document_title="Letter MC/COP5/2023/190",
    document_date="2023-12-15",
    source="letter",
    locator=Locator(None, ("Intersessional mandates",), 4, None, "Intersessional mandates, item 4"),
    decisions=("MC-5/5",),
    workstream="Intersessional mandates",
    quote=_WORDS,
    start=2710,
    end=2710 + len(_WORDS),
    trust="shipped",
    state="current",
    url="/documents/letter-mc-cop5-2023-190#p-0c5e41f7a9b2",
)
_STATEMENT = Statement("Decision MC-5/5 covers cosmetics.", (1,), "quoted")
_ANSWER = Answer(
    question=_QUESTION,
    standalone_question=_QUESTION,
    status="answered",
    text="Decision MC-5/5 covers cosmetics. [1]",
    statements=(_STATEMENT,),
    citations=(_CITATION,),
    corpus_version="3f2a9c",
    timings_ms=Timings(4.1, 6.0, 0.2, 10.3),
)

#: An answer as ``POST /api/v1/ask`` gives it. The quote is shortened from the letter.
ANSWER: dict[str, Any] = plain(_ANSWER)
#: The same as ``POST /api/v1/ask/stream`` gives it.
EVENTS = "".join(
    event(name, data).decode()
    for name, data in (
        ("sources", [_CITATION]),
        ("statement", _STATEMENT),
        ("answer", _ANSWER),
    )
)

_DOCUMENT = Document(
    id="mc-5-12-1a2b3c4d",
    title="Decision MC-5/12: Capacity-building",
    kind="decision",
    text="",
    sha256="0" * 64,
    trust="uploaded",
    symbol="UNEP/MC/COP.5/Dec.12",
    date=date(2023, 11, 3),
    decision="MC-5/12",
    file_name="mc-5-12.pdf",
    media_type="application/pdf",
)
_DUE = "Submission of information to the Secretariat by 30 June 2024"
_PASSAGE = Passage(
    id="p-0c5e41f7a9b2",
    document_id="letter-mc-cop5-2023-190",
    start=2710,
    end=2710 + len(_DUE) + 18,
    text=f"{_DUE} (Decision MC-5/5)",
    role="item",
    section=("Intersessional mandates",),
    item=4,
    workstream="Intersessional mandates",
    mentions=Mentions(decisions=(Mention("MC-5/5", 2781, 2787),), dates=(Mention("2024-06-30", 2758, 2770),)),
    deadlines=(Deadline(date(2024, 6, 30), "30 June 2024", 2758, 2770, _DUE, "Parties"),),
)
_DECISION = DecisionRow("MC-5/5", (_PASSAGE.id,), title="Mercury-added cosmetics")
_DEADLINE = DeadlineRow(
    date(2024, 6, 30), "30 June 2024", _DUE, "Parties", _PASSAGE.id, _PASSAGE.document_id, ("MC-5/5",),
    "Intersessional mandates",
)  # fmt: skip
_VERSION = {"corpus_version": "3f2a9c"}
_PAGED = {"total": 1, "next": None}

#: What the reading routes give, as "METHOD path", each shortened to a row.
REPLIES: dict[str, Any] = {
    "POST /api/v1/search": _VERSION
    | {
        "hits": [{"passage": passage_row(_PASSAGE), "score": 0.77, "cosine": 0.48, "lexical": 1.0}],
        "terms": [{"word": "cosmetics", "stems": ["cosmet"], "known": True}],
    },
    "GET /api/v1/decisions": _VERSION | {"decisions": [decision_row(_DECISION)]} | _PAGED,
    "GET /api/v1/decisions/{decision_id}": _VERSION
    | decision_row(_DECISION)
    | {"named_in": [passage_row(_PASSAGE)], "links": []}
    | {"items": [{"item": passage_row(_PASSAGE), "paragraphs": []}]},
    "GET /api/v1/workstreams": _VERSION
    | {
        "workstreams": [
            {
                "name": "Intersessional mandates",
                "document_id": _PASSAGE.document_id,
                "heading": "p-56df8c030027",
                "items": [
                    passage_row(_PASSAGE)
                    | {"rests_on": [{"decision": "MC-5/5", "loaded": False, "paragraphs": []}]}
                ],
            }
        ]
    }
    | _PAGED,
    "GET /api/v1/deadlines": _VERSION | {"deadlines": [plain(_DEADLINE)]} | _PAGED,
    "GET /api/v1/documents": _VERSION | {"documents": [document_row(_DOCUMENT)]} | _PAGED,
    "GET /api/v1/passages/{passage_id}": passage_row(_PASSAGE),
    "GET /v1/models": {
        "object": "list",
        "data": [{"id": "minamata", "object": "model", "created": 1795471605, "owned_by": "minamata"}],
    },
    "POST /v1/chat/completions": {
        "id": "chatcmpl-84debcb7ac02",
        "object": "chat.completion",
        "created": 1795471605,
        "model": "minamata",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": _ANSWER.text, "annotations": []},
            }
        ],
        "usage": {"prompt_tokens": 4, "completion_tokens": 5, "total_tokens": 9},
        "minamata": ANSWER,
    },
    "GET /healthz": {"status": "alive"},
    "GET /readyz": {
        "status": "ready",
        "corpus_version": "3f2a9c",
        "checks": {
            "documents": 27,
            "search": "finds a passage",
            "places": {"at_work": 0, "waiting": 0},
            "free_disk": "enough",
        },
    },
}
#: Values of path parameters to try.
PARAMETERS: dict[str, Any] = {
    "decision_id": "MC-5/5",
    "document_id": _PASSAGE.document_id,
    "passage_id": _PASSAGE.id,
    "number": 1,
    "name": "minamata",
}
