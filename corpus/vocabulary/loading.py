"""How a vocabulary file is read. The words themselves are data, each file with its origin on top."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.errors import BrokenCorpusData

#: LibYAML's loader where the wheel has it: six times as fast, and every process pays for it at its start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(text: str) -> Any:
    """Plain data from YAML; yaml.YAMLError where `text` is none."""
    return yaml.load(text, Loader=_LOADER)


@cache
def load(name: str) -> Any:
    """The content of ``corpus/vocabulary/<name>.yaml``; BrokenCorpusData where it cannot be read."""
    source = files("corpus.vocabulary").joinpath(f"{name}.yaml")
    try:
        return from_yaml(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BrokenCorpusData(f"{source}: cannot be read ({error}); reinstall the package.") from error
