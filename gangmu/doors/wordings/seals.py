"""Refusals of door seals in words."""

from __future__ import annotations

from django.utils.translation import gettext_noop

REFUSALS = {
    "provider_unknown": gettext_noop(
        "Nobody who installs seals on this ground goes by that name. Choose one of the list."
    ),
    "order_over": gettext_noop("This order is not in force: nothing can be asked of this door."),
    "door_missing": gettext_noop("Say which door: the order has no address."),
    "seal_asked": gettext_noop("This door has a seal, or one is asked for already."),
    "consent_missing": gettext_noop(
        "Say who has consented. Without consent there is no seal: choose “No seal”."
    ),
    "device_unknown": gettext_noop(
        "Your body has lent no device with this serial number. Compare it with the device."
    ),
    "device_elsewhere": gettext_noop(
        "Nothing was registered: these are lent to another ground, or by another installer: %(serials)s. Have them given back there first, or take them off the list."
    ),
    "device_in_use": gettext_noop("This device is on another door. It has to be taken off there first."),
    "device_other": gettext_noop("Another device is noted for this door. Compare the serial number."),
    "kind_unknown": gettext_noop("Choose one of the kinds that are offered."),
    "opening_times": gettext_noop(
        "An opening ends after it begins, is not over yet, and lasts %(hours)s hours at most."
    ),
    "medical_never_breach": gettext_noop("The door opened for medical care: that is never a breach."),
    "contact_first": gettext_noop(
        "Speak to somebody first, by phone or at the door: nobody is judged unheard."
    ),
}
