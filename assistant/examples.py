"""What the API's description shows: an answer and a stream, as they are sent."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer, Citation, Locator, Statement, Timings
from assistant.streaming import event, plain

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
