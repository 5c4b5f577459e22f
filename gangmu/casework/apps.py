from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "gangmu.casework"
    label = "casework"
