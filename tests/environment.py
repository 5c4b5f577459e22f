"""Loaded before Django's settings: tests have a home, a cluster and a database of their own.

`TEST_DATABASE_URL` runs them on an existing server instead; DATABASE_URL never does.
"""

import os
from pathlib import Path

from hypothesis import settings

from gangmu.config.run import translate

for name in [name for name in os.environ if name.startswith("GANGMU_") and not name.endswith("_PASSWORD")]:
    del os.environ[name]
os.environ.pop("DATABASE_URL", None)
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url
os.environ["GANGMU_HOME"] = str(Path(__file__).resolve().parents[1] / ".gangmu" / "test")
os.environ["GANGMU_DATABASE"] = f"gangmu_test_{os.getpid()}"
os.environ["GANGMU_DEMO"] = "1"
# Without the manifest, pages can be tested before the front end is built.
os.environ["GANGMU_STATIC"] = "plain"
# Whitenoise warns of a folder that is not there, and warnings are errors. It reads the folder again for each
# test client, so it is not the one that a live stack fills at the same moment.
(Path(os.environ["GANGMU_HOME"]) / "plain").mkdir(parents=True, exist_ok=True)
# Before any test reads one: Django keeps the first catalogue that it finds.
translate()
# How long an example takes says more of the machine than of the code: make bench measures, tests do not.
settings.register_profile("gangmu", deadline=None)
settings.load_profile("gangmu")
