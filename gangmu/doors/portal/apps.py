from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gangmu.doors.portal"
    label = "portal"
