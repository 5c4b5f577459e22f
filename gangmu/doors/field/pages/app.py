"""The field app as it is installed: its page, what of it stays on the phone, its manifest. Nothing here is personal."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gangmu.doors.field.words.app import both_languages
from gangmu.doors.live import events_base, origin_of

FILES = (
    "early.js",
    "app.js",
    "app.css",
    "icons.svg",
    "favicon.svg",
    "app-192.png",
)
SHOWN = "#15293f"


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the app: the same for everybody, in both languages; who he is it asks the API."""
    answer = HttpResponse(_page())
    answer.listens_to = origin_of(events_base(request))  # type: ignore[attr-defined]
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what stays on the phone, by its hashes, so that it changes when anything of the app does."""
    page = _page() + origin_of(events_base(request))  # the policy that is kept with the page names it
    revision = hashlib.sha256(page.encode()).hexdigest()[:16]
    files: list[dict[str, str | None]] = [{"url": reverse("app:shell"), "revision": revision}]
    files += [{"url": static(name), "revision": None} for name in FILES]
    script = f"self.gangmuFiles = {json.dumps(files)};\nimportScripts({json.dumps(static('worker.js'))});\n"
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser needs to install it."""
    icons = [
        {
            "src": static(f"app-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    about = {
        "id": reverse("app:shell"), "start_url": reverse("app:shell"), "scope": reverse("app:shell"),
        "name": _("Gangmu: my doors"), "short_name": _("My doors"), "display": "standalone",
        "background_color": "#f4f6f8", "theme_color": SHOWN, "icons": icons,
    }  # fmt: skip
    return JsonResponse(about, content_type="application/manifest+json")


@cache
def _page() -> str:
    from django.template.loader import render_to_string

    given = {"icons": static("icons.svg"), "words": both_languages()}
    return render_to_string("field/app.html", {"given": given, "theme": SHOWN})
