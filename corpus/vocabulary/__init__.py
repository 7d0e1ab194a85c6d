"""Vocabulary of the treaty field."""

from corpus.vocabulary.loading import load
from corpus.vocabulary.synonyms import Expansion, Synonyms, synonyms

__all__ = ["Expansion", "Synonyms", "load", "synonyms"]
