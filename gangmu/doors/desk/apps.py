from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gangmu.doors.desk"
    label = "desk"
