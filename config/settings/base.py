"""Settings that hold everywhere. What differs is in dev.py, test.py and prod.py."""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import clock, given
from config.books import BOOKS as DECLARED_BOOKS
from config.referral_subjects import REFERRAL_SUBJECTS as DECLARED_SUBJECTS
from config.referral_subjects import SLIP_PAPER as DECLARED_SLIP_PAPER
from config.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY", default="")
# Master keys of encrypted fields, "number:base64,number:base64", the current one first (docs/operations.md).
FIELD_KEYS = env.str("FIELD_KEYS", default="")
# Seals the trail (audit/seals.py): for the worker alone, and whoever verifies; never stored in the database.
TRAIL_KEY = env.str("TRAIL_KEY", default="")
# Signs publications (indicators/signing.py): the private key is known to the worker that seals and signs alone, the
# public keys, the current one first, to everybody who verifies. Base64 of 32 bytes each; docs/operations.md.
PUBLICATION_KEY = env.str("PUBLICATION_KEY", default="")
PUBLICATION_PUBLIC_KEYS = env.list("PUBLICATION_PUBLIC_KEYS", default=[])
FIELD_CIPHER = given.one_of("FIELD_CIPHER", ("aes", "sm4"), default="aes")
DEBUG = False
DEMO = False
DEMO_IS_LOADED = False
# Seconds by which a trial clock is ahead of real time; set by `make run NOW=...` alone.
CLOCK_OFFSET = timedelta(seconds=given.whole("CLOCK_OFFSET", default=0))
if CLOCK_OFFSET:
    clock.set_ahead(CLOCK_OFFSET)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

PROXIES = given.whole(
    "PROXIES", default=0, most=9
)  # how many proxies of our own are in front (audit/origin.py)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    *ROOMS,
]

REFERRAL_SUBJECTS = DECLARED_SUBJECTS  # what can be passed on (referrals/subjects.py)
# The page that prints the paper of an agreement (disputes/story/agreement.py)
AGREEMENT_PAPER = "documents:dispute-print"
HANDOVER_PAPER = "documents:handover-print"  # the page that prints a hand-over (duty/handover/views.py)
SLIP_PAPER = DECLARED_SLIP_PAPER  # the page that prints a slip (referrals/views/slips.py)
BOOKS = DECLARED_BOOKS  # each a value that a room's book.py declares (ledgers/books.py)

MIDDLEWARE = [
    "access.middleware.AnonymousMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "config.compression.PageCompressionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInEverywhereMiddleware",
    "access.session_terms.TermsHoldMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "audit.origin.OriginMiddleware",
    "access.middleware.ScopeMiddleware",
    "access.other_post.OtherPostMiddleware",
    "library.asking.ReadFirstMiddleware",
    "config.error_pages.ErrorPageMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "config.error_pages.cookies_lost"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "config.template_loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.menu.for_request",
                "config.footer.for_request",
            ],
        },
    }
]
FORM_RENDERER = "pages.renderer.InputRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The login role owns no table; migrations run with DATABASE_URL set to the owner (docs/operations.md).
DATABASES = {
    "default": env.db_url("DATABASE_URL", default="postgresql://registry_app@127.0.0.1:5432/registry")
}
DATABASES["default"] |= {
    "ENGINE": "config.postgres",  # sets role and scope where a transaction opens
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}
# A server that can not be reached is an error within seconds; one that is gone without a word is noticed by the kernel.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
} | DATABASES["default"].get("OPTIONS", {})
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # changes are looked up by their row alone
PGHISTORY_FIELD = pghistory.Field(null=True)  # a column that a table gets later is empty in older changes
# Triggers are declared on the models and made from them by grant_access, as the policies are; migrations hold tables.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_SCHEMA_EDITOR = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Seconds to connect and to wait for one answer: a broker that hangs is an error, not a page that hangs.
BROKER_WAITS = {"socket_connect_timeout": 2, "socket_timeout": 3}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": BROKER_WAITS,
    },
}
# A session ends on the server (accounts/sessions.py). At a desk in a shared office half an hour without a page is
# enough; on an officer's own phone, locked between one household and the next, it would cost a sign-in a household.
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE = timedelta(minutes=given.whole("SESSION_IDLE_MINUTES", default=30, least=1, most=240))
SESSION_IDLE_IN_THE_FIELD = timedelta(
    minutes=given.whole("SESSION_IDLE_IN_THE_FIELD_MINUTES", default=240, least=1, most=1_440)
)
SESSION_LASTS = timedelta(
    hours=given.whole("SESSION_HOURS", default=12, least=1, most=24)
)  # a long shift; then the password again
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(SESSION_LASTS.total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"

PLACE_NAMES = "posts.password_words.names"  # refused in passwords (accounts/guessable.py)
WORK_AT_PAGE = "posts:post-work"  # leads to the other of two posts (access/other_post.py)
SCOPE_READER = "oversight.serving.read_scope"  # reads where a person serves today (access/scope.py)
TOLD_FIGURES = (
    "indicators.told.TOLD"  # the published figures that a village meeting is told (meetings/figures.py)
)
OPEN_WORK = "indicators.open_work.count"  # counts what hangs on places and people (posts/open_work.py)
MONTH_GATE = "ledgers.late_changes.let_in"  # asked for what figures count by days (posts/closed_months.py)
SESSION_READER = (
    "oversight.serving.read_session"  # the same, with a session and its person (accounts/sessions.py)
)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses before a password is checked
    "accounts.signing_in.Accounts",
]
# Guessing passwords: accounts/throttling.py has the limits. The address is the one that our own proxies saw.
AXES_HANDLER = "accounts.throttling.Throttle"
AXES_LOCKOUT_CALLABLE = "accounts.throttling.locked_page"
AXES_CLIENT_IP_CALLABLE = "audit.origin.peer"
AXES_USERNAME_CALLABLE = "accounts.throttling.account_in"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
# Never stored with a failed try; "password" is left out by axes itself.
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "old_password", "new_password1", "new_password2", "csrfmiddlewaretoken",
]  # fmt: skip
AXES_DISABLE_ACCESS_LOG = True  # the trail has it
AXES_VERBOSE = False
KNOWN_COOKIE_NAME = "known"
MESSAGE_COOKIE_NAME = "messages"
MESSAGE_STORAGE = "config.message_storage.MessageStorage"
# "required": whoever works at a desk (access/roles.py, ``needs_factor``) signs in with a second factor; "optional": who
# has set one up is asked for it. The same for officers and auxiliaries, who work on a phone of their own.
FACTOR_CHOICES = ("required", "optional")
SECOND_FACTOR = given.one_of("SECOND_FACTOR", FACTOR_CHOICES, default="required")
SECOND_FACTOR_IN_THE_FIELD = given.one_of("SECOND_FACTOR_IN_THE_FIELD", FACTOR_CHOICES, default="required")
# A phone on which the factor was given is asked for it again after so many days, or after a reset.
SECOND_FACTOR_DAYS_IN_THE_FIELD = given.whole("SECOND_FACTOR_DAYS_IN_THE_FIELD", default=30, least=1, most=90)

LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.LongestValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "badge")},
    },
    {"NAME": "accounts.passwords.CommonValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
    {"NAME": "accounts.passwords.ClassesValidator"},
]
# ASVS 5.0 (6.2.5, 6.2.10) forbids both of these; the multi-level protection scheme may ask for them. 0: off.
PASSWORD_NEEDS_CLASSES = given.whole("PASSWORD_NEEDS_CLASSES", default=0, most=4)
PASSWORD_MAX_DAYS = given.whole("PASSWORD_MAX_DAYS", default=0)
ACCOUNT_UNUSED_DAYS = given.whole("ACCOUNT_UNUSED_DAYS", default=90)  # then it is closed by itself; 0: never

# Other periods than the declared ones, in days, by record: RETENTION_DAYS="residents.visit=1826;audit.entry=2000".
RETENTION_DAYS = env.dict("RETENTION_DAYS", cast={"value": int}, default={})

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "django"]  # our texts; our words for Django's own
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(ROOT / "var" / "static"))
STATICFILES_DIRS = [ROOT / "static", env.str("VENDOR_DIR", default=str(ROOT / "var" / "vendor"))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site reads them

# Nothing from outside the machine, no inline script, no inline style.
CONTENT_SECURITY_POLICY: dict[str, dict[str, object]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [NONE],
        "frame-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# The registry asks the device for nothing; a photograph comes through a file field, which needs no leave. Names that
# Chromium does not know are left out, such as bluetooth and web-share: it warns of them on each page.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "fullscreen", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
        "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
        "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access",
        "usb", "window-management", "xr-spatial-tracking",
    )
}  # fmt: skip
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# What a form may bring; beyond it config/error_pages.py answers 413. Files are held against pages/uploads.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["pages.uploads.BoundedUpload"]

# The defaults take 110 s to bring back a killed worker's task.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = "celery"
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # monitoring asks an address, without HTTPS
HEALTH_TOKEN = env.str(
    "HEALTH_TOKEN", default=""
)  # whoever sends it reads /health/well/ from another machine
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1_800
CELERY_TASK_SOFT_TIME_LIMIT = 1_740
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3_600,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 10,
    "socket_connect_timeout": 2,  # seconds
    "socket_timeout": 5,  # longer than the worker waits for a message at a time, which is one second
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "seal the trail": {"task": "audit.tasks.seal", "schedule": 10.0},
    "sign what is published": {"task": "indicators.tasks.sign", "schedule": 10.0},
    "find unusual look-ups": {
        "task": "oversight.tasks.find_outliers",
        "schedule": crontab(day_of_week="1", hour="2", minute="0"),
    },
    "write the digests of the week": {
        "task": "officers.tasks.write_digests",
        "schedule": crontab(hour="5", minute="20"),
    },
    "do what was planned for the day": {"task": "posts.tasks.arrive", "schedule": 60.0},
    "open hand-overs and follow them": {"task": "duty.tasks.keep_handovers_up", "schedule": 60.0},
    "make the rounds of the day and close those of last night": {
        "task": "patrols.tasks.keep_rounds_up",
        "schedule": crontab(minute="*/10"),
    },
    "send promised jobs again": {"task": "jobs.tasks.sweep", "schedule": 5.0},
    "show that the worker consumes": {"task": "jobs.tasks.beat", "schedule": 30.0},
    "dispose of what was kept long enough": {
        "task": "retention.tasks.dispose",
        "schedule": crontab(hour="3", minute="50"),
    },
    "close accounts that nobody uses": {
        "task": "administration.tasks.close_unused",
        "schedule": crontab(hour="3", minute="20"),
    },
    "clear sessions that are over": {
        "task": "accounts.tasks.clear_sessions",
        "schedule": crontab(hour="3", minute="30"),
    },
    "follow divisions that change today": {
        "task": "residents.moving.tasks.follow_divisions",
        "schedule": 60.0,
    },
    "find entries that may be one": {
        "task": "residents.duplicates.tasks.find_duplicates",
        "schedule": crontab(hour="2", minute="40"),
    },
    "fill the running month": {
        "task": "indicators.tasks.fill_running",
        "schedule": crontab(hour="1", minute="10"),
    },
    "fill what entries touched": {"task": "indicators.tasks.fill_touched", "schedule": 10.0},
    "fill the past month": {
        "task": "indicators.tasks.fill_past",
        "schedule": crontab(day_of_month="1", hour="0", minute="30"),
    },
}

DEFAULT_EXCEPTION_REPORTER_FILTER = "config.redaction.RedactedReports"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}, "axes": {"level": "ERROR"}},
}
