from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The mechanisms, with their own few tables."""

    name = "gangmu.kernel"
    label = "kernel"
