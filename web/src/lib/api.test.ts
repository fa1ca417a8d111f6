import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, fileName, sentence, withQuery } from "./api";
import { session } from "./session";

type Handler = (path: string, init: RequestInit) => Response;

const serve = (handler: Handler) => {
  const fetch = vi.fn(async (path: string, init: RequestInit) => handler(path, init));
  vi.stubGlobal("fetch", fetch);
  return fetch;
};
const bearer = (init: RequestInit) => new Headers(init.headers).get("Authorization");

beforeEach(() => session.start("old"));
afterEach(() => vi.unstubAllGlobals());

test("a detail text is the sentence", () => {
  expect(sentence(400, { detail: "The name is taken." })).toBe("The name is taken.");
});

test("field errors name the field", () => {
  expect(sentence(422, { detail: [{ loc: ["body", "name"], msg: "Field required" }] })).toBe("name: Field required.");
});

test("a body without words falls back to the status", () => {
  expect(sentence(413, "<html>")).toBe("The file is larger than the server accepts.");
});

test("an ended token is renewed once and the call sent again", async () => {
  const fetch = serve((path, init) => {
    if (path === "/api/v1/refresh") return Response.json({ access_token: "new" });
    return bearer(init) === "Bearer new" ? Response.json({ ok: true }) : Response.json({ detail: "Invalid token" }, { status: 401 });
  });
  expect(await api.get("/api/x")).toEqual({ ok: true });
  expect(fetch).toHaveBeenCalledTimes(3);
});

test("calls that fail together share one renewal", async () => {
  const fetch = serve((path, init) => {
    if (path === "/api/v1/refresh") return Response.json({ access_token: "new" });
    return bearer(init) === "Bearer new" ? Response.json(1) : new Response("", { status: 401 });
  });
  await Promise.all([api.get("/a"), api.get("/b"), api.get("/c")]);
  expect(fetch.mock.calls.filter(([path]) => path === "/api/v1/refresh")).toHaveLength(1);
});

test("without a renewal the session is over", async () => {
  serve(() => new Response("", { status: 401 }));
  await expect(api.get("/api/x")).rejects.toThrow("Your session has ended. Sign in again.");
  expect(session.signedIn()).toBe(false);
});

test("a server that is away is said in one sentence", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(api.get("/api/x")).rejects.toThrow("The server cannot be reached.");
});

test("empty query values are left out", () => {
  expect(withQuery("/runs", { state: "", kind: "flow", after: null, limit: 5 })).toBe("/runs?kind=flow&limit=5");
});

test("the file name of a download is read in both forms", () => {
  expect(fileName('attachment; filename="a b.zip"')).toBe("a b.zip");
  expect(fileName("attachment; filename*=UTF-8''gr%C3%BCn.json")).toBe("grün.json");
});
