"""The addresses of the way in. None holds a name, and both an old and a new draft look the same."""

from django.urls import path

from cases.views import filing, sending

DRAFT = "raise/<uuid:draft_id>"

urlpatterns = [
    path("raise/", filing.start, name="raise-start"),
    path("raise/safety/", filing.safety, name="raise-safety"),
    path("raise/on-behalf/", filing.on_behalf, name="raise-on-behalf"),
    path(f"{DRAFT}/", sending.hub, name="raise-draft"),
    path(f"{DRAFT}/people/", filing.people, name="raise-people"),
    path(f"{DRAFT}/check/", sending.check, name="raise-check"),
    path(f"{DRAFT}/sent/", sending.sent, name="raise-sent"),
    path(f"{DRAFT}/sent/text/", sending.recorded, name="raise-recorded"),
    path(f"{DRAFT}/delete/", sending.delete, name="raise-delete"),
    path(f"{DRAFT}/<slug:step>/", filing.step, name="raise-step"),
]
