"""One settings file for every place the site runs; what differs comes from `conduct/env.py`."""

from datetime import timedelta

from csp.constants import NONE, SELF

from conduct import env, keys, logs

VAR = env.VAR

# Core

DEBUG = env.DEBUG
SECRET_KEY = keys.read_secret(env.KEYS)
SEALING_KEY_RING = keys.read_ring(env.KEYS)  # the first seals, all open

ALLOWED_HOSTS = env.ALLOWED_HOSTS
SITE_URL = env.SITE_URL
ROOT_URLCONF = "conduct.urls"
WSGI_APPLICATION = "conduct.wsgi.application"
ASGI_APPLICATION = "conduct.asgi.application"

# No Django admin: case data is never shown there, and people are kept on pages of our own.
INSTALLED_APPS = [
    "conduct",
    "branches",
    "cases",
    "guardian",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "conduct.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conduct.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "conduct.translated"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "conduct.context.site",
            ],
        },
    },
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The organisation

ORGANISATION_NAME = env.ORGANISATION_NAME
EMERGENCY_NUMBER = env.EMERGENCY_NUMBER
HELPLINE = env.HELPLINE
LEAVE_URL = env.LEAVE_URL

# Database

ENGINE_OPTIONS = {
    # IMMEDIATE takes the write lock at the start: a read that later writes would fail beside another writer.
    # With recursive triggers a REPLACE is refused like the DELETE it contains.
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;",
    },
    # Compiling short queries costs more than it saves. A process that hangs in the middle of an act would hold its
    # case, and with it the clocks: the server ends such an act. A server that went away is noticed in a minute.
    "django.db.backends.postgresql": {
        "options": "-c jit=off -c idle_in_transaction_session_timeout=5min",
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    },
}
DATABASES = {
    "default": {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **env.DATABASE,
        "OPTIONS": ENGINE_OPTIONS[env.DATABASE["ENGINE"]] | env.DATABASE.get("OPTIONS", {}),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

AUTH_USER_MODEL = "branches.Member"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())  # of the link for a first password
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Guardian only stores who was given a case; nobody asks it through `has_perm`.
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None

# Sessions end twelve hours after signing in, whatever happens in between.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if env.HTTPS else "session"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = env.HTTPS

CSRF_COOKIE_NAME = "__Host-csrf" if env.HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = env.HTTPS
CSRF_TRUSTED_ORIGINS = [env.SITE_URL]
CSRF_FAILURE_VIEW = "conduct.views.stale_form"

# The browser

SECURE_SSL_REDIRECT = env.HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.HTTPS else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if env.HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.HTTPS
SECURE_HSTS_PRELOAD = env.HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [env.ROOT / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# What people send: in memory only, and no more with one form than this. What a case may hold is the procedure's to say.
FILE_UPLOAD_HANDLERS = ["conduct.uploads.InMemory"]
UPLOAD_BYTES = env.UPLOAD_MEGABYTES * 1_000_000

# Language and time

LANGUAGE_CODE = "en-gb"
# One language until a whole second one is translated: half a page in another tongue helps nobody.
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [env.ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE

# Mail and the work behind the page

vars().update(env.EMAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.EMAIL_FROM
EMAIL_TIMEOUT = 10

REDIS_URL = env.REDIS_URL
METRICS_TOKEN = env.METRICS_TOKEN
RECORD_HEADS = env.RECORD_HEADS
CELERY_BROKER_URL = env.REDIS_URL  # without one, no worker and no clock starts
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the broker may be away for any time
CELERY_BROKER_CONNECTION_TIMEOUT = 4
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 4,
    "socket_timeout": 10,
    "socket_keepalive": True,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
# A task is taken off the queue when it is done. One that is lost with its worker need not come back: the next follows
# within a minute, and what was due still is.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = int(timedelta(minutes=8).total_seconds())
CELERY_TASK_TIME_LIMIT = int(timedelta(minutes=9).total_seconds())
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0  # then the rest is left to another worker
# The schedule never changes and nothing of it is kept, so that a second clock beside the first is no harm. What waits
# for longer than its turn expires: after an hour without a worker there is one sweep to do, not sixty.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "deliver what is due": {"task": "cases.tasks.deliver_due", "schedule": 15.0, "options": {"expires": 15}},
    "mail what is due": {"task": "cases.tasks.mail_due", "schedule": 60.0, "options": {"expires": 60}},
    "look at files": {"task": "cases.tasks.check_files", "schedule": 15.0, "options": {"expires": 15}},
    "make bundles": {"task": "cases.tasks.make_bundles", "schedule": 15.0, "options": {"expires": 15}},
    "read the record again": {"task": "cases.tasks.check_record", "schedule": 3600.0, "options": {"expires": 3600}},
    "sweep the clocks": {"task": "cases.tasks.sweep", "schedule": 60.0, "options": {"expires": 60}},
}

# Logs and checks

LOGGING = logs.CONFIG
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # its backend is left out on purpose: rights are asked at the doors, never by has_perm
]
