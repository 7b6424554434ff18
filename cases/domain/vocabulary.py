"""Every word the rules use: one enum for each kind of word, values stored as they stand here.

Source of the terms: the glossary in `docs/glossary.md`. Labels are what a person reads on screen.
"""

from cases.domain.actions import Action as Action
from cases.domain.events import EventKind as EventKind
from cases.domain.hearing_words import PostponementGround as PostponementGround
from cases.domain.words import Word as Word


class Tier(Word):
    """The level at which a proceeding is held."""

    INTAKE = "intake", "Intake"
    INFORMAL = "informal", "Informal"
    BRANCH = "branch", "Branch"
    NATIONAL = "national", "National Disciplinary Committee"
    APPEAL = "appeal", "Appeals Committee"
    EXTERNAL = "external", "External body"


class State(Word):
    """Where a case stands. The tier of the open proceeding completes it."""

    ROUTING = "routing", "Waiting for an intake officer"
    TRIAGE = "triage", "First look"
    WAITING_FOR_FACTS = "waiting_for_facts", "Waiting for more facts"
    DISMISSAL_PROPOSED = "dismissal_proposed", "Second officer checks a dismissal"
    DISMISSED = "dismissed", "Not taken forward"
    UNDER_REVIEW = "under_review", "Dismissal under review"
    INFORMAL_OFFERED = "informal_offered", "Informal talks offered"
    INFORMAL = "informal", "Informal talks"
    INFORMAL_AGREED = "informal_agreed", "Agreement being kept"
    FORMING = "forming", "Panel being formed"
    RESPONDING = "responding", "Waiting for the answer"
    INVESTIGATING = "investigating", "Inquiry"
    EVIDENCE_REVIEW = "evidence_review", "Both sides read the evidence"
    HEARING = "hearing", "Hearing"
    DELIBERATING = "deliberating", "Panel decides"
    SIGNED = "signed", "Decision signed"
    APPEAL_WINDOW = "appeal_window", "Decision delivered; appeal possible"
    ADMISSIBILITY = "admissibility", "Appeal being checked"
    FINAL = "final", "Final"
    MONITORING = "monitoring", "Measure being followed"
    AWAITING_EXTERNAL = "awaiting_external", "Waiting for an external body"
    CLOSED = "closed", "Closed"


class Role(Word):
    """What a person is in one case. Only an open role, less every conflict, opens a case."""

    COMPLAINANT = "complainant", "Complainant"
    RESPONDENT = "respondent", "Respondent"
    WITNESS = "witness", "Witness"
    SUPPORTER = "supporter", "Support person"
    INTAKE_OFFICER = "intake_officer", "Intake officer"
    SECOND_OFFICER = "second_officer", "Second officer"
    REVIEWER = "reviewer", "Reviewer of a dismissal"
    FACILITATOR = "facilitator", "Facilitator"
    PANEL_MEMBER = "panel_member", "Panel member"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    INVESTIGATOR = "investigator", "Investigator"
    ESCALATION_RULER = "escalation_ruler", "Ruler on a request to move up"
    APPEALS_OFFICER = "appeals_officer", "Appeals officer"
    CHALLENGE_RULER = "challenge_ruler", "Ruler on a challenge"
    CONFLICT_RULER = "conflict_ruler", "Ruler on a conflict of interest found late"
    DUTY = "duty", "Duty member"
    INTERIM_RULER = "interim_ruler", "Ruler on a temporary measure"
    MONITOR = "monitor", "Monitor of a plan"
    MEASURE_CHAIR = "measure_chair", "Chair for the measures"
    READMISSION_MEMBER = "readmission_member", "Member for a readmission"
    AUDITOR = "auditor", "Auditor"
    REGISTRAR = "registrar", "Registrar"
    CANDIDATE = "candidate", "Drawn candidate"
    OUTSIDE = "outside", "Authorised body outside"
    SYSTEM = "system", "The system"


class Why(Word):
    """The kind of reason for a refusal."""

    NOT_FROM_HERE = "not_from_here", "Not at this step"
    NOT_YOUR_ROLE = "not_your_role", "Not your role"
    MISSING_RECORD = "missing_record", "Something must be recorded first"
    GUARD = "guard", "The rules ask for something first"
    TOO_LATE = "too_late", "The time for this has passed"
    STAYED = "stayed", "The case is paused"
    ALREADY_DONE = "already_done", "Already done"
    NO_OCCASION = "no_occasion", "There is no occasion for it"
    PARTY = "party", "Party to the case"
    EXCLUDED = "excluded", "Named as a person who must not see it"
    LINKED = "linked", "Party to a linked case"
    WITNESS = "witness", "Witness in the case"
    ADVISER = "adviser", "Advised or supported a party"
    PARTNER = "partner", "Partner of a party"
    FAMILY = "family", "Family of a party"
    HOUSEMATE = "housemate", "Housemate of a party"
    FRIEND = "friend", "Close friend of a party"
    HOSTILE = "hostile", "In open conflict with a party"
    EMPLOYER = "employer", "Works under a party, or a party under them"
    COLLEAGUE = "colleague", "Works for the same employer as a party"
    INTEREST = "interest", "Could gain or lose by the outcome"
    SAME_BRANCH = "same_branch", "Member of a party's branch"
    SAME_LEADERSHIP = "same_leadership", "Leads a branch together with a party"
    SAME_BODY = "same_body", "In the same national body as a party"
    SLATE = "slate", "Stood for election together with a party"
    EARLIER_HAND = "earlier_hand", "Had an earlier hand in the case"
    PREJUDGED = "prejudged", "Took a view of the case in advance"
    ADVERSARY = "adversary", "Was against a party in an earlier matter"
    CONTACTED = "contacted", "Was spoken to about the case by a party or a leader"
    CHALLENGED = "challenged", "On hold until a challenge is ruled"
    SELF_DECLARED = "self_declared", "Stepped aside"
    SAW_BEFORE = "saw_before", "Saw papers of the case without a role in it"
    PANEL_TIE = "panel_tie", "Close to another member of the panel"
    UNDER_COMPLAINT = "under_complaint", "Respondent of a formal case"
    STRUCK = "struck", "Taken off the panel by a party, without a reason"


class Ground(Word):
    """Why a case moves from the branch to the national level (domain paper 1.5)."""

    NO_QUORUM = "G1", "Fewer than three members of the branch can sit without a conflict of interest"
    LEADERSHIP = "G2", "A party, or someone close to a party, helps to lead the branch"
    GRAVE = "G3", "Sexual assault, partner violence, stalking or a credible threat of violence"
    NATIONAL_OFFICER = "G4", "The respondent holds a national office"
    TWO_BRANCHES = "G5", "The parties belong to different branches"
    REPEATED = "G6", "There was an earlier finding, or there are several complaints"
    EXPULSION = "G7", "Expulsion is a realistic outcome"
    PRESSURE = "G8", "Retaliation or pressure by leaders was reported"
    OVERDUE = "G9", "A step took far too long"
    FEAR_OF_BIAS = "G10", "A party has reason to fear that the branch cannot be impartial"


class Category(Word):
    """What kind of conduct an allegation is about (code of conduct, and our additions)."""

    HARASSMENT = "harassment", "Harassment"
    DISCRIMINATORY_HARASSMENT = "discriminatory_harassment", "Discriminatory harassment"
    SEXUAL_HARASSMENT = "sexual_harassment", "Sexual harassment"
    SEXUAL_ASSAULT = "sexual_assault", "Sexual assault or coercion"
    PARTNER_VIOLENCE = "partner_violence", "Intimate partner violence"
    STALKING = "stalking", "Stalking"
    THREATS = "threats", "Threats or violence"
    MEMBERSHIP_RULES = "membership_rules", "Breach of membership rules"
    FINANCIAL = "financial", "Financial misconduct"
    CONFIDENTIALITY = "confidentiality", "Breach of the confidentiality of this process"
    RETALIATION = "retaliation", "Retaliation"
    FALSE_COMPLAINT = "false_complaint", "Knowingly false complaint"
    OTHER_HARM = "other_harm", "Other serious harm"


class Basis(Word):
    """The oppression that an act is connected to; any number may apply."""

    RACE = "race", "Race"
    SEX = "sex", "Sex or gender"
    GENDER_IDENTITY = "gender_identity", "Gender identity"
    ORIENTATION = "orientation", "Sexual orientation"
    NATIONALITY = "nationality", "National identity or origin"
    DISABILITY = "disability", "Disability"
    AGE = "age", "Age"
    RELIGION = "religion", "Religion"
    CLASS = "class", "Class"
    OTHER = "other", "Other"


class Modality(Word):
    """The form an act took; any number may apply."""

    VERBAL = "verbal", "Spoken"
    WRITTEN = "written", "Written"
    PHYSICAL = "physical", "Physical"
    ELECTRONIC = "electronic", "Electronic"


class Finding(Word):
    """The result for one allegation (domain paper 4.3)."""

    SUBSTANTIATED = "substantiated", "Substantiated"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"


class Choice(Word):
    """What a panel member can vote."""

    YES = "yes", "Yes"
    NO = "no", "No"
    ABSTAIN = "abstain", "Abstain, with a reason"


class MotionKind(Word):
    """What a vote is about; the threshold hangs on it (domain paper 4.2)."""

    FINDING = "finding", "Is the allegation substantiated?"
    MEASURE = "measure", "Shall this measure be taken?"
    OUTCOME = "outcome", "Shall the appeal end this way?"
    READMISSION = "readmission", "Shall this person be readmitted?"


class MeasureKind(Word):
    """The ladder of outcomes (domain paper 4.4), mildest first."""

    COACHING = "coaching", "Coaching, apology or education"
    PLAN = "plan", "Corrective plan"
    WARNING = "warning", "Warning"
    CENSURE = "censure", "Censure"
    RESTRICTION = "restriction", "Restriction"
    REMOVAL = "removal", "Removal from office"
    SUSPENSION = "suspension", "Suspension"
    EXPULSION = "expulsion", "Expulsion"


class InterimKind(Word):
    """What protects somebody while a case is open; never a finding (domain paper 1.11)."""

    NO_CONTACT = "no_contact", "No contact"
    SUSPENSION = "suspension", "Membership rights rest"


class Outcome(Word):
    """How an appeal can end (domain paper T23)."""

    AFFIRM = "affirm", "The decision stands"
    MODIFY = "modify", "The measure is changed"
    REVERSE = "reverse", "The finding is reversed"
    REMAND = "remand", "A fresh panel hears it again"
    EXPLAIN = "explain", "The same panel gives its reasons anew"


class AppealGround(Word):
    """The permitted reasons for an appeal."""

    NEW_EVIDENCE = "new_evidence", "New evidence that could not be brought before"
    PROCEDURE = "procedure", "A rule of the procedure was broken and it mattered"
    CONFLICT = "conflict", "Someone who decided had a conflict of interest or was biased"
    MEASURE = "measure", "The measure is out of proportion"


class DismissalGround(Word):
    """The only reasons for not taking a complaint forward (T08)."""

    OUT_OF_SCOPE = "out_of_scope", "The code of conduct does not cover it"
    INSUFFICIENT = "insufficient", "Too few facts, also after asking"
    DUPLICATE = "duplicate", "The same matter is already a case"
    BAD_FAITH = "bad_faith", "Knowingly false"


class DelayReason(Word):
    """Why a step gets more time (domain paper 1.6)."""

    ILLNESS = "illness", "Somebody is ill or needs care"
    ACCESS = "access", "An interpreter, a support person or another help is needed first"
    EVIDENCE = "evidence", "Evidence or a witness can only be reached later"
    SIZE = "size", "The matter is larger than it seemed"
    PEOPLE = "people", "Somebody who works on the case had to be replaced"


class PauseGround(Word):
    """The only reasons for which a case is paused (T27)."""

    POLICE_REQUEST = "police_request", "The police ask for it"
    COURT = "court", "A court deals with the same matter"
    SERIOUS_ILLNESS = "serious_illness", "Somebody who is needed is seriously ill"
    FORCE_MAJEURE = "force_majeure", "Something that nobody could foresee or prevent"


class ClosureReason(Word):
    """Why a case is closed (domain paper 1.2)."""

    DISMISSED_OUT_OF_SCOPE = "dismissed_out_of_scope", "Not covered by the code"
    DISMISSED_INSUFFICIENT = "dismissed_insufficient", "Too few facts"
    DISMISSED_DUPLICATE = "dismissed_duplicate", "Already a case"
    DISMISSED_BAD_FAITH = "dismissed_bad_faith", "Knowingly false"
    REFERRED_OUT = "referred_out", "Referred to another body"
    INFORMAL_AGREEMENT_COMPLETED = "informal_agreement_completed", "Agreed informally and kept"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"
    SUBSTANTIATED_NO_SANCTION = "substantiated_no_sanction", "Substantiated, no measure"
    SANCTION_COMPLETED = "sanction_completed", "Measure completed"
    EXPELLED = "expelled", "Expelled"
    WITHDRAWN = "withdrawn", "Withdrawn by the complainant"
    JOINED = "joined", "Heard together with another case"
    RESIGNED_UNDER_CHARGE = "resigned_under_charge", "The respondent left before a decision"
    DECIDED_EXTERNALLY = "decided_externally", "Decided by an external body"


class Response(Word):
    """What a respondent can say to one allegation."""

    AGREE = "agree", "I agree"
    PART = "part", "I agree in part"
    DISAGREE = "disagree", "I do not agree"
    NOT_SAID = "not_said", "I would rather not say yet"


class Relation(Word):
    """A tie between two people in the standing-interest register."""

    PARTNER = "partner", "Partner"
    FAMILY = "family", "Family"
    HOUSEMATE = "housemate", "Housemate"
    EMPLOYER = "employer", "Employer or manager"
    COLLEAGUE = "colleague", "Works for the same employer"
    FRIEND = "friend", "Close friend"
    HOSTILE = "hostile", "In open conflict"
    INTEREST = "interest", "Money, a home, a contract or a job hangs on it"
    SLATE = "slate", "Stood for election together"
    OPPONENT = "opponent", "Stood for election against each other"


class Level(Word):
    """What a kind of conflict does (domain paper 2.2)."""

    AUTOMATIC = "automatic", "Bars by itself, and nobody can waive it"
    WAIVABLE = "waivable", "Bars by itself unless both sides waive it in writing"
    RULING = "ruling", "Bars until others have ruled that the person may sit"
    DISCLOSE = "disclose", "Must be told, and bars only when a ruling says so"


class LinkKind(Word):
    """How two cases belong together (domain paper 1.8)."""

    SAME_FACTS = "same_facts", "The same facts"
    SAME_RESPONDENT = "same_respondent", "The same respondent"
    COUNTER = "counter", "A complaint in return"
    RETALIATION = "retaliation", "Possible retaliation"
    AGAIN = "again", "Filed again after a withdrawal"


class SeatKind(Word):
    """What a drawn person is asked to do in a proceeding."""

    MEMBER = "member", "Panel member"
    INVESTIGATOR = "investigator", "Investigator"


class SeatStatus(Word):
    """Where a drawn person stands."""

    ASKED = "asked", "Asked about conflicts"
    SEATED = "seated", "Seated"
    HELD = "held", "On hold"
    DECLINED = "declined", "Not seated"
    LEFT = "left", "Left"


class Part(Word):
    """The parts of a case file to which rights are given (domain paper 3)."""

    COMPLAINT = "complaint", "Complaint"
    COMPLAINANT_NAME = "complainant_name", "Who complained"
    CONTACT = "contact", "Contact details"
    SAFETY = "safety", "Safety screen"
    ALLEGATIONS = "allegations", "Allegations"
    RESPONSES = "responses", "Answers to the allegations"
    EVIDENCE = "evidence", "Evidence"
    LATE_EVIDENCE = "late_evidence", "Late evidence that is not admitted"
    TALK_NOTES = "talk_notes", "Notes of informal talks"
    AGREEMENT = "agreement", "Informal agreement"
    DELIBERATION = "deliberation", "Deliberation"
    VOTES = "votes", "Votes"
    DECISION = "decision", "Decision"
    APPEAL = "appeal", "Appeal"
    LATE_APPEAL = "late_appeal", "Requests to appeal late"
    PROCESS = "process", "Steps, dates and people"
    CHALLENGES = "challenges", "Challenges and declarations"
    INTERIM = "interim", "Temporary measures"
    HEARING = "hearing", "Hearing: who was there, questions, minutes"
    NEEDS = "needs", "What helps a side to take part"
    WITHDRAWAL = "withdrawal", "Withdrawal"
    PLAN = "plan", "Corrective plan"
    RESTRICTION = "restriction", "What those who apply a measure are told"
    READMISSION = "readmission", "Requests to be readmitted"


class Compartment(Word):
    """One key for each of these in every case: opening one opens no other."""

    IDENTITY = "identity", "Names and contact details"
    NARRATIVE = "narrative", "What was said to have happened, and the answers"
    EVIDENCE = "evidence", "Evidence"
    INFORMAL = "informal", "Informal talks"
    DELIBERATION = "deliberation", "Deliberation and drafts"
    DECISION = "decision", "Decisions and rulings"
    DRAFT = "draft", "A complaint that is not sent yet"
    LETTERS = "letters", "Letters as they were sent"
    PAPERS = "papers", "Papers put together for one reader"
