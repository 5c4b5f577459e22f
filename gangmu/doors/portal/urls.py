"""The addresses of a resident: everything hangs on the text of his link. Short, for it is read from a paper."""

from __future__ import annotations

from django.urls import path

from gangmu.doors.portal.pages import home, saying

app_name = "portal"
urlpatterns = [
    path("<str:token>/", home.home, name="home"),
    path("<str:token>/temperature/", saying.temperature, name="temperature"),
    path("<str:token>/doctor/", saying.doctor, name="doctor"),
    path("<str:token>/opening/", saying.opening, name="opening"),
    path("<str:token>/openings/<int:opening_id>/", saying.called_off, name="called_off"),
    path("<str:token>/need/", saying.need, name="need"),
    path("<str:token>/needs/<int:asked_id>/", saying.content, name="content"),
    path("<str:token>/needs/<int:asked_id>/back/", saying.withdrawn, name="withdrawn"),
]
