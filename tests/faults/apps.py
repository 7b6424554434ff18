import os

from django.apps import AppConfig


class Faults(AppConfig):
    name = "tests.faults"

    def ready(self) -> None:
        from tests.faults import points

        if kind := os.environ.get(points.KIND):
            points.install(kind)
