"""What may stand in the address of a report. Whatever else stands there is told in words, and nothing is counted."""

from datetime import date
from typing import Any

from django import forms

from cases.domain.catalogue import Report

EARLIEST = date(2000, 1, 1)
DATES = ("%Y-%m-%d",)


class ReportFilter(forms.Form):
    """The period, one column, one branch and one region: only what this person may choose in this report is there."""

    def __init__(
        self,
        data: Any,
        *,
        report: Report,
        periods: list[tuple[str, str]] | None,
        branches: list[tuple[str, str]],
        regions: list[tuple[str, str]],
        today: date,
    ) -> None:
        super().__init__(data)
        self.today = today
        if periods:
            self.fields["period"] = _choice("Period", periods, required=True)
        elif periods is None and not report.live:
            self.fields["since"] = _day("From", _year_ago(today))
            self.fields["until"] = _day("Up to and including", today)
        if len(report.cols) > 1:
            self.fields["column"] = _choice("Column", [("", "Every column"), *report.cols.items()])
        if periods is None and branches and not report.of_people:
            self.fields["branch"] = _choice("Branch", [("", "Every branch"), *branches])
        if periods is None and regions and not report.of_people:
            self.fields["region"] = _choice("Region", [("", "Every region"), *regions])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if unknown := sorted(set(self.data) - set(self.fields)):
            self.add_error(None, f"This report has no filter “{unknown[0]}”, or not for you. Nothing was counted.")
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "The last day comes before the first.")
        if until and until > self.today:
            self.add_error("until", "This day has not come yet.")
        if since and since < EARLIEST:
            self.add_error("since", "There is nothing from before the year 2000.")
        return given


def _year_ago(today: date) -> date:
    first = today.replace(day=1)
    return first.replace(year=first.year - 1)


def _day(label: str, initial: date) -> forms.DateField:
    wrong = {"invalid": "Write the day as year-month-day, such as 2026-03-31."}
    widget = forms.DateInput(attrs={"type": "date"}, format=DATES[0])
    return forms.DateField(
        label=label, required=False, initial=initial, input_formats=DATES, widget=widget, error_messages=wrong
    )


def _choice(label: str, choices: list[tuple[str, str]], *, required: bool = False) -> forms.ChoiceField:
    wrong = {"invalid_choice": f"{label}: “%(value)s” is not one that you can choose."}
    return forms.ChoiceField(
        label=label, required=False, choices=choices, error_messages=wrong, initial=choices[0][0] if required else ""
    )
