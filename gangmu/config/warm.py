"""What the first visitors would wait for is made before processes part: then it is there at once, and they share it."""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections

from gangmu.config.wsgi import served as application

PAGE = "/account/login/"
logger = logging.getLogger(__name__)


@cache  # whoever was forked from a process that did it has it
def warm() -> None:
    """Show nobody the sign-in page, in each language, and look at all models; no connection is left behind.

    Addresses, words, templates and relations are read for it, and CPython writes what it learns of the code into the
    code. A database that does not answer yet hinders nothing.
    """
    for model in apps.get_models(include_auto_created=True):
        model._meta.get_fields()
    try:
        connection.ensure_connection()
        for language, _name in settings.LANGUAGES:
            _visit(language)
    except DatabaseError as error:
        logger.warning("not warmed: %s", error)
    finally:
        connections.close_all()


def _visit(language: str) -> None:
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else ""
    environ: dict[str, Any] = {
        "PATH_INFO": PAGE,
        "HTTP_HOST": "localhost" if host in ("", "*") else host,
        "HTTP_ACCEPT_LANGUAGE": language,
        "wsgi.url_scheme": "https" if settings.HTTPS else "http",
        "HTTP_X_FORWARDED_PROTO": "https",
    }
    setup_testing_defaults(environ)
    served: Any = application  # whose answer is a response, which knows more than WSGI asks
    response = served(environ, lambda _status, _headers: None)
    try:
        b"".join(response)
        if response.status_code != HTTPStatus.OK:
            logger.warning("not warmed: %s answered %s", PAGE, response.status_code)
    finally:
        response.close()
