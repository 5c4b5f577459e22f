from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "gangmu.control.roster"
    label = "roster"
