"""The web process."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
served = get_wsgi_application()
import_module("gangmu.config.urls")  # every door is loaded before the first visitor waits for it
application = import_module("gangmu.config.gate").Gate(served)
