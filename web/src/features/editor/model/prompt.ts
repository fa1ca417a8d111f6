/** Prompt variables: `{name}` in a prompt's text makes a field, doubled braces stay text (or the other way round in mustache mode). */
import { isField, specOf } from "./node";
import type { ComponentNode, Field, FlowNode } from "./types";

export interface PromptReading {
  variables: string[];
  error: string | null;
}

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** The variables of a prompt in order of first use. */
export function readPrompt(text: string, mustache = false): PromptReading {
  return mustache ? readMustache(text) : readBraces(text);
}

function readBraces(text: string): PromptReading {
  const variables = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if ((char === "{" || char === "}") && text[at + 1] === char) {
      at += 2;
    } else if (char === "}") {
      return { variables: [...variables], error: "A closing brace has no opening one. Write }} for a literal brace." };
    } else if (char === "{") {
      const end = text.indexOf("}", at);
      const name = end < 0 ? "" : text.slice(at + 1, end);
      if (end < 0) return { variables: [...variables], error: "A brace is not closed. Write {{ for a literal brace." };
      if (!NAME.test(name)) return { variables: [...variables], error: `"${name}" is not a variable name. Use letters, digits and _.` };
      variables.add(name);
      at = end + 1;
    } else at += 1;
  }
  return { variables: [...variables], error: null };
}

function readMustache(text: string): PromptReading {
  const names = [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map((match) => match[1] ?? "");
  const wrong = names.find((name) => !NAME.test(name));
  const error = wrong === undefined ? null : `"${wrong}" is not a variable name. Use letters, digits and _.`;
  return { variables: [...new Set(names.filter((name) => NAME.test(name)))], error };
}

export function promptField(name: string): Field {
  return {
    field_type: "str",
    type: "str",
    name,
    display_name: name,
    value: "",
    input_types: ["Message"],
    required: false,
    placeholder: "",
    list: false,
    show: true,
    multiline: true,
    advanced: false,
    dynamic: false,
    info: "",
    load_from_db: false,
    title_case: false,
    fileTypes: [],
    file_path: "",
  };
}

export const usesMustache = (spec: ComponentNode): boolean => {
  const field = spec.template.use_double_brackets;
  return isField(field) && field.value === true;
};

/** The node with a new prompt text: fields of new variables come, those of dropped ones go, kept ones keep their value. */
export function withPrompt(node: FlowNode, name: string, text: string): ComponentNode {
  const spec = specOf(node);
  const { variables, error } = readPrompt(text, usesMustache(spec));
  const field = spec.template[name];
  const template = { ...spec.template, [name]: { ...(isField(field) ? field : {}), value: text } };
  if (error) return { ...spec, template };
  const before = spec.custom_fields?.[name] ?? [];
  for (const old of before) if (!variables.includes(old)) delete template[old];
  for (const variable of variables) if (!isField(template[variable])) template[variable] = promptField(variable);
  return { ...spec, template, custom_fields: { ...spec.custom_fields, [name]: variables } };
}

export type PromptPart = { text: string; variable: boolean };

/** The text cut into plain parts and variables, for highlighting. */
export function promptParts(text: string, mustache = false): PromptPart[] {
  const pattern = mustache ? /\{\{\s*[^{}]*?\s*\}\}/g : /\{\{|\}\}|\{[\p{L}_][\p{L}\p{N}_]*\}/gu;
  const parts: PromptPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (!mustache && match[0].length === 2) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), variable: false });
    parts.push({ text: match[0], variable: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), variable: false });
  return parts;
}
