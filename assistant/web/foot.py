"""What can be done with an answer: the line of links below it, and the question why one was not good."""

from __future__ import annotations

from html import escape

from assistant.answer import Answer
from assistant.kept import LONGEST_REMARK, VERDICTS, Judgement
from assistant.markup import on_one_line, unbarred
from assistant.web.exchange import Exchange
from assistant.web.wording import Words


def copy_text(answer: Answer, words: Words) -> str:
    """The answer as plain text with its sources and their words, to paste elsewhere."""
    lines = [unbarred(answer.text), ""]
    for citation in answer.citations:
        about = ", ".join(part for part in (citation.document_title, citation.locator.text) if part)
        lines.append(f"[{citation.marker}] {about}: “{on_one_line(citation.quote)}”")
    return "\n".join(lines).strip()


def exports(identity: str, words: Words, number: int = 0) -> list[str]:
    """Links that save a kept conversation, or answer `number` of it."""
    address = f"/api/v1/conversations/{identity}/export"
    asked, part = (f"?answer={number}", "answer") if number else ("", "all")
    return [
        f'<a class="act save" href="{address}.{suffix}{asked}" download '
        f'title="{escape(words(f"export.{name}_{part}"))}">'
        f"{escape(words(f'export.{name}'))}</a>"
        for suffix, name in (("docx", "word"), ("md", "markdown"))
    ]


def foot(exchange: Exchange, number: int, words: Words, last: bool, identity: str) -> str:
    """The line below answer `number`; what concerns a kept conversation only where `identity` names one."""
    answer = exchange.answer
    links = []
    if exchange.sources:
        text = words.many("ask.sources", len(exchange.sources))
        links.append(f'<a class="act" href="#cite-{number}-{exchange.sources[0].marker}">{escape(text)}</a>')
    if answer:
        text = words("ask.copy_sources" if answer.citations else "ask.copy")
        links.append(f'<a class="act" href="#copy-{number}">{escape(text)}</a>')
    if last and (answer or exchange.trouble):
        links.append(f'<a class="act" href="#again-{number}">{escape(words("ask.again"))}</a>')
    if answer and identity:
        links += [*exports(identity, words, number), _judging(exchange.judgement, number, words)]
    hidden = f'<div class="for-copy">{escape(copy_text(answer, words))}</div>' if answer else ""
    return f'<div class="foot">{"".join(links)}</div>{hidden}'


def _judging(judgement: Judgement | None, number: int, words: Words) -> str:
    """Thumbs up and down; what was thought is said, and kept in the page for the dialog."""
    verdict = judgement.verdict if judgement else ""
    pressed = {"good": verdict == "good", "bad": verdict not in ("", "good")}
    thumbs = "".join(
        f'<a class="thumb {name}{" on" if on else ""}" role="button" href="#{name}-{number}" '
        f'title="{escape(words(f"feedback.{name}"))}"><span>{escape(words(f"feedback.{name}"))}</span></a>'
        for name, on in pressed.items()
    )
    said = words("feedback.noted", verdict=words(f"feedback.{verdict}")) if pressed["bad"] else ""
    said = words("feedback.thanks") if pressed["good"] else said
    remark = judgement.remark if judgement else ""
    # Only classes and text pass Gradio's cleaning: the script reads the verdict and the remark off them.
    return (
        f'<span class="judging {verdict}"><span class="judged" role="status">{escape(said)}</span>'
        f'<span class="remark">{escape(remark)}</span>{thumbs}</span>'
    )


def dialog(words: Words) -> str:
    """What is asked about an answer that was not good."""
    choices = "".join(
        f'<label><input type="radio" name="verdict" value="{verdict}"> '
        f"{escape(words(f'feedback.{verdict}'))}</label>"
        for verdict in VERDICTS
        if verdict != "good"
    )
    return (
        '<dialog id="judging" aria-labelledby="judging-title"><form method="dialog">'
        f'<h3 id="judging-title">{escape(words("feedback.title"))}</h3><div class="verdicts">{choices}</div>'
        f'<label for="remark">{escape(words("feedback.remark"))}</label>'
        f'<textarea id="remark" rows="3" maxlength="{LONGEST_REMARK}"></textarea>'
        f'<p class="kept">{escape(words("feedback.kept"))}</p><div class="answers">'
        f'<button type="button" class="back">{escape(words("feedback.back"))}</button>'
        f'<button type="button" class="cancel">{escape(words("feedback.cancel"))}</button>'
        f'<button type="button" class="send">{escape(words("feedback.send"))}</button></div></form></dialog>'
    )
