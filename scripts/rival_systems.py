"""What is compared with this project by `rivals.py`, and this project in the same form.

Each as its own first pages show it, with this project's embedding model and no language model: what the
others retrieve is their answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

#: Modules of the extra `bench`.
NEEDED = (
    "langchain_community",
    "langchain_text_splitters",
    "llama_index.core",
    "llama_index.embeddings.huggingface",
)


class System(Protocol):
    """What is compared. `build` indexes texts (by id) into a folder, `open` takes it up again."""

    def build(self, texts: dict[str, str], folder: Path) -> None:
        """Index `texts` into `folder`."""

    def open(self, folder: Path) -> None:
        """Take up what was built in `folder`, in a new process."""

    def retrieve(self, question: str) -> list[str]:
        """Texts for a question, best first."""

    def answer(self, question: str) -> object:
        """What a user gets for a question."""


class Minamata:
    """This project, as installed."""

    def build(self, texts: dict[str, str], folder: Path) -> None:
        """Index them as other documents in place of the shipped ones."""
        self._start(folder, texts)
        self.assistant.close()

    def open(self, folder: Path) -> None:
        """Open the assistant."""
        self._start(folder, json.loads((folder / "texts.json").read_text(encoding="utf-8")))

    def _start(self, folder: Path, texts: dict[str, str]) -> None:
        from assistant.answering import Assistant
        from corpus import document_from_text
        from index import Index, IndexSettings

        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        documents = [
            document_from_text(text, file_name=f"{name}.txt", id=name) for name, text in texts.items()
        ]
        self.assistant = Assistant(Index.open(IndexSettings(data_dir=folder / "data"), shipped=documents))

    def retrieve(self, question: str) -> list[str]:
        """Passages with what they stand under, as the index ranks them."""
        hits = self.assistant.index.search(question, k=20).hits
        return [hit.passage.text for hit in hits if hit.passage.role != "heading"]

    def answer(self, question: str) -> object:
        """An answer with its quotes."""
        return self.assistant.ask(question)


class LangChain:
    """The tutorial's chain."""

    def build(self, texts: dict[str, str], folder: Path) -> None:
        """Split, embed, store."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        documents = [Document(page_content=text, metadata={"source": name}) for name, text in texts.items()]
        self._store(folder).add_documents(splitter.split_documents(documents))

    def open(self, folder: Path) -> None:
        """Open the store."""
        self.retriever = self._store(folder).as_retriever(search_kwargs={"k": 4})

    def _store(self, folder: Path) -> Any:
        from langchain_chroma import Chroma
        from langchain_community.embeddings import HuggingFaceEmbeddings

        embeddings = HuggingFaceEmbeddings(model_name=_model(), model_kwargs={"device": "cpu"})
        return Chroma(embedding_function=embeddings, persist_directory=str(folder / "chroma"))

    def retrieve(self, question: str) -> list[str]:
        """The nearest four pieces."""
        return [document.page_content for document in self.retriever.invoke(question)]

    answer = retrieve


class LlamaIndex:
    """The default vector index."""

    def build(self, texts: dict[str, str], folder: Path) -> None:
        """Split, embed, keep in memory, write to disk."""
        self._set_up()
        from llama_index.core import Document, VectorStoreIndex

        documents = [Document(text=text, doc_id=name) for name, text in texts.items()]
        VectorStoreIndex.from_documents(documents).storage_context.persist(str(folder / "llama"))

    def open(self, folder: Path) -> None:
        """Read it from disk."""
        self._set_up()
        from llama_index.core import StorageContext, load_index_from_storage

        index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder / "llama")))
        self.retriever = index.as_retriever()

    def _set_up(self) -> None:
        from llama_index.core import Settings
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        Settings.llm = None
        Settings.embed_model = HuggingFaceEmbedding(model_name=_model(), device="cpu")

    def retrieve(self, question: str) -> list[str]:
        """The nearest pieces, as many as it gives by default."""
        return [found.node.get_content() for found in self.retriever.retrieve(question)]

    answer = retrieve


SYSTEMS: dict[str, type[System]] = {"minamata": Minamata, "langchain": LangChain, "llamaindex": LlamaIndex}


def _model() -> str:
    from index.weights import packaged_weights

    return str(packaged_weights())
