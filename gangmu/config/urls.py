"""Every address of the product; each door brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from gangmu.doors.field.urls import app_patterns

# What comes by the hundred each second stands first.
urlpatterns = [
    *(
        path(f"{door}/", include(f"gangmu.doors.{door}.urls"))
        for door in ("api", "field")
        if find_spec(f"gangmu.doors.{door}.urls")
    ),
    path("r/", include("gangmu.doors.portal.urls")),
    path("app/", include((app_patterns, "app"))),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("gangmu.doors.desk.urls")),
]
