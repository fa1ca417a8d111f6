"""The OpenAPI document: made once, away from the loop, and of what routes say of themselves."""

import asyncio
import threading

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from runyard.wire import Ctx, Routes
from tests.wire.house import serving

routes = Routes("probe")
BEARER = {"authorization": "Bearer good"}


class Told(BaseModel):
    name: str


@routes.get("/api/v1/flows/", op="langflow.flows.list", needs="flow:read", answer=list[Told])
async def told(ctx: Ctx) -> list[dict[str, int]]:
    return [{"other": 1}]


@routes.delete("/api/v1/flows/", op="langflow.flows.delete_many", needs="flow:delete", status=204)
async def nothing(ctx: Ctx) -> None: ...


@pytest.fixture
def client(monkeypatch):
    return serving(monkeypatch, routes)


async def answers_of(client, method: str) -> dict:
    document = (await client.get("/openapi.json")).json()
    return document["paths"]["/api/v1/flows/"][method]["responses"]


async def test_the_document_is_made_once_for_all_who_ask_together_and_not_on_the_loop(client, monkeypatch):
    makers = []
    make = FastAPI.openapi
    monkeypatch.setattr(FastAPI, "openapi", lambda app: makers.append(threading.current_thread()) or make(app))
    replies = await asyncio.gather(*(client.get("/openapi.json") for _ in range(3)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(makers) == 1
    assert makers[0] is not threading.main_thread()


async def test_a_documented_answer_is_in_the_document(client):
    shown = (await answers_of(client, "get"))["200"]["content"]["application/json"]["schema"]
    assert shown["items"] == {"$ref": "#/components/schemas/Told"}


async def test_a_documented_answer_is_not_checked_against_its_model(client):
    assert (await client.get("/api/v1/flows/", headers=BEARER)).json() == [{"other": 1}]


async def test_a_204_has_no_body_in_the_answer_and_none_in_the_document(client):
    reply = await client.delete("/api/v1/flows/", headers=BEARER)
    assert (reply.status_code, reply.content, reply.headers.get("content-length")) == (204, b"", None)
    assert "content" not in (await answers_of(client, "delete"))["204"]
