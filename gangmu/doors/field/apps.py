from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "gangmu.doors.field"
    label = "field"
