import { parseStrictJson, StrictJsonError } from "../events/strict_json.ts";
import { invalidInput, ProblemError } from "./problem.ts";

/** Why a string cannot be kept: stores and other readers cut at NUL and break on half characters. */
function faultOfText(text: string): string | null {
  if (text.includes("\0")) return "Must not contain NUL";
  if (!text.isWellFormed()) return "Must not contain half a character (a lone surrogate)";
  return null;
}

function faultOf(name: string, value: unknown): string | null {
  if (name === "__proto__") return "Must not be called __proto__";
  return faultOfText(name) ?? (typeof value === "string" ? faultOfText(value) : null);
}

function assertKeepable(root: unknown): void {
  const open: { path: string; value: unknown }[] = [{ path: "", value: root }];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { path, value } = item;
    const fault = faultOf("", value);
    if (fault !== null) throw invalidInput([{ path, message: fault }]);
    if (typeof value !== "object" || value === null) continue;
    for (const [name, child] of Object.entries(value)) {
      const childPath = path === "" ? name : `${path}.${name}`;
      const nameFault = faultOf(name, null);
      if (nameFault !== null) {
        throw invalidInput([{ path: childPath.toWellFormed(), message: nameFault }]);
      }
      open.push({ path: childPath, value: child });
    }
  }
}

/**
 * Parses JSON that every later reader understands alike: no member twice, no NUL, no half
 * characters, no `__proto__`, no nesting that would end the stack of who recurses into it.
 * @throws ProblemError 400 for what is not JSON, 422 for the rest.
 */
export function parseJsonText(text: string): unknown {
  if (text.trim() === "") throw new ProblemError(400, "The body is empty; send JSON");
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    throw new ProblemError(400, `The body ${error.message}`);
  }
  // Valid UTF-8 without escapes can hold neither NUL nor half a character inside JSON strings.
  if (text.includes("\\u") || text.includes("__proto__")) assertKeepable(value);
  return value;
}
