"""Addresses of people and places."""

from django.urls import path

from branches.views import account, me, merging, people, places

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("password/", account.change_password, name="password-change"),
    path("welcome/<uid>/<token>/", account.welcome, name="welcome"),
    path("me/", me.me, name="me"),
    path("me/ties/", me.declare_my_tie, name="my-ties"),
    path("me/leave/", me.leave, name="my-leave"),
    path("ties/<int:tie_id>/end/", me.end_tie, name="tie-end"),
    path("people/", people.people, name="people"),
    path("people/members.csv", people.members_file, name="members-file"),
    path("people/new/", people.add_person, name="person-new"),
    path("people/<int:member_id>/", people.person, name="person"),
    path("people/<int:member_id>/transfer/", people.transfer, name="person-transfer"),
    path("people/<int:member_id>/leave/", people.leave, name="person-leave"),
    path("people/<int:member_id>/merge/", merging.merge, name="person-merge"),
    path("people/<int:member_id>/apart/", people.tell_apart, name="person-apart"),
    path("people/<int:member_id>/appoint/", people.appoint, name="person-appoint"),
    path("people/<int:member_id>/ties/", people.declare_tie, name="person-ties"),
    path("people/<int:member_id>/invite/", people.invite, name="person-invite"),
    path("offices/<int:office_id>/end/", people.end_office, name="office-end"),
    path("branches/", places.branches, name="branches"),
    path("branches/new/", places.add_branch, name="branch-new"),
]
