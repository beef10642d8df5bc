"""One small sound file for every reader, and mutations of it: what fuzzing starts from."""

from __future__ import annotations

import io
import json
import random
import zipfile
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24
URI = "data:image/png;base64,iVBORw0KGgoBAQEBAQEBAQEBAQEBAQEBAQEBAQE="


OKAPI = {
    "instruction": "Q",
    "option_a": "w",
    "option_b": "x",
    "option_c": "y",
    "option_d": "z",
    "answer": "B",
    "id": "law/test/1",
}
GLOBAL = {"sample_id": "law/test/1", "subject": "law", "question": "Q", **dict(list(OKAPI.items())[1:6])}


def lines(*records: dict[str, Any]) -> bytes:
    """JSONL."""
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def packed(files: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parquet(*records: dict[str, Any]) -> bytes:
    """A Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), buffer)
    return buffer.getvalue()


GIFT = r"""// [id:g-1] [tag:Law]
$CATEGORY: $course$/top/Law

::one::[html]<p>Who <b>owns</b> it?</p>{=Ann#yes ~%50%Bob ~Cy \{x\} ####because}

Two {~%50%a ~%50%b ~%-100%c} gaps

When?{#1822:5}

Pi?{# =3.14:0.01 =%50%3.1:0.1}

True?{T}

Short{=x =y}

Essay{}
"""
AIKEN = "Largest?\nA. cat\nB) whale\nANSWER: B\nFEEDBACK: By far.\n\nSmallest?\nA. flea\nB. dog\nANSWER: A\n"
MOODLE = f"""<?xml version="1.0" encoding="UTF-8"?><quiz>
<question type="category"><category><text>$course$/top/A</text></category></question>
<question type="multichoice"><name><text>n</text></name><questiontext format="html"><text><![CDATA[<p>Q <img
src="@@PLUGINFILE@@/a.png" alt="dot"> H<sub>2</sub>O</p><ul><li>x</li></ul>]]></text><file name="a.png" path="/"
encoding="base64">{URI.partition(",")[2]}</file></questiontext><defaultgrade>2</defaultgrade><single>true</single>
<answer fraction="100" format="html"><text>yes</text></answer><answer fraction="0"><text>no</text></answer></question>
<question type="numerical"><questiontext><text>N</text></questiontext><answer fraction="100"><text>3</text>
<tolerance>0.5</tolerance></answer></question></quiz>"""
QTI_ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i">
<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>a</value>
</correctResponse></responseDeclaration><outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">
<defaultValue><value>2</value></defaultValue></outcomeDeclaration><itemBody>
<div class="passage" id="p" label="T">x</div>
<p>Look <b>here</b></p><choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Q?</prompt>
<simpleChoice identifier="a">yes</simpleChoice><simpleChoice identifier="b">no</simpleChoice></choiceInteraction>
</itemBody><modalFeedback outcomeIdentifier="F" identifier="e" showHide="show">so</modalFeedback></assessmentItem>"""
MANIFEST = """<manifest><resources><resource identifier="r" type="imsqti_item_xmlv2p1" href="i.xml"><metadata><lom>
<general><keyword><string>K</string></keyword></general></lom></metadata></resource></resources></manifest>"""
TASK = """task: t
dataset_path: json
dataset_kwargs: {data_files: data.jsonl}
doc_to_text: "{{question.strip()}}\\nA. {{choices[0]}}\\nB. {{choices[1]}}\\nAnswer:"
doc_to_choice: ["A", "B"]
doc_to_target: answer
"""
LEGAL = 'index\tanswer\ttext\n0\tNo\tA said so.\n1\tYes\t"B ""heard""\nit."\n'
OPENBOOK = "ID\tQuestion Stem\tChoices\tComplete Question\tAnswer Key\n7-1\tIce is\t(A) hot (B) cold\tIce is\tB\n"
READING = "A text.\n56. Who?\nA. Ann   B. Bob\n57. When?\nA. then B. now"


NESTED = {"question": "Q?", "answers": [{"text": "w", "isCorrect": False}, {"text": "x", "isCorrect": True}]}
LETTERED = "1. Which?\na. w\n*b. x\n\n2. True?\nAnswer: True\n\n3. N?\n=  3 +- 1\n\n## Q4. Box?\n- [ ] w\n- [x] x\n"
QTI_1 = """<questestinterop><item ident="i"><presentation><material>
<mattext texttype="text/html">&lt;p&gt;Q?&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="a"><material><mattext>w
</mattext></material></response_label>
<response_label ident="b"><material><mattext>x</mattext></material></response_label>
</render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal respident="r">b
</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>
</questestinterop>"""


def workbook(rows: list[list[str]]) -> bytes:
    """An Excel workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("Questions", 0)
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def samples() -> dict[str, tuple[str, bytes]]:
    """Format → (file name, content)."""
    options = {"options": ["(A)x", "(B)y"], "label": "B"}
    chat = [{"role": "user", "content": [{"type": "text", "text": "Q?\nA. x\nB. y"}]}]
    picture = {"role": "user", "content": [{"type": "image", "image": URI}, {"type": "text", "text": "Q"}]}
    row = {
        "question": "Q?",
        "choices": "['w', 'x']",
        "answer": 0,
        "points": 2,
        "image": {"bytes": PNG, "path": "a.png"},
    }
    gaokao = {"question": READING, "answer": ["A", "B"], "score": 2, "index": 0, "year": "2010", "analysis": "x"}
    vision = {"id": "1", "question": "<image1>", "options": [], "answer": "6", "image": URI, "level": 1, "subject": "s"}
    return {
        "gift": ("x.gift", GIFT.encode()),
        "aiken": ("x.txt", AIKEN.encode()),
        "moodle": ("x.xml", MOODLE.encode()),
        "qti": ("x.xml", QTI_ITEM.encode()),
        "qti package": ("x.zip", packed({"imsmanifest.xml": MANIFEST, "i.xml": QTI_ITEM})),
        "lm-eval": ("x.yaml", TASK.encode()),
        "hellaswag-text": ("x.txt", b"Sail: She\n0\na\nb\nc\nd\nRun: He\n2\ne\nf\ng\nh\n"),
        "mmlu": ("x_test.csv", b'"Q, so?",1,2,3,4,D\nMass?,5,6,7,8,A\n'),
        "inspect": (
            "x.jsonl",
            lines({"input": [picture], "choices": ["a", "b"], "target": "B", "metadata": {"points": 2}}),
        ),
        "evals": ("x.jsonl", lines({"input": chat, "ideal": ["B"]}, {"input": "Half?", "ideal": ["0.5", "1/2"]})),
        "humaneval": ("x.jsonl", lines({"task_id": "T/0", "prompt": "def f():", "entry_point": "f", "test": "pass"})),
        "code-problems": (
            "x.json",
            json.dumps([{"problem": "P\nTime Limit: 100 ms", "tests": [{"input": "1", "output": "2"}]}]).encode(),
        ),
        "agieval": (
            "x.jsonl",
            lines({"passage": "p", "question": "Q?", "answer": None, "other": {"solution": "s"}} | options),
        ),
        "math-vision": ("x.jsonl", lines(vision, vision | {"options": ["a", "b"], "answer": "B"})),
        "gaokao-bench": ("x.json", json.dumps({"keywords": "k", "example": [gaokao]}).encode()),
        "medqa": (
            "x.jsonl",
            lines({"question": "Q", "answer": "x", "options": {"A": "x", "B": "y"}, "answer_idx": "A"}),
        ),
        "arc": (
            "x.jsonl",
            lines({"question": "Q", "choices": {"text": ["x", "y"], "label": ["1", "2"]}, "answerKey": "2"}),
        ),
        "mmlu-records": ("x.jsonl", lines({"question": "Q", "subject": "s", "choices": ["x", "y"], "answer": 1})),
        "okapi-mmlu": ("x.jsonl", lines(OKAPI)),
        "global-mmlu": ("x.jsonl", lines(GLOBAL)),
        "mmmlu": ("x.csv", b",Question,A,B,C,D,Answer,Subject\n0,Q,w,x,y,z,B,law\n"),
        "mgsm": ("mgsm_sw.tsv", b"Q?\t18\nR?\t70,000\n"),
        "gsm8k": ("x.jsonl", lines({"question": "Q", "answer": "1+1=<<1+1=2>>2\n#### 2"})),
        "truthfulqa": ("x.jsonl", lines({"question": "Q", "mc1_targets": {"x": 1, "y": 0, "z": 0}})),
        "hellaswag": ("x.jsonl", lines({"ind": 1, "ctx": "She", "endings": ["a", "b"], "label": "1"})),
        "winogrande": ("x.jsonl", lines({"qID": "1", "sentence": "_", "option1": "a", "option2": "b", "answer": "2"})),
        "instructed": (
            "x.json",
            json.dumps(
                [{"instruction": "Q: a\nAnswer1: x Answer2: y\nAnswer format: z", "output": "x", "answer": "answer2"}]
            ).encode(),
        ),
        "openbookqa": ("x.tsv", OPENBOOK.encode()),
        "legalbench": ("train.tsv", LEGAL.encode()),
        "table": ("x.csv", b"question,A,B,C,answer,points\nQ?,w,x,y,C,2\nR?,1,2,3,A,1\n"),
        "table in parquet": ("x.parquet", parquet(row)),
        "table in other words": ("y.csv", "sep=;\nTitel\n题干;选项A;选项B;答案\nQ?;w;x;B\nR?;1;2;A\n".encode()),
        "table in a workbook": ("x.xlsx", workbook([["Question", "A", "B", "Answer"], ["Q?", "w", "x", "B"]])),
        "table nested": ("z.json", json.dumps({"s": [{"passage": "p", "questions": [NESTED, NESTED]}]}).encode()),
        "text": ("x.txt", LETTERED.encode()),
        "blackboard": ("x.txt", b"MC\tQ?\tw\tincorrect\tx\tcorrect\nNUM\tN?\t3\t0.1\nMAT\tM\ta\tb\tc\td\n"),
        "opentriviaqa": ("x.txt", b"#Q Q?\n^ x\nA w\nB x\n"),
        "logiqa-text": ("x.txt", b"\na\nAll p.\nWhat?\nA.w\nB.x\nC.y\nD.z\n"),
        "anki": ("x.txt", b"#separator:tab\n#html:true\nQ <b>x</b>?\ty\tgeo\n"),
        "qti-1": ("x.xml", QTI_1.encode()),
        "promptfoo": ("x.yaml", b"prompts: ['{{q}}']\ntests:\n- vars: {q: a}\n  assert: [{type: equals, value: b}]\n"),
    }


_WORDS = (
    *(b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"\n", b"\r\n", b"\t", b",", b";", b":", b"=", b"~", b"#", b"%"),
    *(b"null", b"true", b"-1", b"1e999", b"9" * 400, b"NaN", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xed\xa0\x80"),
    *(
        b"\\ud800",
        b"\xe2\x80\xae",
        b"<!",
        b"<!--",
        b"&#0;",
        b"&amp;",
        b"<![CDATA[",
        b"]]>",
        b"<p>",
        b"</p>",
        b"<img src=x>",
    ),
    *(
        b"{{",
        b"}}",
        b"{%",
        b"!function x.y",
        b"*a",
        b"&a",
        b"- ",
        b"(A)",
        b"A. ",
        b"ANSWER:",
        b"::",
        b"####",
        b"->",
        b"..",
    ),
    *(b"../../x", b"/etc/passwd", b"data:image/png;base64,", b"@@PLUGINFILE@@/", b"[" * 300, b"(" * 300, b"A. " * 300),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file after one to six random changes: bytes flipped, cut, doubled, moved, words of the formats put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randint(0, len(found)), chance.choice((1, 1, 2, 8, 40))
        change = chance.randrange(7)
        if change == 0 and at < len(found):
            found[at] = chance.randrange(256)
        elif change == 1:
            del found[at : at + length]
        elif change == 2:
            found[at:at] = found[at : at + length] * chance.randint(1, 30)
        elif change == 3:
            found[at:at] = chance.choice(_WORDS)
        elif change == 4:
            found[at : at + length] = chance.choice(_WORDS)
        elif change == 5:
            del found[at:]
        else:
            other = chance.randint(0, len(found))
            found[at:at] = found[other : other + length]
    return bytes(found)


def made_up(chance: random.Random) -> bytes:
    """Random bytes, or random words of the formats."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, 400))
    return b"".join(chance.choice(_WORDS[:-3]) for _ in range(chance.randint(1, 60)))
