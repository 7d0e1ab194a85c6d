"""A PDF's page as a picture, with the quoted words marked."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from corpus.readers.pdf import open_pdf
from corpus.readers.reading import Refused

_MOST_PIXELS = 3000  # along a side
_MARK = (255, 235, 60)


def draw(data: bytes, asked: dict[str, Any]) -> bytes:
    """PNG of a page: `asked` names "page", "scale" (pixels a point) and the boxes "marked"; Refused."""
    document = open_pdf(data)
    number = int(asked["page"])
    if not 1 <= number <= len(document):
        raise Refused(f"it has no page {number}; its pages are 1 to {len(document)}")
    page = document[number - 1]
    scale = min(float(asked["scale"]), _MOST_PIXELS / max(*page.get_size(), 1))
    image = page.render(scale=scale).to_pil().convert("RGB")
    for box in asked["marked"]:
        area = (
            max(0, int(box["left"] * scale) - 1),
            max(0, int(box["top"] * scale)),
            min(image.width, int(box["right"] * scale) + 2),
            min(image.height, int(box["bottom"] * scale) + 1),
        )
        if area[0] < area[2] and area[1] < area[3]:
            # Multiplied, as a marker pen does it: black letters stay black.
            part = image.crop(area)
            pen = Image.new("RGB", part.size, _MARK)
            image.paste(Image.blend(part, _multiplied(part, pen), 0.85), area[:2])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _multiplied(one: Image.Image, other: Image.Image) -> Image.Image:
    from PIL import ImageChops

    return ImageChops.multiply(one, other)
