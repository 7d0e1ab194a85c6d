"""Sentences of a document that speak to a language model instead of to a reader.

They stay in the document and can be quoted there, but no model is shown them and they support nothing.
Forms only: an invented fact looks like any other fact, and is answered with its source beside it.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.sentences import sentences

_TO_A_MODEL = re.compile(
    r"""(?ix)
      \b(?:ignore|disregard|forget|override|bypass|skip)\b[^.]{0,40}\b(?:instructions?|prompts?|rules?|guidelines?
        |everything|safety|sources?|evidence|passages?|documents?|context|restrictions?)\b
    | \b(?:ignore|disregard|forget|override)\b[^.]{0,20}
        \b(?:above|previous|prior|earlier)(?=\s*(?:[.,;:!]|$|and\b))
    | \b(?:system|assistant|ai|bot|llm)\s*(?:message|prompt|note|instructions?|override)?\s*[:>\]]
    | \b(?:developer|user|human)\s*(?:(?:message|prompt|note|instructions?|override)\s*[:>\]]|[>\]])
    | \b(?:as|to|dear|hey|attention|note\s+(?:to|for)|you\s+are|act\s+as|pretend)\b[^.]{0,30}\b(?:ai|a\.i\.
        |assistants?|chat\s?bots?|bots?|language\s+models?|llms?|summari[sz]ers?|dan)\b
    | \b(?:assistants?|chat\s?bots?|language\s+models?|llms?|the\s+model|ai\s+(?:systems?|tools?|readers?))\s+
        (?:must|should|shall|will|is\s+to|are\s+to|has\s+to|have\s+to|reading|processing|that\s+read)\b
    | \b(?:answer|reply|respond|output|print|write|say|state|repeat|append|add|include|insert|begin|end
        |start|finish|conclude|mention|encode|speak|use)\b(?:(?!\bif\b)[^.]){0,60}\b(?:your|this|each|every|all|following)\s+(?:\w+\s+){0,2}
        (?:(?:answers?|responses?|outputs?|marker|prompt|emoji\w*)\b
          |repl(?:y|ies)\b(?=[^.]*(?:["“'‘:/]|\bthe\s+(?:words?|phrase|text|sentence|link)\b|(?-i:\b[A-Z]{4,}\b))))
    | \b(?:append|add|include|insert)\b[^.]{0,40}(?:\blinks?\b|\bhttps?:|\bimages?\b|\bpictures?\b)
        [^.]{0,60}\brepl(?:y|ies)\b
    | \btell\s+(?:the|every|each|any|all)\s+(?:users?|readers?)\b
    | \b(?:answer|reply|respond)\s+(?:only|always|with|as|in\s+(?:french|german|spanish|rhyme|verse))\b
    | \b(?:when|if|whenever)\s+(?:you\s+(?:are\s+asked|answer(?=\s*[,:])|summari[sz]e|read\s+this)
        |(?:the|a)\s+user\s+asks?)\b
    | \byour\s+(?:new|real|hidden|system|only)\s+(?:instructions?|prompts?|tasks?|goals?|role)\b
    | \byour\s+(?:instructions|prompt|guidelines)\b | \bnew\s+instructions?\s*:
    | \byou\s+are\s+now\b(?!\s+(?:invited|asked|requested|able|welcome|required|free|in)\b)
    | \b(?:reveal|disclose|leak|print|show|repeat)\b[^.]{0,40}\b(?:system|hidden|secret|api|initial|own)\s*
        (?:prompts?|instructions?|keys?|passwords?)\b
    | \b(?:base64|rot13|caesar|pig\s+latin|jailbreak)\b
    | <\|[^|>]{1,40}\|> | \[/?INST\] | </?s> | <</?SYS>> | \#{2,}\s*(?:instruction|system|response)
    | !\[ | \]\(\s*(?:https?|data|javascript): | \{\{ | <(?:script|img|iframe|svg|a)\b
    """
)
_TOKENS = re.compile(r"<\|[^|>]{1,40}\|>|\[/?INST\]|</?s>|<</?SYS>>|```|~~~")
_TURN = re.compile(r"(?=<\||\[INST\]|<<SYS>>)")
_ROLE = re.compile(r"(?im)^(\s*)(system|assistant|user|human|developer)(\s*):")


def speaks_to_model(sentence: str) -> bool:
    """Whether a sentence is addressed to whatever program reads the document."""
    return _TO_A_MODEL.search(visible(sentence)) is not None


def without_planted(text: str) -> str:
    """`text` without its sentences that speak to a model."""
    parts = [part[a:b] for part in _TURN.split(text) for a, b in sentences(part)]
    return " ".join(part for part in parts if not speaks_to_model(part))


def visible(text: str) -> str:
    """`text` without characters that nobody sees: zero-width, direction and tag characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def harmless(text: str) -> str:
    """`text` as it may stand in a prompt: nothing hidden, nothing that a chat format takes for its own."""
    plain = _TOKENS.sub(" ", visible(text))
    return " ".join(_ROLE.sub(r"\1\2 -", plain).split())
