from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gangmu.ground.accounts"
    label = "accounts"
