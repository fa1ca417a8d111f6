"""The floor every figure is held against: a bare hello-JSON route on the same stack."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
async def hello() -> dict[str, str]:
    """The least a JSON route can do."""
    return {"hello": "world"}
