from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "gangmu.kernel"
    label = "kernel"
