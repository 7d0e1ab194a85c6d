"""The commands `backup` and `restore`."""

from __future__ import annotations

from argparse import Namespace

from assistant.commands.output import counted, note, progress_bar, say
from assistant.commands.reaching import index_settings, reached
from assistant.commands.there import There


def backup(args: Namespace) -> int:
    """All documents and conversations in one file."""
    from assistant.conversations import FILE
    from index.backup import read_about

    with reached(args.data_dir) as reach:
        reach.backup(args.file)
    about = read_about(args.file)
    size = args.file.stat().st_size / 2**20
    held = counted(about.documents, "document") + (" and all conversations" if FILE in about.also else "")
    say(f"backed up  {held} in {args.file} ({size:.1f} MiB)")
    return 0


def restore(args: Namespace) -> int:
    """What a backup holds in place of all there is; what is there now need not be sound."""
    from assistant.backups import conversations_in
    from assistant.conversations import FILE, Conversations
    from index import FolderOwned, Index
    from index.backup import read_about

    about = read_about(args.file)  # before anything is begun: a wrong file is said at once
    try:
        with progress_bar() as told, conversations_in(args.file) as conversations:
            settings = index_settings(args.data_dir)
            with Index.restored(settings, args.file, lambda p: told(p.stage, p.done, p.total)) as index:
                held, lines = len(index.documents()), index.mended
                if conversations:
                    kept = Conversations(
                        settings.data_dir, most=10**9, days=0
                    )  # the server keeps to the limits
                    kept.restore(conversations)
                    kept.close()
    except FolderOwned as owned:
        if owned.address is None:
            raise
        there = There(owned.address, owned.token)
        with there.client:
            held, lines = there.restore(args.file), ()
    for line in lines:
        note(line)
    also = " and all conversations" if FILE in about.also else ""
    say(f"restored  {counted(held, 'document')}{also}, as of {about.made}")
    return 0
