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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import MISSING, Window, chromium, launched  # noqa: E402

#: Name of the picture: what is asked, the window's width and height in pixels, light or dark.
PICTURES = {
    "ask": ("Which decision covers cosmetics?", 1360, 820, "light"),
    "refusal": ("What does mercury cost today?", 1360, 820, "light"),
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
        for name, (question, width, height, scheme) in PICTURES.items():
            window = Window(browser, address, width, height, scheme)
            window.ask(question)
            window.shot(str(folder / f"{name}.png"))
            window.context.close()
        documents(Window(browser, address, 1360, 1000), str(folder / "documents.png"))
    return 0


def documents(window: Window, path: str) -> None:
    """The picture of Documents, with what came of each file."""
    root = Path(__file__).resolve().parent.parent
    page = window.page
    page.get_by_role("tab", name="Documents").click()
    page.set_input_files("#files", [root / name for name in HANDED_IN])
    page.get_by_text(f"All {len(HANDED_IN)} files done").wait_for(timeout=60_000)
    window.shot(path)
    window.context.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
