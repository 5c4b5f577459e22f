from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gangmu.control.intake"
    label = "intake"

    def ready(self) -> None:
        from gangmu.control.intake.forms import register_kind

        register_kind()
