"""The commands `backup` and `restore`."""

from __future__ import annotations

from argparse import Namespace

from assistant.commands.output import counted, note, progress_bar, say
from assistant.commands.reaching import There, index_settings, reached


def backup(args: Namespace) -> int:
    """All documents in one file."""
    from index.backup import read_about

    with reached(args.data_dir) as reach:
        reach.backup(args.file)
    about = read_about(args.file)
    size = args.file.stat().st_size / 2**20
    say(f"backed up  {counted(about.documents, 'document')} in {args.file} ({size:.1f} MiB)")
    return 0


def restore(args: Namespace) -> int:
    """The documents of a backup in place of all there are; what is there now need not be sound."""
    from index import FolderOwned, Index
    from index.backup import read_about

    about = read_about(args.file)  # before anything is begun: a wrong file is said at once
    try:
        with progress_bar() as told:
            settings = index_settings(args.data_dir)
            with Index.restored(settings, args.file, lambda p: told(p.stage, p.done, p.total)) as index:
                held, lines = len(index.documents()), index.mended
    except FolderOwned as owned:
        if owned.address is None:
            raise
        there = There(owned.address, owned.token)
        with there.client:
            held, lines = there.restore(args.file), ()
    for line in lines:
        note(line)
    say(f"restored  {counted(held, 'document')}, as of {about.made}")
    return 0
