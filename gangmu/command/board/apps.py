from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "gangmu.command.board"
    label = "board"
