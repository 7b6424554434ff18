"""The addresses of figures."""

from django.urls import path

from cases.views import reports

urlpatterns = [
    path("figures/", reports.all_published, name="all-published"),
    path("figures/<str:period>/", reports.published, name="published"),
    path("figures/<str:period>/report.pdf", reports.published_file, name="published-file"),
    path("reports/", reports.catalogue, name="reports"),
    path("reports/publish/<str:period>/", reports.publish, name="publish"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/report.<str:kind>", reports.report_file, name="report-file"),
]
