"""What the evaluation's tests share: a scripted assistant and short ways to write answers.

`Scripted` has the one method that is evaluated; each question's answer is looked up, and an exception
found there is raised. `shelf` gives it documents to check quotes against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answer import Answer, Citation, Locator, Statement, Status, Support, Turn
from corpus.document import Document

LETTER = Path(__file__).parent.parent / "corpus" / "documents" / "letter-mc-cop5-2023-190.txt"
TEXT = (
    "Mandates\n\n"
    "- Submission of information by 30 June 2024 on cosmetics (Decision MC-5/5);\n"
    "- Study of mercury compounds (Decision MC-5/3);\n"
    "- Participation in the Scientific Group (Decisions MC-4/11 and 5/14).\n\n"
    "A network of partners shares what it knows.\n"
)
DOCUMENT = Document(id="letter", title="The letter", kind="letter", text=TEXT, sha256="0" * 64)
Reply = Answer | Exception | Callable[[str], Answer]


@dataclass
class Shelf:
    """An index as far as the evaluation looks at it."""

    held: tuple[Document, ...] = (DOCUMENT,)
    corpus_version: str = "corpus-1"

    def documents(self) -> tuple[Document, ...]:
        return self.held


@dataclass
class Scripted:
    """Answers by question; `default` answers all others. `asked` keeps what was asked, in order."""

    replies: Mapping[str, Reply] = field(default_factory=dict)
    default: Reply = field(default_factory=lambda: refusal())
    index: Shelf | None = field(default_factory=Shelf)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        reply = self.replies.get(question, self.default)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, Answer) else reply(question)


def cite(
    quote: str,
    marker: int = 1,
    *,
    document: Document = DOCUMENT,
    shift: int = 0,
    decisions: tuple[str, ...] = (),
    workstream: str | None = None,
    source: str = "letter",
) -> Citation:
    """A citation of `quote` where it stands in `document`; `shift` moves its span, not the quote."""
    start = max(document.text.find(quote), 0) + shift
    return Citation(
        marker=marker,
        passage_id=f"p{marker}",
        document_id=document.id,
        document_title=document.title,
        document_date=None,
        source=source,  # type: ignore[arg-type]
        locator=Locator(None, ("Mandates",), marker, None, f"Mandates, item {marker}"),
        decisions=decisions,
        workstream=workstream,
        quote=quote,
        start=start,
        end=start + len(quote),
        trust="shipped",
        state="current",
        url=f"/documents/{document.id}#p{marker}",
    )


def answer(
    text: str,
    *citations: Citation,
    status: Status = "answered",
    statements: Sequence[str] | None = None,
    support: Support = "quoted",
) -> Answer:
    """An answer; its statements are `statements`, or the text as one."""
    said = [text] if statements is None else statements
    every = tuple(c.marker for c in citations)
    return Answer(
        question="?",
        standalone_question="?",
        status=status,
        text=text,
        statements=tuple(Statement(s, every, support) for s in said),
        citations=citations,
    )


def refusal(status: Status = "not_in_documents") -> Answer:
    """An answer that says the documents do not answer."""
    return Answer("?", "?", status, "The documents do not answer this.")
