"""The site's addresses and the floor's."""

from django.urls import path

from bench import floor
from conduct.urls import urlpatterns as site

urlpatterns = [path("floor/", floor.empty_page, name="floor"), *site]
