"""What the catalogue of the domain paper asks (6.2) and no report answers, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Absent:
    """A report of the catalogue that cannot be made, and why."""

    number: str
    about: str
    because: str


ABSENT = (
    Absent("RP-01", "Intake by basis and by form of the act", "One complaint may name several, and few name any; "
           "counts that small and crossed would point at people. Shown when there is enough of them."),
    Absent("RP-04", "Reasons for which cases wait", "The record holds dates and not what people waited for."),
    Absent("RP-08", "Offers of talks that are still open; plans followed task by task", "Each stands on the page of "
           "its case. No table counts them yet."),
    Absent("RP-09", "Grounds of requests to move up that were refused", "The number is shown; a ground beside so few "
           "would point at the case."),
    Absent("RP-11", "Restorative beside punitive measures", "The ladder does not sort its steps into two kinds."),
    Absent("RP-12", "Share of draws in which somebody stepped aside", "How often is shown. How many were drawn "
           "in all is not counted yet."),
    Absent("RP-16", "Appeals that were not admitted", "The record holds each. No table counts them yet."),
    Absent("RP-17", "Renewals of temporary measures", "The record holds each. No table counts them yet."),
    Absent("RP-20", "Results by basis of the complaint", "Too few cases in every cell to say anything fair."),
    Absent("RP-25", "Retention queue", "Nothing is removed yet, so nothing waits to be removed."),
    Absent("RP-26", "What both sides say about the process", "Nobody is asked yet."),
)  # fmt: skip
