"""Every address of the cases. None holds a name."""

from django.urls import include, path

from cases.views import cases, letters, my, oversight, public, seats, steps, today

urlpatterns = [
    path("", public.home, name="home"),
    path("help/", public.help_page, name="help"),
    path("privacy/", public.privacy, name="privacy"),
    path("leave/", public.leave, name="leave"),
    path("leave/help/", public.leave_help, name="leave-help"),
    path("theme/", public.theme, name="theme"),
    path("", include("cases.urls_law")),
    path("", include("cases.urls_filing")),
    path("today/", today.today, name="today"),
    path("inbox/", cases.inbox, name="inbox"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>/timeline/", cases.case_timeline, name="case-timeline"),
    path("cases/<str:code>/do/<slug:action>/", steps.case_step, name="case-step"),
    path("my/", my.my_cases, name="my-cases"),
    path("my/<str:code>/", my.my_case, name="my-case"),
    path("my/<str:code>/do/<slug:action>/", steps.my_step, name="my-step"),
    path("seats/<uuid:seat_id>/", seats.seat, name="seat"),
    path("letters/<uuid:notice>/", letters.letter, name="letter"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("access/why/", today.why, name="access-why"),
]
