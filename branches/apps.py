"""The application of people and places. It knows nothing of cases."""

from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "branches"
    verbose_name = "People and places"
    default_auto_field = "django.db.models.BigAutoField"
