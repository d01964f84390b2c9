"""Settings of the site, safe by default; every departure from Django's defaults says why.

Read from the environment: DEBUG, SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS, DATA_DIR and the names below.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import environment, media_storage

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, never the folder

DEBUG = environment.switch("DEBUG", default=False)
# Public, and long enough for Django: for a machine nobody else can reach.
DEBUG_SECRET_KEY = "anyone-can-read-this-key-it-protects-nothing-at-all"  # noqa: S105 - see above
SECRET_KEY = environment.secret("SECRET_KEY", public=DEBUG_SECRET_KEY, public_will_do=DEBUG)
# A forged Host header would end up in links and e-mails: the names of the site are said, never guessed.
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "", any_will_do=DEBUG)
# The ports of these names as readers see them, beside those that no address writes; on one's own machine any will do.
ALLOWED_PORTS = None if DEBUG else environment.words("ALLOWED_PORTS")

# ---- The organisation: what another ministry changes ----------------------------------------------------------------
ORGANISATION = {"fr": "La Défense", "nl": "Defensie", "de": "Belgische Verteidigung", "en": "Belgian Defence"}
# Under what terms others may use what the interface and the files of figures give away.
DATA_LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
HOME_COUNTRY = "BE"
HOME_CAPITAL = "BRU"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
# Languages that go live together or not at all, per kind of page; a kind not named needs its source language only.
REQUIRED_LANGUAGES = {"mission": ["fr", "nl"], "easy": ["fr", "nl"], "standing": ["fr", "nl"]}
# Exact headcounts above zero and below this are shown as "a few".
SMALL_HEADCOUNT = 5
# Lifts the rule that nobody approves what they wrote, for a desk of one; every use is recorded on the release.
ONE_PERSON_DESK = environment.switch("ONE_PERSON_DESK", default=False)

INSTALLED_APPS = [
    "modeltranslation",  # before the admin: its forms ask which fields are translated
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    "django_permissions_policy",
    "js_asset",
    "django_prose_editor",
    "languages",
    "images",
    "files",
    "publishing",
    "maps",
    "timeline",
    "missions",
    "articles",
    "interface",
    "config.apps.SiteConfig",
]

# The language stands before the session: that of a public page comes from its address alone.
MIDDLEWARE = [
    "config.middleware.OwnPortMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "languages.middleware.AddressLanguageMiddleware",
    "config.middleware.NoCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# ---- Databases ------------------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: with the default, concurrent posts fail instead of waiting.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    # The default of 0 opens a connection per request and halves uncached throughput.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Languages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"  # of commands and logs; every public address names its own
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_ENABLE_FALLBACKS = False  # a missing language is never papered over
MODELTRANSLATION_CUSTOM_FIELDS = ("RichTextField", "ProseEditorField")
FORMAT_MODULE_PATH = ["languages.formats"]  # Django's English dates are American
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# ---- Static files and media -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
# Where `manage.py tick` keeps a copy of the public site as plain files; nowhere unless it is named.
STATIC_COPY_DIR = environment.text("STATIC_COPY_DIR")
STORAGES = {
    "default": media_storage.backend(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
# Django's own YAML writes base columns, which hold whatever language was active, and saves without validation.
SERIALIZATION_MODULES = {"yaml": "languages.fixtures"}

# ---- Accounts -------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["publishing.permissions.AskedOnce"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
# How many proxies of ours stand before the site, each adding to X-Forwarded-For whom it answers: repeated failures to
# log in are counted by that address. None on one's own machine.
PROXIES = environment.number("PROXIES", 0 if DEBUG else 1)

# A mission with a hundred events in four languages is one form; Django's own 1,000 fields end at about 34 events.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ---- Letters to colleagues ------------------------------------------------------------------------------------------
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.switch("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = environment.switch("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10  # seconds; the default waits for ever, and the housekeeping with it
# On one's own machine letters are printed, unless a server is named.
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEBUG and not EMAIL_HOST else 'smtp'}.EmailBackend"
# How colleagues reach the desk: links in letters are made of it, never of what a request claims.
DESK_URL = environment.text(
    "DESK_URL", "http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"
).rstrip("/")
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"desk@{ALLOWED_HOSTS[0].removeprefix('.')}")

# ---- Security -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "img-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
UNUSED_FEATURES = "camera display-capture geolocation gyroscope magnetometer microphone payment usb"
PERMISSIONS_POLICY = {feature: [] for feature in UNUSED_FEATURES.split()}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_PATH = "/admin/"  # a public address never even receives the cookie
CSRF_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_PATH = "/admin/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the cookie's own path is the whole site
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = environment.switch("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# ---- Logs -----------------------------------------------------------------------------------------------------------
# One line per event on standard error, for whatever starts the site to keep. Django's default mails administrators.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "config.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # Scanners send wrong Host headers all day; they get their 400, and nobody has to read about it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
