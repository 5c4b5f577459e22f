from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "gangmu.ground.incidents"
    label = "incidents"
