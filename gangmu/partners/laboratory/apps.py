from django.apps import AppConfig


class LaboratoryConfig(AppConfig):
    name = "gangmu.partners.laboratory"
    label = "laboratory"
