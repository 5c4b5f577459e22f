from django.apps import AppConfig


class ModesConfig(AppConfig):
    name = "gangmu.command.modes"
    label = "modes"
