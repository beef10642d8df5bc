"""The records that flow from a run to a report: answers, grades, scores. One module a family.

More than fifteen files: a family of records each, none of which needs to know the others.
"""

from __future__ import annotations

from scoring.types.agreement import Agreement, AgreementReport, GraderError
from scoring.types.anchor_grades import AnchorGrade
from scoring.types.answers import UNKNOWN, Answer, AnswerStatus, Attempt, DrawnAnswer, Usage
from scoring.types.contamination import ChanceDrop, Composition, Contamination, SectionContamination
from scoring.types.draw_scores import DrawScores
from scoring.types.exam_score import Change, ExamScore, Note
from scoring.types.faults import CheckedQuestion, Faults
from scoring.types.grades import CriterionGrade, DrawnGrade, Grade, GraderKind, GraderRole
from scoring.types.interval import Interval
from scoring.types.likelihoods import Likelihoods, LikelihoodWay, Normalisation, OptionLikelihood
from scoring.types.sat_module import SatModule
from scoring.types.scores import Alternative, Component, Mean, PassResult, Percentile, ScoreSet, SectionScore

__all__ = [
    "UNKNOWN",
    "Agreement",
    "AgreementReport",
    "Alternative",
    "AnchorGrade",
    "Answer",
    "AnswerStatus",
    "Attempt",
    "ChanceDrop",
    "Change",
    "CheckedQuestion",
    "Component",
    "Composition",
    "Contamination",
    "CriterionGrade",
    "DrawScores",
    "DrawnAnswer",
    "DrawnGrade",
    "ExamScore",
    "Faults",
    "Grade",
    "GraderError",
    "GraderKind",
    "GraderRole",
    "Interval",
    "LikelihoodWay",
    "Likelihoods",
    "Mean",
    "Normalisation",
    "Note",
    "OptionLikelihood",
    "PassResult",
    "Percentile",
    "SatModule",
    "ScoreSet",
    "SectionContamination",
    "SectionScore",
    "Usage",
]
