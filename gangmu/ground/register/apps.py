from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "gangmu.ground.register"
    label = "register"
