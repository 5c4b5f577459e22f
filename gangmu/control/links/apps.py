from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "gangmu.control.links"
    label = "links"
