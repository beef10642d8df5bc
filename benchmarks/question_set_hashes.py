"""Hash every question set under a folder as it loads: run before and after a change of the readers, and compare.

    python benchmarks/question_set_hashes.py FOLDER > before.tsv

One line a file: its path, the number of questions, SHA-256 over the keys with the texts they name, and over all that a
candidate is shown; or `-` and the line in which the file is refused. Broken questions are left out and counted.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import orjson

from exams.errors import InputError
from exams.loaders.open_form import read_form

folder = Path(sys.argv[1])
for path in sorted(p for p in folder.rglob("*") if p.is_file()):
    name = path.relative_to(folder).as_posix()
    with tempfile.TemporaryDirectory() as pictures:
        try:
            reading = read_form(str(path), keep_faults=True, pictures=Path(pictures))
        except InputError as error:
            print(name, "-", str(error).replace(str(folder), "")[:300], sep="\t", flush=True)
            continue
        keys = hashlib.sha256()
        shown = hashlib.sha256()
        for question in reading.form.questions:
            texts = {option.label: option.text for option in question.options}
            key = [[label, texts.get(label)] for label in question.key]
            keys.update(orjson.dumps([key, question.kind, question.model_answer]))
            passage = reading.form.passage_of(question)
            pictures_of = [i.file for i in question.all_images]
            fields = [question.stem, list(texts.items()), passage and passage.text, pictures_of, question.points]
            shown.update(orjson.dumps(fields))
        counts = f"{len(reading.form.questions)}+{len(reading.faults)}"
        print(name, reading.format, counts, keys.hexdigest()[:16], shown.hexdigest()[:16], sep="\t", flush=True)
