"""The window's Register as HTML: decisions, deadlines, workstreams, contacts, each a table. No HTTP here."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from assistant.web import registers
from assistant.web.registers import View
from assistant.web.tables import Table
from assistant.web.timeline import timeline
from assistant.web.wording import Words

#: Where the tables, their files and the passages they open are served.
ADDRESS = "/window/register"
TABLES: dict[str, Callable[[View], Table]] = {
    "decisions": registers.decisions,
    "deadlines": registers.deadlines,
    "workstreams": registers.matrix,
    "contacts": registers.contacts,
}


def place(words: Words) -> str:
    """What stands in Register before the script has fetched its tables."""
    passage, close = escape(words("register.passage")), escape(words("register.close"))
    return (
        '<section id="register-place" role="tabpanel" aria-labelledby="tab-register" '
        f'data-broken="{escape(words("register.broken"))}"><div class="lists" tabindex="-1">'
        f"<h2>{escape(words('register.title'))}</h2><p>{escape(words('register.words'))}</p>"
        f'<div class="kept"><p role="status">{escape(words("register.loading"))}</p></div></div>'
        f'<aside aria-label="{passage}" data-close="{close}" hidden></aside></section>'
    )


def lists(view: View) -> str:
    """All tables behind tabs of their own, with what each is searched, filtered and taken away by."""
    say = view.words
    made = {name: table(view) for name, table in TABLES.items()}
    tabs = "".join(
        f'<button type="button" role="tab" id="list-{name}" aria-controls="of-{name}" '
        f'aria-selected="{"true" if first else "false"}"{"" if first else " tabindex=-1"}>'
        f'{escape(say(f"register.{name}.name"))} <span class="n">{made[name].count}</span></button>'
        for first, name in zip((True, False, False, False), TABLES, strict=True)
    )
    panels = "".join(_panel(name, table, view) for name, table in made.items())
    return f'<div role="tablist" aria-label="{escape(say("register.title"))}">{tabs}</div>{panels}'


def _panel(name: str, table: Table, view: View) -> str:
    say = view.words
    if table.rows:
        files = [(f"{ADDRESS}/{name}.csv", say("register.csv"))]
        if name == "deadlines":
            files.append(("/api/v1/deadlines.ics", say("register.ics")))
        picture = timeline(view) if name == "deadlines" else ""
        note, caption = escape(say(f"register.{name}.note")), escape(say(f"register.{name}.caption"))
        inner = (
            f"{picture}{table.tools(say, files)}"
            f'<div class="sheet" tabindex="0" role="region" aria-label="{caption}">{table.html(say)}</div>'
            f'<p class="none" hidden>{escape(say("register.none_fit"))} '
            f'<button type="button" class="clear">{escape(say("register.clear"))}</button></p>'
            f'<p class="note">{note}</p>'
        )
    else:
        inner = f'<p class="empty">{escape(say(f"register.{name}.empty"))}</p>'
    hidden = "" if name == "decisions" else " hidden"
    return f'<div role="tabpanel" id="of-{name}" aria-labelledby="list-{name}"{hidden}>{inner}</div>'
