"""What the invented cases are about: a matter for each kind of conduct, told without detail that hurts."""

from dataclasses import dataclass

from cases.domain.vocabulary import Basis, Category, Modality

NOTHING_TO_ADD = "I have read it and have nothing to add."


@dataclass(frozen=True, kw_only=True)
class Matter:
    """The words that a case is made of, from the complaint to the reasons."""

    category: Category
    provision: str
    narrative: str
    allegation: str
    answer: str
    evidence: str
    agreed: str
    disputed: str
    weighed: str
    reasons: str
    terms: str
    bases: tuple[Basis, ...] = ()
    modalities: tuple[Modality, ...] = (Modality.VERBAL,)


SHOUTING = Matter(
    category=Category.HARASSMENT,
    provision="harassment",
    narrative="At two meetings in a row I was shouted at and called names.",
    allegation="Shouted at the complainant at the meeting of the branch.",
    answer="I raised my voice. I called nobody names.",
    evidence="A member who was there wrote down what she heard on the same evening.",
    agreed="There was a loud argument.",
    disputed="What was said.",
    weighed="Two people heard the words. One did not.",
    reasons="Two people who were there describe the same words.",
    terms="Each lets the other finish. Whoever gets loud leaves the room for five minutes.",
)
GROUP_CHAT = Matter(
    category=Category.HARASSMENT,
    provision="harassment",
    narrative=(
        "In the group chat of the campaign my messages are answered with mocking pictures, for about six weeks now. "
        "When I asked for it to stop there were more of them. I have left the chat and miss what is agreed there."
    ),
    allegation="Answered the complainant's messages in the group chat with mocking pictures for six weeks.",
    answer="Everybody posts jokes in that chat. I did not know that it hurt until this letter came.",
    evidence="The messages of the six weeks, in order, as the complainant saved them.",
    agreed="The pictures were posted, and the complainant asked once for it to stop.",
    disputed="Whether they were meant for the complainant.",
    weighed="Eleven of fourteen pictures answer a message of the complainant. Three answer somebody else.",
    reasons="Most of the pictures answer the complainant, and they went on after a clear request.",
    terms="No pictures in answer to each other's messages. Both come back to the chat, with a moderator for a month.",
    modalities=(Modality.ELECTRONIC, Modality.WRITTEN),
)
ACCENT = Matter(
    category=Category.DISCRIMINATORY_HARASSMENT,
    provision="discriminatory-harassment",
    narrative=(
        "Whenever I speak at a meeting my accent is imitated, and people laugh. I was asked whether I had understood "
        "the agenda at all. I have stopped speaking at meetings."
    ),
    allegation="Imitated the complainant's accent at three meetings and asked whether the agenda was understood.",
    answer="I imitate everybody, also myself. I am sorry that it was heard as something else.",
    evidence="The minutes of the three meetings, and the note of a member who complained about it at the time.",
    agreed="The accent was imitated at least once.",
    disputed="How often it happened, and whether other people are imitated too.",
    weighed="Four members describe it for all three meetings. Nobody remembers another person being imitated.",
    reasons="Four members describe the same thing at three meetings, and the effect is plain.",
    terms="No imitation of anybody. An introduction to chairing, taken together by both.",
    bases=(Basis.NATIONALITY,),
)
REMARKS = Matter(
    category=Category.SEXUAL_HARASSMENT,
    provision="sexual-harassment",
    narrative=(
        "After the summer school I kept getting late messages about how I look. I wrote that I do not want this. "
        "The messages went on for another two weeks. I no longer come when I know who will be there."
    ),
    allegation="Sent unwanted messages about the complainant's looks for two weeks after being asked to stop.",
    answer="I thought we were getting on well. I stopped when I understood. I regret the last messages.",
    evidence="The messages, with dates, and the request to stop.",
    agreed="The messages were sent, and there was a request to stop.",
    disputed="Whether the request was clear.",
    weighed="The request is one sentence and says no. Nine messages came after it.",
    reasons="A clear no was followed by nine more messages.",
    terms="No private messages. A conversation with the trainer on respect and consent.",
    bases=(Basis.SEX,),
    modalities=(Modality.ELECTRONIC,),
)
WAITING = Matter(
    category=Category.STALKING,
    provision="stalking",
    narrative=(
        "For some weeks I have been met at my bus stop after every meeting, although it is on nobody else's way. "
        "I have said that I want to go home alone. I now take another line."
    ),
    allegation="Waited for the complainant at the bus stop after at least five meetings, against a clear wish.",
    answer="I live near there. I did not mean to frighten anybody.",
    evidence="The dates on which it happened, and what a friend saw on two of them.",
    agreed="They met at the bus stop more than once.",
    disputed="Whether it was by chance.",
    weighed="The respondent's way home is another one. A friend saw two of the meetings.",
    reasons="It happened too often, and too far from the respondent's own way, to be chance.",
    terms="No contact outside meetings. Different rotas for a year.",
    modalities=(Modality.PHYSICAL,),
)
WARNING_WORDS = Matter(
    category=Category.THREATS,
    provision="threats",
    narrative=(
        "After the vote on the budget I was told at the door that I would regret it and that somebody knew where "
        "I work. I was frightened. Two others stood beside me."
    ),
    allegation="Told the complainant after the vote that it would be regretted, and mentioned the place of work.",
    answer="I was angry about the vote. It was a manner of speaking, and I apologised the next day.",
    evidence="What the two people at the door wrote down.",
    agreed="The words about regret were said, and there was an apology.",
    disputed="Whether the place of work was mentioned.",
    weighed="Both people at the door heard it. The apology does not mention it.",
    reasons="Two people heard the same words, and they could only be taken as a threat.",
    terms="A written apology, and no tasks together for half a year.",
)
CASH_BOX = Matter(
    category=Category.FINANCIAL,
    provision="money",
    narrative=(
        "The takings of the spring fair were never paid in. I have asked for the receipts three times since April. "
        "Each time I was told that they would come next week."
    ),
    allegation="Did not pay in the takings of the spring fair and did not show the receipts when asked.",
    answer="I kept the money safe and forgot about it when I was ill. I have paid it in now.",
    evidence="The list of takings, and the statement of the branch account since April.",
    agreed="The money was paid in five months late.",
    disputed="Why it took so long.",
    weighed="The whole sum arrived. The illness was in May; the questions were asked in July and August.",
    reasons="The whole sum came back, but three questions in two months went without an answer.",
    terms="The account of every fair is shown to two members within a week.",
    modalities=(),
)
ROTA = Matter(
    category=Category.RETALIATION,
    provision="retaliation",
    narrative=(
        "Since I spoke as a witness last year I have not been put on a single rota and I am not told when groups "
        "meet. When I asked I was told that people like to feel safe."
    ),
    allegation="Left the complainant off every rota since the complainant spoke as a witness.",
    answer="The rotas are full and I do not remember that conversation.",
    evidence="The rotas of two years.",
    agreed="The complainant is on no rota since last year.",
    disputed="Whether that has to do with the statement.",
    weighed="Before the statement it was about every second week. Three new people were added since.",
    reasons="The change came in the week after the statement, and no other reason was named.",
    terms="The complainant is asked for every rota, like everybody else.",
    modalities=(Modality.WRITTEN,),
)
GOSSIP = Matter(
    category=Category.CONFIDENTIALITY,
    provision="confidentiality",
    narrative=(
        "What I said in confidence in an earlier case was told at a social evening, with my name. "
        "I heard of it from somebody who was not even a member at the time."
    ),
    allegation="Told at a social evening what the complainant had said in confidence in an earlier case.",
    answer="I said that there had been a case. I said no name.",
    evidence="What one of the guests wrote to the complainant the day after.",
    agreed="The earlier case was mentioned.",
    disputed="Whether the complainant was named.",
    weighed="One guest remembers the name. Two remember the story without it.",
    reasons="One guest alone remembers a name. That is not enough.",
    terms="A written promise to speak of no case outside it.",
)
MANDATE = Matter(
    category=Category.MEMBERSHIP_RULES,
    provision="membership-rules",
    narrative=(
        "A leaflet was handed out in the name of our branch that the branch had voted against. "
        "People ask me about it at work and I have to explain something I did not agree to."
    ),
    allegation="Handed out a leaflet in the name of the branch against a vote of the branch.",
    answer="The vote was about another draft. I should have asked again.",
    evidence="The leaflet, and the minutes with the vote.",
    agreed="The leaflet was handed out, and there was a vote.",
    disputed="Whether the vote was about this text.",
    weighed="The two drafts differ in one paragraph.",
    reasons="The paragraph that differs is not the one the branch had voted about.",
    terms="Every leaflet is shown to the branch before it is printed.",
    modalities=(Modality.WRITTEN,),
)

GENTLE = (SHOUTING, GROUP_CHAT, ACCENT, CASH_BOX, ROTA, GOSSIP, MANDATE)
"""Matters that a branch may handle and that talks can be about."""

GRAVE = (WAITING, WARNING_WORDS)
"""Matters that go to the national committee by themselves (G3)."""

ALL = (*GENTLE, REMARKS, *GRAVE)
