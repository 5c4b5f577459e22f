from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "gangmu.twin"
    label = "twin"
