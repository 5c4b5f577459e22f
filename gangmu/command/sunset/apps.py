from django.apps import AppConfig


class SunsetConfig(AppConfig):
    name = "gangmu.command.sunset"
    label = "sunset"
