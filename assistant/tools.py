"""The MCP server at `/mcp`: the assistant as tools for other programs' language models.

Each tool gives a finished result, as text to read and as structured content with the same facts. Requests
stand alone (no sessions are kept); who may call, and how often, is decided in `access` as for every route.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.completions import MODELS
from assistant.errors import AssistantError
from assistant.listings import decision_row, passage_or_gone, passage_row
from assistant.problems import explain
from assistant.reception import Reception
from assistant.streaming import plain
from assistant.written import inert, written
from corpus.document import Kind
from corpus.errors import CorpusError
from index.errors import IndexFault
from index.filters import Filters

PATH = "/mcp"
_BODY_BYTES = 256 * 1024
_READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_ABOUT = (
    "Answers about Minamata Convention documents: which decision covers what, what is due when and to whom, "
    "what a letter or decision says. Every statement carries a marker such as [1] for a passage quoted word "
    "for word. Keep markers and sources when passing an answer on, and say so when the documents are silent."
)

Question = Annotated[
    str, Field(description="A question in full, naming decisions or workstreams where known.")
]
Most = Annotated[int, Field(ge=1, le=50, description="How many at most.")]
Documents = Annotated[
    tuple[str, ...], Field(max_length=200, description="Only from these documents, by id, title or symbol.")
]
Decisions = Annotated[
    tuple[str, ...], Field(max_length=200, description="Only from passages of or on these decisions.")
]
Workstreams = Annotated[tuple[str, ...], Field(max_length=200, description="Only from these workstreams.")]
Sources = Annotated[tuple[Kind, ...], Field(max_length=5, description="Only from these kinds of document.")]
DatedFrom = Annotated[
    date | None, Field(description="Only from documents of this day, such as 2023-12-15, or later.")
]
DatedUntil = Annotated[date | None, Field(description="Only from documents of this day or earlier.")]
DueFrom = Annotated[date | None, Field(description="What is due on this day, such as 2024-06-30, or later.")]
DueUntil = Annotated[date | None, Field(description="What is due on this day or earlier.")]


def tool_server(reception: Reception) -> MCPServer[Any]:
    """The MCP server over `reception`, without its HTTP routes."""
    server: MCPServer[Any] = MCPServer(
        "minamata",
        title="Minamata assistant",
        instructions=_ABOUT,
        version=version("minamata"),
        log_level="WARNING",
        subscriptions=False,
    )
    _asking(server, reception)
    _register(server, reception)
    return server


def tool_routes(server: MCPServer[Any]) -> tuple[list[BaseRoute], StreamableHTTPSessionManager]:
    """The server's HTTP routes, and what must run as long as they are served."""
    # The address and origin of a request are looked at in `access`, for all routes alike.
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    served = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_BODY_BYTES,
        transport_security=unguarded,
    )
    return [Route(PATH, _Posted(served))], server.session_manager


class _Posted:
    """Messages are posted; without sessions there is nothing that a client could listen for or end."""

    def __init__(self, served: ASGIApp) -> None:
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise HTTPException(405, headers={"Allow": "POST"})
        await self._served(scope, receive, send)


def _asking(server: MCPServer[Any], reception: Reception) -> None:
    @server.tool(title="Ask the documents", annotations=_READING)
    async def ask(
        context: Context[Any, Any],
        question: Question,
        documents: Documents = (),
        decisions: Decisions = (),
        workstreams: Workstreams = (),
        source: Sources = (),
        since: DatedFrom = None,
        until: DatedUntil = None,
    ) -> CallToolResult:
        """Answer a question from the documents, with the words it stands on, or say that they are silent."""
        with _Told():
            filters = Filters(documents, decisions, workstreams, source, since, until)
            answer = await reception.answer(
                reception.asked(question, filters=filters, composer=MODELS["minamata"])
            )
        return _result(written(answer, _base(context)), plain(answer))

    @server.tool(title="Search the documents", annotations=_READING)
    async def search(
        words: Question,
        limit: Most = 10,
        documents: Documents = (),
        decisions: Decisions = (),
        workstreams: Workstreams = (),
        source: Sources = (),
        since: DatedFrom = None,
        until: DatedUntil = None,
    ) -> CallToolResult:
        """The passages that come nearest to some words, best first, without an answer."""
        with _Told():
            filters = Filters(documents, decisions, workstreams, source, since, until)
            found = await reception.search(words, limit, filters)
        rows = [{"score": round(hit.score, 4), **passage_row(hit.passage)} for hit in found.hits]
        return _result(
            "\n\n".join(_passage(row) for row in rows) or "Nothing comes near.", {"passages": rows}
        )

    @server.tool(title="Read a passage", annotations=_READING)
    async def get_passage(
        passage_id: Annotated[str, Field(max_length=300, description="As citations and search give it.")],
    ) -> CallToolResult:
        """One passage word for word, with its place and the decisions it names."""
        with _Told():
            row = await run_in_threadpool(passage_or_gone, reception.assistant.index, passage_id)
        return _result(_passage(row) if row["text"] else row["detail"], row)


def _register(server: MCPServer[Any], reception: Reception) -> None:
    index = reception.assistant.index

    @server.tool(title="List decisions", annotations=_READING)
    async def list_decisions() -> CallToolResult:
        """Every decision that the documents or public summaries name, each with its passages' ids."""
        with _Told():
            rows = [decision_row(row) for row in (await run_in_threadpool(index.register)).decisions]
        lines = [
            f"- {row['id']}{': ' + row['title'] if row.get('title') else ''} ({_standing(row)})"
            for row in rows
        ]
        return _result("\n".join(lines) or "No decision is named.", {"decisions": rows})

    @server.tool(title="List deadlines", annotations=_READING)
    async def list_deadlines(since: DueFrom = None, until: DueUntil = None) -> CallToolResult:
        """What is due by when and to whom, earliest first, each with the id of the passage that says so."""
        with _Told():
            every = (await run_in_threadpool(index.register)).deadlines
        rows = [
            plain(row)
            for row in every
            if (since is None or (row.date and row.date >= since))
            and (until is None or (row.date and row.date <= until))
        ]
        lines = [_due(row) for row in rows]
        return _result("\n".join(lines) or "Nothing is due then.", {"deadlines": rows})


def _base(context: Context[Any, Any]) -> str:
    """This server's address as the caller wrote it, so that sources can be opened."""
    request = context.request_context.request
    return str(request.base_url).rstrip("/") if isinstance(request, Request) else ""


def _standing(row: dict[str, Any]) -> str:
    if row["loaded"]:
        return "its own text is here"
    return "named by a document" if row["named_in"] else "known from a public summary only"


def _due(row: dict[str, Any]) -> str:
    what = inert(" ".join(row["what"].split()))
    return f"- {row['date'] or row['phrase']}: {what} (passage {row['passage_id']})"


def _passage(row: dict[str, Any]) -> str:
    where = ", ".join([row["document_id"], *row["section"], *row["decisions"]])
    return f'"{inert(" ".join(row["text"].split()))}"\n({where}; passage {row["id"]})'


def _result(text: str, content: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=content)


class _Told:
    """What went wrong inside becomes the line that the API would give, for the calling model to read."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, AssistantError | IndexFault | CorpusError):
            raise ToolError(explain(error)[2]) from None
