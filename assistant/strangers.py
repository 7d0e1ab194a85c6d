"""What a question names that no document has: a term, a thing, a name, a language. Nothing answers for it."""

from __future__ import annotations

import re

from assistant.asking import asks
from assistant.evidence import Evidence
from assistant.plurals import asked_noun, listed_noun
from corpus.places import countries_in
from corpus.words import fold

_SELF = re.compile(r"(?i)\b(?:I|we|our|us|my|me|mine|ours)\b")
#: A name of several words inside a sentence: "the World Bank".
_NAME = re.compile(r"(?<=[a-z,] )(?!(?:Mr|Ms|Mrs|Dr|Prof|Sir|Madam)\b)([A-Z][a-z]+(?: [A-Z][a-z]+)+)")


def unknown_terms(evidence: Evidence) -> bool:
    """Whether the question is only of official terms that no document has, under none of their names."""
    return bool(evidence.terms) and all(t.phrases and not t.known for t in evidence.terms)


def unknown_things(evidence: Evidence) -> bool:
    """Whether a thing is asked for that no document names ("which bridges will be renewed?")."""
    noun = listed_noun(evidence.question.text) or asked_noun(evidence.question.text)
    head = fold(noun.split()[-1]) if noun else ""
    return any(head == fold(t.word) and not (t.known or t.spelt) for t in evidence.terms)


def unnamed_language(evidence: Evidence) -> bool:
    """Whether a language is asked for and none is named."""
    asked = asks("languages", evidence.question.text)
    return asked and not asks("language_names", evidence.candidates[0].passage.text)


def unknown_name(evidence: Evidence) -> bool:
    """Whether the question is of a State or a body by a name of which the documents do not have all words.

    Not where the asker speaks of himself: "our ministry in Kenya" names no subject.
    """
    text = evidence.question.text
    if _SELF.search(text):
        return False
    unknown = {fold(t.word) for t in evidence.terms if not (t.known or t.spelt)}
    names = [*countries_in(text)]
    if evidence.question.want != "yes_no":
        names += [m[1] for m in _NAME.finditer(text)]
    return any(fold(part) in unknown for name in names for part in name.split())
