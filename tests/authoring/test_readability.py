"""Word counts, syllables and grade levels of what learners read."""

from __future__ import annotations

import pytest

from grader.authoring.readability import grade_level, syllables, word_count


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "a made moved makes while stays does goes called they loss shape squared"),
        (2, "table added batches layer samples shuffled doing switches writing zeroes create"),
        (3, "gradient following earlier usual momentum probably linear's average's"),
        (4, "evaluates optimizer"),
        (5, "evaluation probability"),
    ],
)
def test_syllables_are_those_of_a_pronouncing_dictionary(count, words):
    """As the CMU Pronouncing Dictionary has them; a few words that spelling does not tell are counted otherwise."""
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_grade_level_is_the_formula_of_1975():
    # 6 words, 1 sentence, 6 syllables; then 12 words, 2 sentences, 12 syllables
    expected = 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade_level("The cat sat on the mat.") == pytest.approx(expected)
    assert grade_level("The cat sat on the mat. The cat sat on the mat.") == pytest.approx(expected)
    # 5 words, 1 sentence, 13 syllables
    assert grade_level("Evaluation of averages follows gradients.") > 15


def test_code_is_left_out_of_the_grade_level():
    assert grade_level("The `torch.utils.data.DataLoader` sat on the mat.") == grade_level("The sat on the mat.")
    assert grade_level("It is 0.5 here.") == grade_level("It is here."), "a point within a number ends no sentence"
    assert grade_level("`x = 1`") == 0


def test_words_are_counted_with_code():
    assert word_count("`forward` returns `None`: the function ends.") == 6
