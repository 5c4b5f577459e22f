from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "gangmu.control.seals"
    label = "seals"
