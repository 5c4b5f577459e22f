from django.apps import AppConfig


class RatesConfig(AppConfig):
    name = "gangmu.responsibility.rates"
    label = "rates"
