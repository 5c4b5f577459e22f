"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 (settings and applications come first)

get_resolver().url_patterns  # noqa: B018 (every door is loaded before the first visitor waits for it)
