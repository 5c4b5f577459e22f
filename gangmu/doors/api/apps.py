from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "gangmu.doors.api"
    label = "api"
