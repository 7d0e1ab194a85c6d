"""An Answer from the JSON that `Answer.to_json` wrote."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer, Citation, Locator, Statement, Timings
from assistant.commands.errors import CommandError


def answer_from_json(value: dict[str, Any]) -> Answer:
    """The answer; CommandError where another version of the program wrote something else."""
    try:
        return Answer(
            **{
                **value,
                "statements": tuple(_statement(row) for row in value["statements"]),
                "citations": tuple(_citation(row) for row in value["citations"]),
                "nearest": tuple(_citation(row) for row in value["nearest"]),
                "timings_ms": Timings(**value["timings_ms"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise CommandError(
            f"The server's answer has not the form that this program knows ({error}); "
            "start the server again with the same version."
        ) from error


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(**{**row, "citations": tuple(row["citations"])})


def _citation(row: dict[str, Any]) -> Citation:
    locator = {**row["locator"], "section": tuple(row["locator"]["section"])}
    return Citation(**{**row, "decisions": tuple(row["decisions"]), "locator": Locator(**locator)})
