from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "gangmu.command.watch"
    label = "watch"
