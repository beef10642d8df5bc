"""Words that stand for each other's opposite: a question in which one takes the other's place asks something else."""

from __future__ import annotations

_PAIRS = """
positive negative|increase decrease|increased decreased|increasing decreasing|supply demand|left right|high low
higher lower|highest lowest|large small|larger smaller|largest smallest|greatest least|greater less
maximum minimum|more less|most least|most fewest|above below|before after|first last|early late|earlier later
early earlier|men women|man woman|male female|boy girl|he she|his her|husband wife|mother father|son daughter
brother sister|true false|correct incorrect|right wrong|valid invalid|legal illegal|possible impossible
likely unlikely|even odd|odd prime|even prime|prime composite|north south|east west|northern southern
eastern western|hot cold|warm cold|boiling freezing|ice boiling|melting boiling|fast slow|faster slower
long short|longer shorter|longest shortest|old young|older younger|oldest youngest|buy sell|bought sold
gain loss|profit loss|import export|inside outside|inner outer|internal external|horizontal vertical|major minor
strong weak|stronger weaker|strengths weaknesses|advantages disadvantages|advantage disadvantage
similar different|similarities differences|cause effect|causes effects|begin end|beginning end|start end
open closed|open close|wet dry|heavy light|light dark|day night|winter summer|spring fall|sine cosine|sin cos
sum difference|sum product|product quotient|add subtract|multiply divide|ascending descending|rise fall
rising falling|expand contract|acid base|solid liquid|liquid gas|solid gas|plant animal|dominant recessive
homozygous heterozygous|proton electron|anode cathode|oxidation reduction|endothermic exothermic|public private
federal state|plaintiff defendant|buyer seller|landlord tenant|weight height|area perimeter|area volume
mean median|median mode|mean mode|radius diameter|length width|numerator denominator|concave convex
fixed variable|domestic foreign|rural urban|upper lower|top bottom|front back|front rear
sympathetic parasympathetic|afferent efferent|artery vein|arteries veins|climate weather|renewable nonrenewable
best worst|better worse|lose win
"""


def _table() -> frozenset[tuple[str, str]]:
    pairs = [pair.split() for pair in _PAIRS.strip().replace("\n", "|").split("|")]
    return frozenset((_plain(a), _plain(b)) for pair in pairs for a, b in (pair, pair[::-1]))


def _plain(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_OPPOSITES = _table()


def opposite(word: str, other: str) -> bool:
    """Whether one word is the other's opposite; both as `tokens` gives them."""
    return (word, other) in _OPPOSITES
