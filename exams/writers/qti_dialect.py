"""The two vocabularies of QTI that are written: 2.1 in camel case, 3.0 with hyphens and the prefix `qti-`."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_TEMPLATES = {
    "2.1": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
}


@dataclass(frozen=True)
class Dialect:
    """Names and namespaces of one version; every method gives XML text."""

    version: str
    namespace: str
    manifest_namespace: str
    item_type: str
    stimulus_type: str
    stimuli: bool

    def name(self, camel: str) -> str:
        """An element's or attribute's name in this version, from its name in 2.1."""
        if self.version == "2.1":
            return camel
        return re.sub(r"(?<!^)([A-Z])", lambda m: "-" + m[1].lower(), camel)

    def _tag(self, camel: str, content: str, **attributes: str) -> str:
        name = self.name(camel) if self.version == "2.1" else f"qti-{self.name(camel)}"
        given = "".join(f' {self.name(k)}="{v}"' for k, v in attributes.items())
        return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"

    def declare(self, base: str, cardinality: str, values: list[str], points: float) -> str:
        """Response declaration with its key (further accepted values in a mapping), then the outcomes."""
        several = base != "identifier" and len(values) > 1
        first = values if not several else values[:1]
        correct = self._tag("correctResponse", "".join(self._tag("value", v) for v in first)) if values else ""
        if several:
            entries = "".join(self._tag("mapEntry", "", mapKey=v, mappedValue=f"{points!r}") for v in values)
            correct += self._tag("mapping", entries, defaultValue="0")
        response = self._tag(
            "responseDeclaration", correct, identifier="RESPONSE", cardinality=cardinality, baseType=base
        )
        score = self._outcome("SCORE", "0.0") + self._outcome("MAXSCORE", f"{points!r}")
        return response + score

    def _outcome(self, identifier: str, value: str) -> str:
        default = self._tag("defaultValue", self._tag("value", value))
        return self._tag("outcomeDeclaration", default, identifier=identifier, cardinality="single", baseType="float")

    def choice_interaction(self, choices: list[str], most: int) -> str:
        """Choices in their order; `most` 0 means any number of them."""
        inner = "".join(self._tag("simpleChoice", c, identifier=f"C{i}") for i, c in enumerate(choices, 1))
        return self._tag(
            "choiceInteraction", inner, responseIdentifier="RESPONSE", shuffle="false", maxChoices=f"{most}"
        )

    def text_entry(self) -> str:
        """A short answer in a paragraph of its own."""
        return f"<p>{self._tag('textEntryInteraction', '', responseIdentifier='RESPONSE')}</p>"

    def extended_text(self) -> str:
        """A long answer."""
        return self._tag("extendedTextInteraction", "", responseIdentifier="RESPONSE")

    def processing(self, kind: str, tolerance: float) -> str:
        """Match the key; a number within its absolute tolerance; nothing for essays."""
        if kind == "free_response":
            return ""
        if kind != "numeric" or not tolerance:
            return self._tag("responseProcessing", "", template=_TEMPLATES[self.version] + "match_correct.xml")
        pair = self._tag("variable", "", identifier="RESPONSE") + self._tag("correct", "", identifier="RESPONSE")
        equal = self._tag("equal", pair, toleranceMode="absolute", tolerance=f"{tolerance!r} {tolerance!r}")
        most = self._tag("variable", "", identifier="MAXSCORE")
        given = self._tag("setOutcomeValue", most, identifier="SCORE")
        return self._tag("responseProcessing", self._tag("responseCondition", self._tag("responseIf", equal + given)))

    def feedback(self, content: str) -> str:
        """The explanation as feedback that is always shown after the answer."""
        if self.version == "3.0":
            content = self._tag("contentBody", content)
        attributes = {"outcomeIdentifier": "SCORE", "identifier": "explanation", "showHide": "show"}
        return self._tag("modalFeedback", content, **attributes)

    def item(
        self,
        *,
        identifier: str,
        label: str,
        declarations: str,
        reference: str,
        body: str,
        processing: str,
        feedback: str,
    ) -> str:
        """A whole item as a document."""
        inner = declarations + reference + self._tag("itemBody", body) + processing + feedback
        title = f' title="{label}" label="{label}" adaptive="false" {self.name("timeDependent")}="false"'
        name = self.name("assessmentItem") if self.version == "2.1" else "qti-assessment-item"
        head = f'<{name} xmlns="{self.namespace}" identifier="{identifier}"{title}>'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{inner}</{name}>\n'

    def stimulus_ref(self, identifier: str, address: str) -> str:
        """Where the item's passage stands (3.0)."""
        return self._tag("assessmentStimulusRef", "", identifier=identifier, href=html.escape(address))

    def stimulus(self, identifier: str, label: str, title: str, content: str) -> str:
        """A passage as a document (3.0)."""
        head = f'<qti-assessment-stimulus xmlns="{self.namespace}" identifier="{identifier}" label="{label}"'
        body = self._tag("stimulusBody", content)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head} title="{title}">{body}</qti-assessment-stimulus>\n'

    def lom(self, keyword: str) -> str:
        """A keyword as IEEE LOM metadata."""
        inner = f'<keyword><string xml:space="preserve">{keyword}</string></keyword>'
        return f'<lom xmlns="{_LOM}"><general>{inner}</general></lom>'

    def manifest(self, resources: list[str], canary: str) -> str:
        """imsmanifest.xml; the form's canary is in a comment."""
        note = f"<!-- canary {html.escape(canary).replace('--', '- -')} -->" if canary else ""
        inner = f"<organizations/><resources>{''.join(resources)}</resources>"
        head = f'<manifest xmlns="{self.manifest_namespace}" identifier="MANIFEST">'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{note}{inner}</manifest>\n'


def dialect(version: str) -> Dialect:
    """The vocabulary of '2.1' or '3.0'."""
    if version == "2.1":
        return Dialect(
            "2.1",
            "http://www.imsglobal.org/xsd/imsqti_v2p1",
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "imsqti_item_xmlv2p1",
            "",
            False,
        )
    return Dialect(
        "3.0",
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "imsqti_item_xmlv3p0",
        "imsqti_stimulus_xmlv3p0",
        True,
    )
