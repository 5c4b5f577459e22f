from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "gangmu.doors.shell"
    label = "shell"
