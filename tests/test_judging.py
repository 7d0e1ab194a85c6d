"""A judge by setting: a cross-encoder or NLI model in a folder, here a tiny one made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import SettingInvalid
from assistant.judging import CrossEncoderJudge, support_judge
from assistant.settings import AssistantSettings
from assistant.supporting import Cited, unsupported

SOURCE = Cited(("Parties are invited to submit information on cosmetics by 30 June 2024.",))
HONEST = "Information on cosmetics is due by 30 June 2024."
FRENCH = "Les Parties sont invitées à soumettre des informations sur les cosmétiques avant le 30 juin 2024."


NLI = ("contradiction", "entailment", "neutral")


class Fixed:
    """A judge that always says the same."""

    threshold = 0.5

    def __init__(self, says: float) -> None:
        self.says = says

    def support(self, statement: str, texts: Sequence[str]) -> float:
        """What it always says."""
        return self.says


def tiny(folder: Path, labels: Sequence[str]) -> Path:
    """A BERT classifier of a few weights, all alike: every class is as likely."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "parties", "cosmetics"]
    (folder / "vocab.txt").write_text("\n".join(words))
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        max_position_embeddings=128, id2label=dict(enumerate(labels)),
        label2id={name: place for place, name in enumerate(labels)},
    )  # fmt: skip
    model = transformers.BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.zero_()
    model.save_pretrained(folder, safe_serialization=True)
    return folder


def test_a_cross_encoder_gives_one_score(tmp_path: Path) -> None:
    judge = CrossEncoderJudge(tiny(tmp_path, ["score"]))
    assert judge.support(HONEST, SOURCE.texts) == pytest.approx(0.5)
    assert judge.support(HONEST, ["", " "]) == 0.0


def test_an_nli_model_gives_its_entailment(tmp_path: Path) -> None:
    folder = str(tiny(tmp_path, NLI))
    judge = support_judge(AssistantSettings(support_model=folder, support_threshold=0.4))
    assert judge is not None and judge.threshold == 0.4
    assert judge.support(HONEST, SOURCE.texts) == pytest.approx(1 / 3, abs=1e-4)
    assert unsupported(HONEST, SOURCE, None, judge) == "judged"


def test_what_is_no_model_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="no such folder"):
        support_judge(AssistantSettings(support_model=str(tmp_path / "none")))
    with pytest.raises(SettingInvalid, match="no cross-encoder"):
        CrossEncoderJudge(tmp_path)
    with pytest.raises(SettingInvalid, match="entailment"):
        CrossEncoderJudge(tiny(tmp_path, ["yes", "no"]))
    assert support_judge(AssistantSettings()) is None


def test_a_judge_comes_after_the_rules_and_has_the_last_word() -> None:
    assert unsupported(HONEST, SOURCE, None, Fixed(0.9)) is None
    assert unsupported(HONEST, SOURCE, None, Fixed(0.1)) == "judged"
    assert unsupported(HONEST.replace("30", "29"), SOURCE, None, Fixed(1.0)) == "date"


def test_another_language_needs_a_judge_and_its_figures_are_checked_all_the_same() -> None:
    assert unsupported(FRENCH, SOURCE) == "language"
    assert unsupported(FRENCH, SOURCE, None, Fixed(0.9)) is None
    assert unsupported(FRENCH, SOURCE, None, Fixed(0.2)) == "judged"
    assert unsupported(FRENCH.replace("30 juin", "30 juillet"), SOURCE, None, Fixed(1.0)) == "date"
    assert unsupported(FRENCH.replace("2024", "2025"), SOURCE, None, Fixed(1.0)) == "date"
    assert unsupported(f"{FRENCH} (MC-9/9)", SOURCE, None, Fixed(1.0)) == "identifier"
    assert unsupported(f"{FRENCH} https://evil.example", SOURCE, None, Fixed(1.0)) == "form"
