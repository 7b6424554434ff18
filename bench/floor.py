"""The floor F1: a page that loads session and user and nothing else, on the same server and database."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from conduct.policy import Policy, policy


@policy(Policy.MEMBER)
def empty_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.user.pk}</p>")


def count_queries(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say on every answer how many statements it took."""

    def counted(request: HttpRequest) -> HttpResponse:
        statements = 0

        def one_more(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*args)

        with connection.execute_wrapper(one_more):
            response = get_response(request)
        response["X-Queries"] = str(statements)
        return response

    return counted
