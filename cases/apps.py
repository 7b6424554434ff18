"""The app of the cases. It listens to changes among people, so that a new tie or office bars at once."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from branches import hooks
        from cases.usecases import people

        if people.people_changed not in hooks.LISTENERS:
            hooks.LISTENERS.append(people.people_changed)
