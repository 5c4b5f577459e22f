from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Joins the wings when every application is ready: the table of reactions, the system checks."""

    name = "gangmu.config"
    label = "config"

    def ready(self) -> None:
        from gangmu.config import checks  # noqa: F401  (registers itself)
        from gangmu.kernel import facts
        from gangmu.reactions import REACTIONS

        facts.connect(REACTIONS)
