from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "gangmu.control.zones"
    label = "zones"
