from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "gangmu.governance.needs"
    label = "needs"

    def ready(self) -> None:
        from gangmu.governance.needs.forms import register_kinds

        register_kinds()
