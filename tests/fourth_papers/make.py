"""Prints the six papers again, as PDF and as DOCX: `python -m tests.fourth_papers.make`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.fourth_papers.printing import html, odf, reportlab_pdf, typed_docx
from tests.fourth_papers.texts import paper

FOLDER = Path(__file__).parent
_HEAD = '<div style="font: 7pt serif; width: 100%; margin: 0 1.6cm">{symbol}</div>'
_FOOT = '<div style="font: 7pt serif; width: 100%; text-align: center"><span class="pageNumber"></span></div>'


def make(folder: Path) -> None:
    """All papers into `folder`/pdf and `folder`/docx."""
    for kind in ("pdf", "docx"):
        (folder / kind).mkdir(exist_ok=True)
    _office("mc10", odf(paper("mc10")), folder, "pdf", "docx")
    _office("mop42", odf(paper("mop42"), 2, ("21cm", "16cm")), folder, "pdf")
    for name in ("mc11", "cp38"):
        _office(name, odf(paper(name)), folder, "docx")
    _chromium("sc21", 2, folder)
    _chromium("cp38", 1, folder)
    (folder / "pdf/mc11.pdf").write_bytes(reportlab_pdf(paper("mc11"), columns=2))
    (folder / "pdf/mc12.pdf").write_bytes(reportlab_pdf(paper("mc12"), borders=False))
    for name in ("sc21", "mop42", "mc12"):
        (folder / f"docx/{name}.docx").write_bytes(typed_docx(paper(name)))


def _office(name: str, text: str, folder: Path, *kinds: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / f"{name}.fodt"
        source.write_text(text, encoding="utf-8")
        for kind in kinds:
            run = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
            run += ["--convert-to", kind, "--outdir", str(folder / kind), str(source)]
            subprocess.run(run, check=True, capture_output=True)


def _chromium(name: str, columns: int, folder: Path) -> None:
    elements = paper(name)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        page.set_content(html(elements, columns))
        page.pdf(
            path=folder / f"pdf/{name}.pdf",
            format="A5" if columns == 1 else "A4",
            display_header_footer=True,
            header_template=_HEAD.format(symbol=elements[0].words),
            footer_template=_FOOT,
            margin={"top": "1.6cm", "bottom": "1.6cm", "left": "1.6cm", "right": "1.6cm"},
        )
        browser.close()


if __name__ == "__main__":
    make(FOLDER)
