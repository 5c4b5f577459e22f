"""Users who log in, API tokens, and the log of who looked at whose data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users; what they may see and do comes from their posts alone."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """A user with a hashed password, or with none that could ever match."""
        user: User = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who logs in. `name` is how colleagues see him (in demos: his post)."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    # The posts held today, where they were read with the session (organization.queries.signed_in).
    held_today: list[tuple[Any, ...]] | None = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username


class Session(AbstractBaseSession):
    """A browser or phone that is signed in. `user` says whose, so that one query finds session, user and posts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes it."""
        from django.conf import settings
        from django.utils.module_loading import import_string

        store: type = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class ApiToken(models.Model):
    """A partner's key to the API: only its hash is kept; it acts in one post and may do what `scopes` names."""

    name = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    post_id = models.BigIntegerField()
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class AccessLog(models.Model):
    """That somebody looked: search, reveal, export, open a file. Append-only; kept six months or more."""

    class Act(models.TextChoices):
        OPEN = "open", _("opened the file")
        SEARCH = "search", _("searched")
        REVEAL = "reveal", _("revealed a masked value")
        EXPORT = "export", _("exported")

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    post_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=10, choices=Act)
    person_id = models.BigIntegerField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at"], name="accesslog_person")]

    def __str__(self) -> str:
        return f"{self.at} {self.actor} {self.act}"


class Decided(models.Model):
    """What somebody asked for and another decided: who, when, and what he answered."""

    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
