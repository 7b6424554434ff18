"""Which form belongs to which act."""

from cases.domain.vocabulary import Action
from cases.forms import formal, intake
from cases.forms.act import ActForm

FORMS: dict[Action, type[ActForm]] = {
    Action.SCREEN_SAFETY: intake.ScreenSafety,
    Action.FRAME_ALLEGATION: intake.FrameAllegation,
    Action.IDENTIFY_PARTY: intake.IdentifyParty,
    Action.NAME_WITNESS: intake.NameWitness,
    Action.ASK_FACTS: intake.AskFacts,
    Action.ANSWER_FACTS: intake.AnswerFacts,
    Action.OFFER_INFORMAL: intake.OfferInformal,
    Action.OPEN_BRANCH: intake.Venue,
    Action.OPEN_NATIONAL: intake.VenueNational,
    Action.PROPOSE_DISMISSAL: intake.ProposeDismissal,
    Action.CONFIRM_DISMISSAL: intake.ConfirmDismissal,
    Action.REFUSE_DISMISSAL: intake.Reasoned,
    Action.REFER_OUT: intake.ReferOut,
    Action.REQUEST_REVIEW: intake.RequestReview,
    Action.UPHOLD_DISMISSAL: intake.Reasoned,
    Action.OVERTURN_DISMISSAL: intake.Reasoned,
    Action.ADD_TALK_NOTE: intake.Text,
    Action.PROPOSE_TERMS: intake.ProposeTerms,
    Action.RECORD_CHECK_IN: intake.RecordCheckIn,
    Action.RECORD_DELIVERY: formal.RecordDelivery,
    Action.ANSWER_ALLEGATIONS: formal.AnswerAllegations,
    Action.ADD_EVIDENCE: formal.AddEvidence,
    Action.ADD_ADDENDUM: intake.Text,
    Action.SUBMIT_REPORT: formal.SubmitReport,
    Action.REPLY_EVIDENCE: intake.Text,
    Action.CALL_HEARING: formal.CallHearing,
    Action.HOLD_HEARING: formal.HoldHearing,
    Action.DECIDE_ON_PAPERS: formal.DecideOnPapers,
    Action.VOTE: formal.Vote,
    Action.PROPOSE_MEASURE: formal.ProposeMeasure,
    Action.PROPOSE_OUTCOME: formal.ProposeOutcome,
    Action.WRITE_REASONS: formal.WriteReasons,
    Action.ADD_DISSENT: formal.AddDissent,
    Action.REQUEST_ESCALATION: formal.RequestEscalation,
    Action.RULE_ESCALATION: formal.RuleEscalation,
    Action.FILE_APPEAL: formal.FileAppeal,
    Action.ADMIT_APPEAL: formal.RuleOnAppeal,
    Action.REFUSE_APPEAL: formal.RuleOnAppeal,
    Action.ANSWER_APPEAL: intake.Text,
    Action.REPORT_EXTERNAL: formal.ReportExternal,
}


def for_action(action: Action) -> type[ActForm]:
    """The form of an act; most acts that need no words share one."""
    return FORMS.get(action, intake.Nothing)
