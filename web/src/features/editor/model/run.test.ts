import { describe, expect, it } from "vitest";
import { advance, groupRun, isActive, startRun, type RunEvent } from "./run";

const play = (...events: [string, Record<string, unknown>?][]) =>
  events.map(([type, data = {}]): RunEvent => ({ type, data })).reduce(advance, startRun("r1"));

describe("run", () => {
  it("follows a node from waiting to its result", () => {
    const run = play(["run.started"], ["flow.sorted", { ids: ["a"], to_run: ["a", "b"] }], ["node.started", { node: "a" }]);
    expect([run.nodes.a?.state, run.nodes.b?.state, isActive(run)]).toEqual(["running", "waiting", true]);
    const done = advance(run, { type: "node.finished", data: { node: "a", ms: 4, outputs: { out: { type: "Message", value: "hi" } } } });
    expect(done.nodes.a).toMatchObject({ state: "finished", ms: 4, outputs: { out: { value: "hi" } } });
  });

  it("shows the branch that was not taken as not run", () => {
    expect(play(["node.finished", { node: "a", inactivated: ["b"] }]).nodes.b?.state).toBe("skipped");
  });

  it("counts the rounds of a loop and adds their times", () => {
    const run = play(["node.finished", { node: "a", ms: 2, round: 0 }], ["node.finished", { node: "a", ms: 3, round: 1 }]);
    expect(run.nodes.a).toMatchObject({ rounds: 2, ms: 5 });
  });

  it("keeps a failed node's words and leaves nothing running after the end", () => {
    const run = play(["flow.sorted", { to_run: ["a", "b"] }], ["node.failed", { node: "a", error: { message: "No." } }], ["run.failed", { error: { message: "Run: No." } }]);
    expect([run.state, run.nodes.a?.error?.message, run.nodes.b?.state]).toEqual(["failed", "No.", "skipped"]);
  });

  it("gives tokens to the node that speaks", () => {
    const message = { id: "m", text: "", properties: { state: "partial", source: { id: "a" } } };
    const run = play(["node.started", { node: "a" }], ["message", { message }], ["token", { stream: "m", text: "Hel" }], ["token", { stream: "m", text: "lo" }], ["token", { stream: "x", text: "no" }]);
    expect(run.nodes.a?.streaming).toBe("Hello");
  });

  it("lets a group answer for its inside", () => {
    const run = play(["node.finished", { node: "a", ms: 1 }], ["node.started", { node: "b" }]);
    expect(groupRun(run, ["a", "b"])?.state).toBe("running");
    expect(groupRun(run, ["elsewhere"])).toBeUndefined();
  });
});
