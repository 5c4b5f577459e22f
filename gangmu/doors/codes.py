"""What a camera or a scanner reads from a page, the same at the desk and at the resident's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import segno
else:
    segno = Later("segno")


def qr(text: str) -> SafeString:
    """A QR code as an SVG drawing of black on white, whatever the theme of the page."""
    drawing = segno.make_qr(text, error="m").svg_inline(light="#fff", omitsize=True)
    return SafeString(drawing)
