"""Everyday words that can stand for each other, for the self-test's changed copies. Written for examsim."""

from __future__ import annotations

from collections.abc import Mapping

_SETS = """
big large great|small little tiny|quick fast rapid|slow sluggish gradual|begin start commence|end finish conclude
buy purchase acquire|sell market|give grant provide|get obtain receive|show display demonstrate|say state declare
ask request inquire|answer reply respond|help assist aid|need require|use employ utilise|make create produce
build construct erect|find discover locate|keep retain hold|leave depart exit|go travel proceed|come arrive approach
think believe consider|know understand|want desire wish|like enjoy favour|house home dwelling|car vehicle automobile
road street route|job work occupation|worker employee labourer|boss employer manager|owner proprietor
child kid youngster|man gentleman|woman lady|doctor physician|lawyer attorney counsel|judge justice|court tribunal
crime offence|police officers|injury harm wound|hurt harm injure|pay compensate remunerate|money funds cash
price cost charge|contract agreement|promise pledge undertaking|letter note message|write compose draft|read peruse
law statute rule|right correct proper|wrong incorrect mistaken|true accurate|false untrue
important significant major|main chief principal|many numerous several|few scarce|much considerable
often frequently regularly|always invariably|never at-no-time|before prior earlier|after following later
during throughout|because since as|although though|however nevertheless yet|increase rise grow|decrease fall decline
change alter modify|move shift transfer|stop halt cease|continue proceed persist|happen occur arise
cause produce trigger|result outcome consequence|reason ground cause|problem difficulty issue|question query
choose select pick|decide determine resolve|allow permit let|refuse decline reject|accept agree take
send dispatch forward|bring carry deliver|hold grasp|open unlock|close shut|break shatter fracture|repair fix mend
test examine check|measure gauge|number figure count|total sum|part portion piece|whole entire complete
amount quantity|size extent|shape form|kind type sort|way manner method|place location spot|area region zone
time period moment|year twelvemonth|day date|night evening|morning forenoon|water liquid|fire blaze
earth soil ground|animal creature beast|plant shrub|tree timber|food nourishment|eat consume|drink beverage
sick ill unwell|healthy well fit|strong powerful sturdy|weak feeble frail|hard difficult tough
easy simple straightforward|new recent fresh|old aged former|good fine decent|bad poor unfavourable
happy glad pleased|sad unhappy|angry irate furious|afraid scared frightened|rich wealthy|poor needy
near close nearby|far distant remote|high tall lofty|low shallow|hot warm heated|cold chilly cool|bright brilliant
dark dim gloomy|loud noisy|quiet silent still|clean tidy neat|dirty filthy soiled|dangerous hazardous unsafe
safe secure|famous renowned well-known|strange odd peculiar|common usual ordinary|rare unusual|possible feasible
likely probable|certain sure definite|clear plain evident|student pupil learner|teacher instructor tutor
school academy|book volume|story tale account|picture image|town city municipality|country nation state
government administration|company firm business|factory plant works|shop store|product item article|farm holding
war conflict|enemy foe|friend companion|family household|husband spouse|wife spouse|marry wed|die perish
death demise|kill slay|steal take pilfer|hide conceal|seek look-for|see notice observe|hear detect|speak talk
tell inform notify|explain describe clarify|suggest propose recommend|warn caution alert|protect guard shield
attack assault strike|win prevail triumph|lose forfeit
"""


def common_synonyms() -> Mapping[str, tuple[str, ...]]:
    """Word → words that can stand for it."""
    table: dict[str, tuple[str, ...]] = {}
    for group in _SETS.strip().replace("\n", "|").split("|"):
        words = tuple(word.replace("-", " ") for word in group.split())
        for word in words:
            table.setdefault(word, tuple(other for other in words if other != word))
    return {word: others for word, others in table.items() if others and " " not in word}
