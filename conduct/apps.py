from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "conduct"

    def ready(self) -> None:
        from conduct import checks  # noqa: F401  (registers the system checks)
