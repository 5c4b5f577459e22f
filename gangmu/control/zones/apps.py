from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "gangmu.control.zones"
    label = "zones"

    def ready(self) -> None:
        from gangmu.control.zones.forms import register_kinds

        register_kinds()
