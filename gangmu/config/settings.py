"""Settings, all from the environment, with defaults that are safe: what a demo needs is on only in demo mode."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gangmu.config.postgres import connection_settings, home

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = home()

# Demo mode: demo accounts with a known password and secrets made from the installation's folder. `make run`
# turns it on; `gangmu check` refuses it together with any sign of production (GANGMU_PRODUCTION=1).
DEMO = os.environ.get("GANGMU_DEMO", "") == "1"
PRODUCTION = os.environ.get("GANGMU_PRODUCTION", "") == "1"
DEBUG = False


def _secret(name: str) -> str:
    """A secret from the environment, or in demo mode one derived from this installation's own random seed."""
    if value := os.environ.get(name):
        return value
    seed = HOME / "seed"
    if PRODUCTION and not DEMO:
        raise RuntimeError(f"{name} must be set in production (GANGMU_PRODUCTION=1)")
    if not seed.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fresh = seed.with_name(f"seed.{os.getpid()}")
        fresh.write_bytes(os.urandom(32))
        fresh.chmod(0o600)
        try:
            os.link(fresh, seed)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return hashlib.sha256(name.encode() + seed.read_bytes()).hexdigest()


SECRET_KEY = _secret("GANGMU_SECRET_KEY")
VAULT_KEYS = (os.environ.get("GANGMU_VAULT_KEYS") or f"1:aes:{_secret('GANGMU_VAULT_SEED')[:43]}=").split(",")
VAULT_INDEX_KEY = _secret("GANGMU_VAULT_INDEX_KEY")
VAULT_DIGEST = os.environ.get("GANGMU_VAULT_DIGEST", "sha256")  # 'sm3' where 国密 is required

ALLOWED_HOSTS = os.environ.get("GANGMU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GANGMU_ORIGINS", "").split(",") if o]
HTTPS = os.environ.get("GANGMU_HTTPS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",  # the page of the API, with its scripts from here and from nowhere else
    "procrastinate.contrib.django",
    "gangmu.doors.desk",  # before allauth: its account templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "gangmu.kernel.apps.KernelConfig",
    "gangmu.ground.accounts",
    "gangmu.ground.territory",
    "gangmu.ground.register",
    "gangmu.ground.organization",
    "gangmu.ground.duty",
    "gangmu.ground.incidents",
    "gangmu.partners.laboratory",
    "gangmu.casework",
    "gangmu.control.isolation",
    "gangmu.control.seals",
    "gangmu.control.sampling",
    "gangmu.control.intake",
    "gangmu.control.roster",
    "gangmu.control.links",
    "gangmu.governance.needs",
    "gangmu.control.zones",
    "gangmu.support.welfare",
    "gangmu.responsibility.rates",
    "gangmu.command.board",
    "gangmu.command.watch",
    "gangmu.command.modes",
    "gangmu.command.notices",
    "gangmu.command.sunset",
    "gangmu.doors.field",
    "gangmu.doors.portal",
    "gangmu.doors.api",
    "gangmu.doors.shell",
    "gangmu.config.apps.ConfigConfig",
    "gangmu.twin",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gangmu.config.sessions.KnownUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gangmu.config.headers.Headers",
]

ROOT_URLCONF = "gangmu.config.urls"
WSGI_APPLICATION = "gangmu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gangmu.doors.desk.queries.page_context",
            ],
        },
    }
]

# Two aliases of one database: `default` is what web and jobs use (row security binds it), `owner` runs migrations.
_BASE = {"ENGINE": "gangmu.config.engine", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": {**_BASE, **connection_settings("web"), "TEST": {"MIRROR": None}},
    "owner": {**_BASE, **connection_settings("owner"), "CONN_MAX_AGE": 0, "TEST": {"MIRROR": "default"}},
}
for _alias in DATABASES.values():
    # pgbouncer in transaction mode, and plans that must not outlive a scope: no server-side state.
    _alias["DISABLE_SERVER_SIDE_CURSORS"] = True
    _alias["OPTIONS"] = {**_alias.get("OPTIONS", {}), "prepare_threshold": None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# The first one hashes; what another one hashed is hashed anew when its owner signs in.
PASSWORD_HASHERS = ["gangmu.config.signin.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "gangmu.config.signin.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# A whole shift signs in from behind few addresses (a carrier's, a proxy's); guessing is stopped at the account, by
# allauth's own limit of five failures in five minutes.
ACCOUNT_RATE_LIMITS = {"login": "3000/m/ip", "login_failed": "300/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GANGMU_PROXIES", "0"))  # that add to X-Forwarded-For
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

SESSION_COOKIE_AGE = 12 * 3600  # one shift
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "gangmu.config.sessions"
# What a page says names people: it stays on the server, and is still said if the answer was lost on its way.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
# "plain": file names without hashes and nothing gathered, for tests that run pages without a web server.
PLAIN = os.environ.get("GANGMU_STATIC") == "plain"
STATIC_ROOT = HOME / ("plain" if PLAIN else "static")
WEB_BUILD = BASE_DIR / ".build" / "web"
STATICFILES_DIRS = [WEB_BUILD] if WEB_BUILD.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 2.0,  # kernel.jobs.DEAD_AFTER is five of them
    "delete_jobs": "successful",  # periodic jobs alone would leave 20,000 rows a day; what failed stays to be seen
}

# Channels of notices; one that is not named here is off. In demo mode nothing leaves this machine.
NOTICES: dict[str, Any] = {
    "site": os.environ.get("GANGMU_SITE", "").rstrip(
        "/"
    ),  # for links in messages, e.g. https://grid.city.gov.cn
    "proxy": os.environ.get("GANGMU_PROXY", ""),
    "robot_hosts": [h for h in os.environ.get("GANGMU_ROBOT_HOSTS", "").split(",") if h],
    "push_contact": os.environ.get("GANGMU_PUSH_CONTACT", "it@gangmu.invalid" if DEMO else ""),
    "push_hosts": [h for h in os.environ.get("GANGMU_PUSH_HOSTS", "").split(",") if h],
    "sms_url": os.environ.get("GANGMU_SMS_URL", ""),
    "sms_key": os.environ.get("GANGMU_SMS_KEY", ""),
    "sms_secret": os.environ.get("GANGMU_SMS_SECRET", ""),
    "mail_host": os.environ.get("GANGMU_MAIL_HOST", ""),
    "mail_port": int(os.environ.get("GANGMU_MAIL_PORT", "465")),
    "mail_user": os.environ.get("GANGMU_MAIL_USER", ""),
    "mail_password": os.environ.get("GANGMU_MAIL_PASSWORD", ""),
    "mail_sender": os.environ.get("GANGMU_MAIL_SENDER", ""),
    "mail_security": os.environ.get("GANGMU_MAIL_SECURITY", "tls"),  # tls, starttls or none
}

# Door seals: what a vendor's cloud signs with, and the broker that is listened to; each is off without its value.
SEALS = {
    "token": os.environ.get("GANGMU_SEALS_TOKEN") or (_secret("GANGMU_SEALS_TOKEN") if DEMO else ""),
    "broker": os.environ.get("GANGMU_SEALS_BROKER", ""),  # mqtt://user:password@host:1883, or mqtts://
    "client_id": os.environ.get("GANGMU_SEALS_CLIENT", "gangmu-seals"),
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 80 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
REGISTER_FILE_LIMIT = 4 * 1024**3  # bytes of one register of residents, kept in pieces
PUSH_FILE_LIMIT = 190 * 1024 * 1024  # bytes of one pushed file

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "gangmu.config.masking.Masked"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["masked"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # it would write the addresses of robots, which are secrets
    },
}
