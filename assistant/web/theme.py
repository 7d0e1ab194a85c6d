"""How the window and the document pages look: colours, fonts, styles. The style sheets are in `style/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

# One set of colours for Gradio's own parts and for ours; (light, dark). Text on ground is at least 4.5 : 1.
_COLOURS: dict[str, tuple[str, str]] = {
    "ground": ("#f4f6f7", "#0f161a"),
    "paper": ("#ffffff", "#162026"),
    "raised": ("#eaf0f2", "#1f2b32"),
    "ink": ("#17242c", "#e7edf0"),
    "muted": ("#51616b", "#a3b3bc"),
    "line": ("#d3dce1", "#2d3c45"),
    "edge": ("#7d8c95", "#6d7f89"),
    "accent": ("#0a5674", "#7cc7e2"),
    "accent-soft": ("#dfeef4", "#17394a"),
    "on-accent": ("#ffffff", "#0b1a21"),
    "mark": ("#ffe59a", "#6b5410"),
    "mark-ink": ("#17242c", "#fff6da"),
    "warn": ("#8a5300", "#f0bd6a"),
    "warn-soft": ("#fdf3e1", "#33270f"),
    "stop": ("#a3261d", "#ff9a8f"),
    "stop-soft": ("#fbeae8", "#3a1b18"),
}
_SHEETS = tuple(
    f"{name}.css"
    for name in (
        *("reader", "window", "filters", "rail", "dialogs", "places", "documents", "register"),
        "direction",
    )
)
_SCRIPTS = tuple(
    f"{name}.js"
    for name in ("window", "filters", "rail", "sources", "tips", "places", "documents", "register")
)
_FONT = "'Source Sans Pro', 'Segoe UI', system-ui, 'Helvetica Neue', Arial, sans-serif"


def _tokens(dark: bool) -> str:
    return "".join(f"--m-{name}:{pair[dark]};" for name, pair in _COLOURS.items()) + f"--m-font:{_FONT};"


def _style(name: str) -> str:
    return (files("assistant.web") / "style" / name).read_text(encoding="utf-8")


@cache
def document_css() -> str:
    """The style of a document's page; dark where the reader's system is."""
    dark = f"@media (prefers-color-scheme:dark){{:root{{{_tokens(True)}}}}}"
    return f":root{{{_tokens(False)}}}{dark}{_style('reader.css')}{_style('page.css')}"


@cache
def window_css() -> str:
    """The style of the chat window; dark where Gradio's page is."""
    return f":root{{{_tokens(False)}}}body.dark{{{_tokens(True)}}}" + "".join(map(_style, _SHEETS))


@cache
def window_head(language: str = "en", direction: str = "ltr") -> str:
    """What stands in the window's head: its language, its styles and its scripts.

    Gradio narrows the rules of its own `css` parameter to its container; ours concern the whole page.
    """
    scripts = "".join(f"<script>{_style(name)}</script>" for name in _SCRIPTS)
    # Gradio's page says that it is English.
    tongue = f"const page=document.documentElement;page.lang='{language}';page.dir='{direction}'"
    return f"<script>{{{tongue}}}</script><style>{window_css()}</style>{scripts}"


def theme() -> Any:
    """Gradio's theme, in the same colours and with a font that Gradio itself serves."""
    import gradio as gr

    def both(light: str) -> tuple[str, str]:
        return _COLOURS[light][False], _COLOURS[light][True]

    settings: dict[str, str] = {}
    for name, colour in {
        "body_background_fill": "ground",
        "body_text_color": "ink",
        "body_text_color_subdued": "muted",
        "background_fill_primary": "paper",
        "background_fill_secondary": "ground",
        "block_background_fill": "paper",
        "border_color_primary": "line",
        "border_color_accent": "accent",
        "block_border_color": "line",
        "color_accent_soft": "accent-soft",
        "input_background_fill": "paper",
        "input_border_color": "line",
        "input_border_color_focus": "accent",
        "input_placeholder_color": "muted",
        "button_primary_background_fill": "accent",
        "button_primary_background_fill_hover": "accent",
        "button_primary_text_color": "on-accent",
        "button_secondary_background_fill": "paper",
        "button_secondary_background_fill_hover": "accent-soft",
        "button_secondary_border_color": "line",
        "button_secondary_text_color": "ink",
        "link_text_color": "accent",
        "link_text_color_hover": "accent",
        "link_text_color_visited": "accent",
        "link_text_color_active": "accent",
    }.items():
        settings[name], settings[f"{name}_dark"] = both(colour)
    base = gr.themes.Base(
        # The face itself is in reader.css; the theme's way leads to an address that the gate keeps shut.
        font=["Source Sans Pro", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
    )
    return base.set(
        **settings,
        color_accent=_COLOURS["accent"][0],
        block_shadow="none",
        block_shadow_dark="none",
        button_primary_shadow="none",
        button_secondary_shadow="none",
        block_border_width="0px",
        block_border_width_dark="0px",
    )
