from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gangmu.command.notices"
    label = "notices"
