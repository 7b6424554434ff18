"""The register of members and their offices, for the registrar and administrators."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import pages, roster, usecases
from branches.forms import AppointForm, EndForm, LeaveForm, NewMemberForm, SearchForm, TieForm, TransferForm
from branches.models import Member, Office
from branches.refused import NotAllowed
from branches.views.gate import SignedIn, done, filled, keepers_only
from conduct.policy import Policy, policy


@require_safe
@policy(Policy.REGISTER)
@keepers_only
def people(request: SignedIn) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()  # what cannot be read is left out of the search, and the form says why
    asked = {name: form.cleaned_data.get(name) for name in ("after", "before")}
    page = pages.people_page(words=form.cleaned_data.get("q", ""), day=localdate(), **asked)
    return render(request, "branches/people.html", {"page": page, "search": form})


@require_POST
@policy(Policy.REGISTER)
@keepers_only
def members_file(request: SignedIn) -> HttpResponse:
    """The list of members as a file that `import_members` reads. The record says who took it."""
    lines = roster.written(usecases.export_members(by=request.user, at=now()))
    headers = {"Content-Disposition": f'attachment; filename="members-{localdate().isoformat()}.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def add_person(request: SignedIn) -> HttpResponse:
    form = filled(NewMemberForm, request, today=localdate(), initial={"joined_on": localdate()})
    if member := done(form, usecases.add_member, request):
        messages.success(request, pages.added_words(member))
        return redirect("person", member.pk)
    return render(request, "branches/new_person.html", {"form": form})


@require_safe
@policy(Policy.REGISTER)
@keepers_only
def person(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("branch"), pk=member_id)
    page = pages.person_page(member, viewer=request.user, day=localdate())
    return render(request, "branches/person.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def transfer(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("branch"), pk=member_id)
    form = filled(TransferForm, request, initial={"moved_on": localdate()})
    ended = done(form, usecases.transfer_member, request, member=member)
    if ended is not None:
        messages.success(request, pages.moved_words(form.cleaned_data["branch"], ended))
        return redirect("person", member_id)
    page = pages.person_page(member, viewer=request.user, day=localdate())
    return render(request, "branches/transfer.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def leave(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=member_id)
    form = filled(LeaveForm, request, initial={"left_on": localdate()})
    if done(form, usecases.leave, request, member=member):
        messages.success(request, f"{member.full_name} has left. Every office has ended.")
        return redirect("person", member_id)
    return render(request, "branches/leave.html", {"form": form, "member": member, "own": False})


@require_POST
@policy(Policy.REGISTER)
@keepers_only
def tell_apart(request: SignedIn, member_id: int) -> HttpResponse:
    """Two entries of the same name are two people."""
    member = get_object_or_404(Member, pk=member_id)
    try:
        usecases.tell_apart(member=member, by=request.user, at=now())
    except NotAllowed as refusal:
        return render(request, "403.html", {"reasons": [refusal.because]}, status=403)
    messages.success(request, f"{member.full_name} is another person. Nothing waits any more.")
    return redirect("person", member_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def appoint(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("branch"), pk=member_id)
    form = filled(AppointForm, request, initial={"since": localdate()})
    if office := done(form, usecases.appoint, request, member=member):
        messages.success(request, f"{member.full_name} was given an office: {office.get_post_display()}.")
        return redirect("person", member_id)
    return render(request, "branches/appoint.html", {"form": form, "member": member})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def end_office(request: SignedIn, office_id: int) -> HttpResponse:
    office = get_object_or_404(Office.objects.select_related("member", "branch"), pk=office_id)
    form = filled(EndForm, request, initial={"until": max(office.since, localdate())})
    if done(form, usecases.end_office, request, office=office):
        messages.success(request, "The office has an end now.")
        return redirect("person", office.member_id)
    return render(request, "branches/end_office.html", {"form": form, "office": office})


@require_http_methods(["GET", "HEAD", "POST"])
@policy(Policy.REGISTER)
@keepers_only
def declare_tie(request: SignedIn, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=member_id)
    form = filled(TieForm, request)
    if done(form, usecases.declare_interest, request, member=member):
        messages.success(request, "The tie is in the register. It counts from now on.")
        return redirect("person", member_id)
    return render(request, "branches/tie.html", {"form": form, "member": member})


@require_POST
@policy(Policy.REGISTER)
@keepers_only
def invite(request: SignedIn, member_id: int) -> HttpResponse:
    """Show the link for a first password, once, to be handed over."""
    member = get_object_or_404(Member, pk=member_id)
    try:
        member = usecases.invite(member=member, by=request.user, at=now())
    except NotAllowed as refusal:
        return render(request, "403.html", {"reasons": [refusal.because]}, status=403)
    uid = urlsafe_base64_encode(force_bytes(member.pk))
    path = reverse("welcome", args=[uid, default_token_generator.make_token(member)])
    return render(request, "branches/invitation.html", {"member": member, "link": settings.SITE_URL + path})
