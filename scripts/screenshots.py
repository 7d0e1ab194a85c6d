"""Takes the pictures of the README and the how-tos: `python scripts/screenshots.py FOLDER`.

The command `minamata serve` answers, with a data folder of its own, and a real browser shows it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import MISSING, Window, chromium, launched  # noqa: E402

#: Name of the picture: what is asked, one after the other, the window's width and height, light or dark.
PICTURES = {
    "ask": (("What is due in 2024, and to whom?", "Which decision covers cosmetics?"), 1360, 820, "light"),
    "refusal": (("What does mercury cost today?",), 1360, 820, "light"),
    "phone": (("Which decision covers cosmetics?",), 360, 740, "dark"),
}
#: What the picture of a printed page is asked, once its paper is added.
OF_A_PAGE = "By when are Parties to end the use of dental amalgam in school clinics?"
#: Name of the picture: the table of Register that is open, width, height, light or dark.
TABLES = {
    "register": ("Decisions", 1360, 820, "light"),
    "register-dark": ("Workstreams", 1360, 820, "dark"),
    "register-phone": ("Deadlines", 360, 820, "light"),
}
#: Files that the picture of Documents shows as they are added: two papers, and one that cannot be read.
HANDED_IN = ("tests/papers/files/mc-9-1.pdf", "tests/papers/files/mc-9-3.docx", "docs/screenshots/ask.png")


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server with a fresh data folder, as long as the block runs."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", "--data-dir", folder]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr
            try:
                for line in server.stderr:
                    if address := re.search(r"Minamata assistant: (\S+)", line):
                        # Unread, its log would fill the pipe and hold the server up.
                        Thread(target=server.stderr.read, daemon=True).start()
                        yield address[1]
                        break
            finally:
                server.terminate()


def main(folder: Path) -> int:
    """Take every picture into `folder`."""
    if chromium() is None:
        sys.stderr.write(MISSING + "\n")
        return 3
    folder.mkdir(parents=True, exist_ok=True)
    with serving() as address, launched() as browser:
        for name, (questions, width, height, scheme) in PICTURES.items():
            window = Window(browser, address, width, height, scheme)
            for question in questions:
                window.ask(question)
            window.shot(str(folder / f"{name}.png"))
            window.context.close()
        filters(Window(browser, address, 1360, 820), str(folder / "filters.png"))
        for name, (table, width, height, scheme) in TABLES.items():
            register(Window(browser, address, width, height, scheme), table, str(folder / f"{name}.png"))
        documents(Window(browser, address, 1360, 1000), str(folder / "documents.png"))
        printed(Window(browser, address, 1360, 820), str(folder / "page.png"))
        # The two papers that were just added set deadlines that are yet to come.
        register(Window(browser, address), "Deadlines", str(folder / "register-deadlines.png"))
    return 0


def filters(window: Window, path: str) -> None:
    """The picture of what an answer may draw on, while it is chosen."""
    page = window.page
    window.ask("What is due after 30 June 2024?")
    page.get_by_role("button", name="Narrow down").click()
    page.get_by_label("Kind of source").select_option("letter")
    page.get_by_label("Decision", exact=True).select_option("MC-5/5")
    window.shot(path)
    window.context.close()


def printed(window: Window, path: str) -> None:
    """The picture of a cited page as it was printed."""
    window.ask(OF_A_PAGE)
    window.page.get_by_role("button", name="Page", exact=True).click()
    window.page.wait_for_function("document.querySelector('#sources .printed img').naturalWidth > 0")
    window.shot(path)
    window.context.close()


def documents(window: Window, path: str) -> None:
    """The picture of Documents, with what came of each file."""
    root = Path(__file__).resolve().parent.parent
    page = window.page
    page.get_by_role("tab", name="Documents").click()
    page.set_input_files("#files", [root / name for name in HANDED_IN])
    page.get_by_text(f"Files read: {len(HANDED_IN)} of {len(HANDED_IN)}. ").wait_for(timeout=60_000)
    window.shot(path)
    window.context.close()


def register(window: Window, table: str, path: str) -> None:
    """The picture of one table of Register; of Decisions with a row's passage opened."""
    page = window.page
    page.get_by_role("tab", name="Register").click()
    page.get_by_role("tab", name=table).click()
    if table == "Decisions":
        page.get_by_role("link", name="MC-5/10", exact=True).click()
        page.locator("#register-place aside mark").wait_for()
    window.shot(path)
    window.context.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
