"""An assistant opened from the settings, over the documents of a data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering import Assistant
from assistant.judging import support_judge
from assistant.providers import chat_model
from assistant.settings import assistant_settings
from corpus import Document, read_folder
from index import Index, IndexSettings, ProgressCallback, from_environment


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
