from django.urls import include, path

from conduct import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.figures, name="metrics"),
    path("", include("branches.urls")),
    path("", include("cases.urls")),
]
