from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "gangmu.ground.territory"
    label = "territory"
