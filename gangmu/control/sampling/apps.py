from django.apps import AppConfig


class SamplingConfig(AppConfig):
    name = "gangmu.control.sampling"
    label = "sampling"

    def ready(self) -> None:
        from gangmu.control.sampling.forms import register_kinds

        register_kinds()
