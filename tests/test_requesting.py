"""What a decision asks of somebody: chosen by the verb and the addressee, complete, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from corpus import document_from_text
from index import Index, IndexSettings

FERRIES = """Decision LC-3/8: Ferries

The Conference of the Parties,

Recalling decision LC-2/1,

1. Requests the Secretariat to count the ferries;

2. Takes note of the survey by the Board of Pilots, and requests the Board to repeat it in 2033;

3. Strongly urges Parties to paint their ferries;

4. Invites the Secretariat and the Board of Pilots to meet;

5. Also requests the Secretariat, when it counts the ferries:

(a) To publish the count;

(b) To send it to the Parties;

6. Encourages the Board of Pilots to learn to swim;

7. Requests the Working Group for Piers, at its third session, to paint the piers.

8. Further requests the Warden, under the guidance of the Board of Pilots, to:

(a) Measure the tides by 7 April 2033;

(b) Answer letters;

(c) Convene a panel by 7 April 2033;

(d) Report by 1 June 2033;

9. Requests the Mooring Panel, at its ninth session (May 2034), to look at the ropes.
"""

REPORT = """Report of the Advisory Body on Harbours on its fourth session, held in Porto from 2 to 4 May 2032

IV. Conclusions

11. The Advisory Body took note of the views submitted by Parties.

12. The Advisory Body invited Parties to submit, by 2 October 2032, their views on buoys.

13. The Advisory Body invited Parties to submit, by 15 November 2032, their views on bells and requested the
secretariat to publish them.

14. The Advisory Body also requested the secretariat to prepare a paper requested by Parties in 2031.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(FERRIES, file_name="ferries.txt", id="ferries")
    report = document_from_text(REPORT, file_name="report.txt", id="report")
    folder = tmp_path_factory.mktemp("ferries")
    with Index.open(IndexSettings(data_dir=folder), shipped=[paper, report]) as index:
        yield Assistant(index)


def entries(harbour: Assistant, question: str) -> list[str]:
    text = harbour.ask(question).text
    return [line[2:].rsplit(" [", 1)[0] for line in text.splitlines() if line.startswith("- ")]


COUNT, PUBLISH, SEND = (
    "Requests the Secretariat to count the ferries",
    "To publish the count",
    "To send it to the Parties",
)
MEET = "Invites the Secretariat and the Board of Pilots to meet"
REPEAT, SWIM = (
    "requests the Board to repeat it in 2033",
    "Encourages the Board of Pilots to learn to swim",
)
BUOYS = "The Advisory Body invited Parties to submit, by 2 October 2032, their views on buoys."
VIEWS = "requested the secretariat to publish them."
PREPARE = "The Advisory Body also requested the secretariat to prepare a paper requested by Parties in 2031."
PAINT = "Requests the Working Group for Piers, at its third session, to paint the piers."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the Secretariat requested to do in decision LC-3/8?", [COUNT, PUBLISH, SEND]),
        ("Everything that the Secretariat is asked to do under decision 3/8", [COUNT, MEET, PUBLISH, SEND]),
        ("Which tasks does LC-3/8 give to the Board of Pilots?", [REPEAT, MEET, SWIM]),
        ("What does decision LC-3/8 ask of the Board of Pilots about swimming?", [SWIM]),
        ("What are Parties urged to do in LC-3/8?", ["Strongly urges Parties to paint their ferries"]),
        ("What is the WGP asked to do in decision LC-3/8?", [PAINT]),
        (
            "What exactly did the Warden have to do by 7 April 2033 under LC-3/8?",
            ["Measure the tides by 7 April 2033", "Convene a panel by 7 April 2033"],
        ),
        (
            "What is the Mooring Panel supposed to do at its May 2034 session under decision LC-3/8?",
            ["Requests the Mooring Panel, at its ninth session (May 2034), to look at the ropes."],
        ),
        (
            "What are we invited to send in by 2 October 2032, says the Advisory Body's report?",
            [BUOYS],
        ),
        (
            "What was the secretariat requested to do in the report of the Advisory Body?",
            [VIEWS, PREPARE],
        ),
        ("Which requests (not invitations) does LC-3/8 direct to the Board of Pilots?", [REPEAT]),
    ],
)
def test_everything_asked_of_a_body_is_given_and_nothing_else(
    harbour: Assistant, question: str, expected: list[str]
) -> None:
    assert entries(harbour, question) == expected


def test_requests_are_counted(harbour: Assistant) -> None:
    assert harbour.ask("How many requests does LC-3/8 make to the Secretariat?").text.startswith("**3**")
    assert harbour.ask("How many requests to the Secretariat does LC-3/8 contain?").text.startswith("**3**")
    assert harbour.ask("How many times does LC-3/8 invite the Secretariat?").text.startswith("**1**")


def test_a_body_of_whom_nothing_is_asked_gets_no_list(harbour: Assistant) -> None:
    assert not entries(harbour, "What is the Treasurer requested to do in decision LC-3/8?")
