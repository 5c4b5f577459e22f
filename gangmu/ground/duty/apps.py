from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "gangmu.ground.duty"
    label = "duty"
