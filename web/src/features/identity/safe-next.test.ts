import { expect, test } from "vitest";
import { safeNext } from "./safe-next";

test("an address of this app is kept", () => {
  expect(safeNext("/runs?state=failed")).toBe("/runs?state=failed");
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/sign-in", "", undefined])(
  "%s leads home instead",
  (next) => expect(safeNext(next)).toBe("/flows"),
);
