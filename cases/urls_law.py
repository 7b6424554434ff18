"""The addresses of the law. A version is named in full, such as `iso-2014.1`."""

from django.urls import path

from cases.views import law

urlpatterns = [
    path("procedure/", law.procedure, name="procedure"),
    path("procedure/v/<str:version>/", law.procedure_version, name="procedure-version"),
    path("procedure/v/<str:version>/file/", law.procedure_file, name="procedure-file"),
    path("procedure/compare/<str:a>/<str:b>/", law.procedure_compare, name="procedure-compare"),
    path("code/", law.code, name="code"),
    path("code/v/<str:version>/", law.code_version, name="code-version"),
    path("code/v/<str:version>/file/", law.code_file, name="code-file"),
    path("code/v/<str:version>/<slug:provision>/", law.code_provision, name="code-provision"),
    path("code/compare/<str:a>/<str:b>/", law.code_compare, name="code-compare"),
]
