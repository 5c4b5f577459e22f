from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gangmu.control.intake"
    label = "intake"
