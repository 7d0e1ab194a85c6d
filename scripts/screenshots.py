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
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
