import { describe, expect, it } from "vitest";
import { initial, isAtRisk, next, type SaveEvent, type SaveState } from "./autosave";

const walk = (...events: SaveEvent[]): SaveState => events.reduce((state, event) => next(state, event)[0], initial("v1"));

describe("autosave", () => {
  it("waits a second after a change, then saves against the version it knows", () => {
    const [dirty, wait] = next(initial("v1"), { type: "changed" });
    expect(wait).toEqual({ type: "wait", ms: 1000 });
    expect(next(dirty, { type: "due" })[1]).toEqual({ type: "save", etag: "v1" });
  });

  it("is saved with the new version after the answer", () => {
    expect(walk({ type: "changed" }, { type: "due" }, { type: "stored", etag: "v2" })).toEqual({ name: "saved", etag: "v2" });
  });

  it("saves again what changed while it was saving", () => {
    const state = walk({ type: "changed" }, { type: "due" }, { type: "changed" }, { type: "stored", etag: "v2" });
    expect(state).toEqual({ name: "dirty", etag: "v2" });
  });

  it("stops at a conflict until a person decides", () => {
    const conflict = walk({ type: "changed" }, { type: "due" }, { type: "outdated" });
    expect(conflict.name).toBe("conflict");
    expect(next(conflict, { type: "changed" })).toEqual([conflict, null]);
    expect(next(conflict, { type: "overwrite" })[1]).toEqual({ type: "save", etag: null });
    expect(next(conflict, { type: "reloaded", etag: "v9" })[0]).toEqual({ name: "saved", etag: "v9" });
  });

  it("waits longer after each failed try and goes on at once when back online", () => {
    const lost = { type: "unreachable", why: "gone" } as const;
    const [once, first] = next(walk({ type: "changed" }, { type: "due" }), lost);
    const [, second] = next(next(once, { type: "due" })[0], lost);
    expect([first, second]).toEqual([{ type: "wait", ms: 2000 }, { type: "wait", ms: 4000 }]);
    expect(next(once, { type: "online" })[1]).toEqual({ type: "save", etag: "v1" });
  });

  it("knows when closing the window would lose something", () => {
    expect(isAtRisk(initial(null))).toBe(false);
    expect(isAtRisk(walk({ type: "changed" }))).toBe(true);
  });
});
