from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "gangmu.ground.organization"
    label = "organization"
