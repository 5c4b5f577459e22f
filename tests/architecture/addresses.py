"""Every address of the product, walked from the URL configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from gangmu.doors.api.urls import api

# Open to whoever is not signed in, each with the reason. The rest of the product needs a post.
PUBLIC = {
    "account/": "allauth's own pages: signing in",
    "i18n/": "choosing the language, and the words of the scripts",
    "health": "for the load balancer: says only that it answers",
    "api/v1/openapi.json": "the contract of the API",
    "api/v1/docs": "its page",
    "field/calendar/": "a member's own shifts by a signed address that he can end: calendars cannot sign in",
    "app/": "the field app itself, the same for everybody: what it shows it asks the API for",
    "styleguide/": "the parts of pages with invented values; demo mode only",
}
# Open by the text of a link, which is the right to be there: a resident's own page (ADR 30, tests/doors/portal).
BY_LINK = "r/"
ALWAYS_404 = {
    "api/v1/",
    "api/",
}  # there to be reversed, and to answer a program that asks for what is not there


@dataclass(frozen=True)
class Address:
    """One pattern: its route as written, its parameters (name → converter), its view."""

    route: str
    parameters: dict[str, Any]
    view: Callable[..., Any]

    @property
    def public(self) -> bool:
        """Whether the list above names it, or a link opens it."""
        return (
            self.by_link or self.route in ALWAYS_404 or any(self.route.startswith(start) for start in PUBLIC)
        )

    @property
    def by_link(self) -> bool:
        """Whether a resident opens it by his link."""
        return self.route.startswith(BY_LINK)

    @property
    def of_api(self) -> bool:
        """Whether it belongs to the API, which answers with problem details and never with a page."""
        return self.route.startswith("api/")

    def at(self, ids: dict[str, Any]) -> str:
        """The path with its parameters filled in."""
        path = f"/{self.route}"
        for name, converter in self.parameters.items():
            kind = "int:" if isinstance(converter, IntConverter) else "slug:"
            for written in (
                f"<{name}>",
                f"<{kind}{name}>",
                f"<str:{name}>",
                f"<uuid:{name}>",
                f"<path:{name}>",
            ):
                path = path.replace(written, str(ids[name]))
        return path


def addresses() -> list[Address]:
    """All of them, in the order of the configuration."""
    return list(_walk(get_resolver(), "", {}))


def _walk(resolver: URLResolver, before: str, known: dict[str, Any]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        parameters = {**known, **getattr(pattern.pattern, "converters", {})}
        if isinstance(pattern, URLPattern):
            yield Address(route, parameters, pattern.callback)
        else:
            yield from _walk(pattern, route, parameters)


def operations() -> list[tuple[str, str, Callable[..., Any]]]:
    """Every operation of the API: methods, path, function."""
    return [
        (",".join(operation.methods), f"{prefix}{path}", operation.view_func)
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]
