"""Every word the rules use: one enum for each kind of word, values stored as they stand here.

Source of the terms: the glossary in `docs/glossary.md`. Labels are what a person reads on screen.
"""

from cases.domain.events import EventKind as EventKind
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


class Action(Word):
    """What a person or the clock can do to a case; each is a step of the procedure."""

    ASSIGN_OFFICER = "assign_officer", "Find an intake officer"
    SCREEN_SAFETY = "screen_safety", "Record the safety screen"
    FRAME_ALLEGATION = "frame_allegation", "Write down an allegation"
    IDENTIFY_PARTY = "identify_party", "Say who a named person is"
    ASK_FACTS = "ask_facts", "Ask for more facts"
    ANSWER_FACTS = "answer_facts", "Answer the questions"
    FACTS_LAPSED = "facts_lapsed", "Go on without more facts"
    OFFER_INFORMAL = "offer_informal", "Offer informal talks"
    OPEN_BRANCH = "open_branch", "Open a formal case at the branch"
    OPEN_NATIONAL = "open_national", "Send to the national committee"
    PROPOSE_DISMISSAL = "propose_dismissal", "Propose not to take it forward"
    CONFIRM_DISMISSAL = "confirm_dismissal", "Confirm the dismissal"
    REFUSE_DISMISSAL = "refuse_dismissal", "Send it back to the first look"
    REFER_OUT = "refer_out", "Refer to another body"
    REQUEST_REVIEW = "request_review", "Ask for a review"
    REVIEW_LAPSED = "review_lapsed", "Close after the review time"
    UPHOLD_DISMISSAL = "uphold_dismissal", "Uphold the dismissal"
    OVERTURN_DISMISSAL = "overturn_dismissal", "Overturn the dismissal"
    CONSENT = "consent", "Agree to informal talks"
    DECLINE_INFORMAL = "decline_informal", "Say no to informal talks"
    INFORMAL_LAPSED = "informal_lapsed", "End talks that ran out of time"
    ADD_TALK_NOTE = "add_talk_note", "Write a private talk note"
    PROPOSE_TERMS = "propose_terms", "Write down the terms"
    SIGN_TERMS = "sign_terms", "Sign the agreement"
    LEAVE_INFORMAL = "leave_informal", "Leave the informal talks"
    RECORD_CHECK_IN = "record_check_in", "Record a check-in"
    COMPLETE_AGREEMENT = "complete_agreement", "Close as agreed and kept"
    FORM_PANEL = "form_panel", "Draw the panel"
    ANSWER_CONFLICT = "answer_conflict", "Answer the conflict question"
    RECUSE = "recuse", "Step aside"
    SERVE_NOTICE = "serve_notice", "Deliver the notice of allegations"
    RECORD_DELIVERY = "record_delivery", "Record a delivery"
    ANSWER_ALLEGATIONS = "answer_allegations", "Send your side"
    RESPONSE_LAPSED = "response_lapsed", "Go on without an answer"
    ADD_EVIDENCE = "add_evidence", "Add evidence"
    ADD_ADDENDUM = "add_addendum", "Add to the complaint"
    NAME_WITNESS = "name_witness", "Name a witness"
    SUBMIT_REPORT = "submit_report", "Send the inquiry report"
    REPLY_EVIDENCE = "reply_evidence", "Reply to the evidence"
    CLOSE_REVIEW = "close_review", "Close the evidence review"
    CALL_HEARING = "call_hearing", "Call a hearing"
    HOLD_HEARING = "hold_hearing", "Record the hearing"
    DECIDE_ON_PAPERS = "decide_on_papers", "Decide on the papers"
    VOTE = "vote", "Vote"
    PROPOSE_MEASURE = "propose_measure", "Propose a measure"
    PROPOSE_OUTCOME = "propose_outcome", "Propose an appeal outcome"
    WRITE_REASONS = "write_reasons", "Write the reasons"
    ADD_DISSENT = "add_dissent", "Add a minority opinion"
    SIGN_DECISION = "sign_decision", "Sign the decision"
    SERVE_DECISION = "serve_decision", "Deliver the decision"
    REQUEST_ESCALATION = "request_escalation", "Ask for the national committee"
    RULE_ESCALATION = "rule_escalation", "Rule on moving up"
    ESCALATE = "escalate", "Move up by rule"
    FILE_APPEAL = "file_appeal", "Appeal"
    WINDOW_CLOSED = "window_closed", "Become final without appeal"
    ADMIT_APPEAL = "admit_appeal", "Admit the appeal"
    REFUSE_APPEAL = "refuse_appeal", "Refuse the appeal"
    ANSWER_APPEAL = "answer_appeal", "Answer the appeal"
    APPEAL_ANSWER_LAPSED = "appeal_answer_lapsed", "Go on without an answer to the appeal"
    START_MONITORING = "start_monitoring", "Follow the measure"
    MONITORING_ENDED = "monitoring_ended", "End the follow-up"
    CLOSE = "close", "Close the case"
    REPORT_EXTERNAL = "report_external", "Record the external body's answer"


class Role(Word):
    """What a person is in one case. Only an open role, less every conflict, opens a case."""

    COMPLAINANT = "complainant", "Complainant"
    RESPONDENT = "respondent", "Respondent"
    WITNESS = "witness", "Witness"
    INTAKE_OFFICER = "intake_officer", "Intake officer"
    SECOND_OFFICER = "second_officer", "Second officer"
    REVIEWER = "reviewer", "Reviewer of a dismissal"
    FACILITATOR = "facilitator", "Facilitator"
    PANEL_MEMBER = "panel_member", "Panel member"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    INVESTIGATOR = "investigator", "Investigator"
    ESCALATION_RULER = "escalation_ruler", "Ruler on a request to move up"
    APPEALS_OFFICER = "appeals_officer", "Appeals officer"
    REGISTRAR = "registrar", "Registrar"
    CANDIDATE = "candidate", "Drawn candidate"
    SYSTEM = "system", "The system"


class Why(Word):
    """The kind of reason for a refusal."""

    NOT_FROM_HERE = "not_from_here", "Not at this step"
    NOT_YOUR_ROLE = "not_your_role", "Not your role"
    MISSING_RECORD = "missing_record", "Something must be recorded first"
    GUARD = "guard", "The rules ask for something first"
    TOO_LATE = "too_late", "The time for this has passed"
    ALREADY_DONE = "already_done", "Already done"
    PARTY = "party", "Party to the case"
    EXCLUDED = "excluded", "Named as a person who must not see it"
    WITNESS = "witness", "Witness in the case"
    PARTNER = "partner", "Partner of a party"
    FAMILY = "family", "Family of a party"
    HOUSEMATE = "housemate", "Housemate of a party"
    SAME_LEADERSHIP = "same_leadership", "Leads a branch together with a party"
    EARLIER_HAND = "earlier_hand", "Had an earlier hand in the case"
    SELF_DECLARED = "self_declared", "Stepped aside"


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
    OVERDUE = "G9", "The branch is overdue"
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


class Outcome(Word):
    """How an appeal can end (domain paper T23)."""

    AFFIRM = "affirm", "The decision stands"
    MODIFY = "modify", "The measure is changed"
    REVERSE = "reverse", "The finding is reversed"
    REMAND = "remand", "A fresh panel hears it again"


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


class SeatKind(Word):
    """What a drawn person is asked to do in a proceeding."""

    MEMBER = "member", "Panel member"
    INVESTIGATOR = "investigator", "Investigator"


class SeatStatus(Word):
    """Where a drawn person stands."""

    ASKED = "asked", "Asked about conflicts"
    SEATED = "seated", "Seated"
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
    TALK_NOTES = "talk_notes", "Notes of informal talks"
    AGREEMENT = "agreement", "Informal agreement"
    DELIBERATION = "deliberation", "Deliberation"
    VOTES = "votes", "Votes"
    DECISION = "decision", "Decision"
    APPEAL = "appeal", "Appeal"
    PROCESS = "process", "Steps, dates and people"


class Compartment(Word):
    """One key for each of these in every case: opening one opens no other."""

    IDENTITY = "identity", "Names and contact details"
    NARRATIVE = "narrative", "What was said to have happened, and the answers"
    EVIDENCE = "evidence", "Evidence"
    INFORMAL = "informal", "Informal talks"
    DELIBERATION = "deliberation", "Deliberation and drafts"
    DECISION = "decision", "Decisions and rulings"
    DRAFT = "draft", "A complaint that is not sent yet"
