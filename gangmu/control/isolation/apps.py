from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "gangmu.control.isolation"
    label = "isolation"

    def ready(self) -> None:
        from gangmu.control.isolation.forms import register_kinds

        register_kinds()
