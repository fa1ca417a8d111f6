import { describe, expect, it } from "vitest";
import { promptParts, readPrompt, withPrompt } from "./prompt";
import { component, field } from "./fixtures.test-support";

describe("prompt variables", () => {
  it.each([
    ["Ask {a}{b} {a} {{literal}}", ["a", "b"]],
    ["no variables", []],
    ["{{{name}}}", ["name"]],
    ["{größe}", ["größe"]],
  ])("%s -> %j", (text, variables) => {
    expect(readPrompt(text)).toEqual({ variables, error: null });
  });

  it.each(["broken { brace", "a } b", "{two words}", "{}"])("says what is wrong with %j", (text) => {
    expect(readPrompt(text).error).toMatch(/brace|variable name/);
  });

  it("reads double braces in mustache mode", () => {
    expect(readPrompt("{{name}} and {not}", true)).toEqual({ variables: ["name"], error: null });
  });

  it("adds fields, keeps values of kept ones and drops the others", () => {
    const template = { template: field({ type: "prompt", value: "{a} {b}" }), a: field({ value: "kept" }), b: field() };
    const spec = withPrompt(component("Prompt-1", { template, custom_fields: { template: ["a", "b"] } }), "template", "{a} {c}");
    expect(Object.keys(spec.template)).toEqual(["template", "a", "c"]);
    expect(spec.template.a).toMatchObject({ value: "kept" });
    expect(spec.custom_fields).toEqual({ template: ["a", "c"] });
  });

  it("keeps all fields while the text is not valid", () => {
    const template = { template: field({ type: "prompt" }), a: field() };
    const spec = withPrompt(component("Prompt-1", { template, custom_fields: { template: ["a"] } }), "template", "{a");
    expect(Object.keys(spec.template)).toEqual(["template", "a"]);
  });

  it("cuts a text into parts for highlighting", () => {
    expect(promptParts("Hi {name}, {{x}}").map((part) => [part.text, part.variable])).toEqual([
      ["Hi ", false],
      ["{name}", true],
      [", {{x}}", false],
    ]);
  });
});
