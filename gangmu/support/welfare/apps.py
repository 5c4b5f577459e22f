from django.apps import AppConfig


class WelfareConfig(AppConfig):
    name = "gangmu.support.welfare"
    label = "welfare"
