import { expect, test } from "vitest";
import type { FlowHeader } from "../api/types";
import { perProject, select } from "./select";

const flow = (name: string, more: Partial<FlowHeader> = {}) => ({ id: name, name, folder_id: "p", tags: null, ...more }) as FlowHeader;
const names = (flows: FlowHeader[]) => flows.map(({ name }) => name);

test("flows are sorted by name, numbers by value", () => {
  expect(names(select([flow("b"), flow("a 10"), flow("a 9")], null, ""))).toEqual(["a 9", "a 10", "b"]);
});

test("every word of a search has to be found somewhere", () => {
  const flows = [flow("Support bot", { tags: ["chat"] }), flow("Support mail")];
  expect(names(select(flows, null, "support CHAT"))).toEqual(["Support bot"]);
});

test("a project shows its own flows", () => {
  expect(names(select([flow("a"), flow("b", { folder_id: "q" })], "q", ""))).toEqual(["b"]);
});

test("flows are counted by project", () => {
  expect(perProject([flow("a"), flow("b"), flow("c", { folder_id: "q" })])).toEqual(new Map([["p", 2], ["q", 1]]));
});
