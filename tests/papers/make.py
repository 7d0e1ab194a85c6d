"""Prints the test papers again: `python -m tests.papers.make`. Without LibreOffice, its papers stay."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reportlab.lib.pagesizes import A5

from corpus import load_shipped
from tests.papers.platypus import platypus
from tests.papers.texts import DECISIONS
from tests.papers.typesetter import Typesetter
from tests.papers.word import docx

FOLDER = Path(__file__).parent / "files"


def name(id: str) -> str:
    """A decision's file name without its ending."""
    return id.lower().replace("/", "-")


def make(folder: Path) -> None:
    """All papers into `folder`."""
    folder.mkdir(exist_ok=True)
    for place, text in enumerate(DECISIONS):
        stem = name(text.id)
        (folder / f"{stem}.docx").write_bytes(docx(text))
        if place == 8:
            (folder / f"{stem}-changed.docx").write_bytes(docx(text, changed=True))
        if place == 9:
            data = Typesetter(text, page=A5).print()
        elif place % 3 == 0:
            data = Typesetter(text).print()
        elif place % 3 == 1:
            data = Typesetter(text, columns=2, page=(520, 400)).print(borders=False)
        else:
            data = platypus(text)
        (folder / f"{stem}.pdf").write_bytes(data)
    office = shutil.which("soffice")
    if office:
        _office(folder, office)


def _office(folder: Path, office: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        letter = Path(scratch) / "letter.txt"
        shipped = next(document for document in load_shipped() if document.kind == "letter")
        letter.write_text(shipped.text, encoding="utf-8")
        for source, kind in (
            *((folder / f"{name(text.id)}.docx", "pdf") for text in DECISIONS),
            (letter, "pdf"),
            (letter, "docx"),
        ):
            run = [
                office,
                f"-env:UserInstallation=file://{scratch}/profile",
                "--headless",
                "--convert-to",
                kind,
            ]
            subprocess.run([*run, "--outdir", scratch, str(source)], check=True, capture_output=True)
            shutil.copy(Path(scratch) / f"{source.stem}.{kind}", folder / f"{source.stem}-office.{kind}")


if __name__ == "__main__":
    make(FOLDER)
