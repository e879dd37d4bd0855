const LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = typeof LEVELS[number];
export type LogFields = Record<string, unknown>;

/** Structured log: one JSON object a line, with the fields of its parents. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

/** Names whose values never reach a log, wherever they are nested. */
const SECRET_NAME =
  /pass(word)?|secret|token|authorization|cookie|api[-_]?key|signature|mongodb_?uri|otp/i;
/** Secrets recognised by their form: API keys, webhook secrets, JWTs, credentials in a URL. */
const SECRET_VALUE =
  /\bvg_[\w-]{8,}|\bwhsec_[A-Za-z0-9+/=]{8,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<=:\/\/)[^\s/@]+:[^\s/@]+(?=@)/g;

function redact(name: string, value: unknown, depth: number): unknown {
  if (SECRET_NAME.test(name)) return "[redacted]";
  if (typeof value === "string") return value.replace(SECRET_VALUE, "[redacted]");
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) {
    return {
      name: value.name,
      message: value.message.replace(SECRET_VALUE, "[redacted]"),
      stack: value.stack?.replace(SECRET_VALUE, "[redacted]"),
    };
  }
  if (value === null || typeof value !== "object") return value;
  if (depth === 0) return "[nested]";
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact("", item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redact(key, item, depth - 1)]),
  );
}

/**
 * Makes a logger that writes lines at or above `level`.
 * `write` takes one line without its end; the default is standard error, so that standard output
 * stays for what a command prints on purpose.
 */
export function createLogger(
  level: LogLevel,
  write: (line: string) => void = writeToStandardError,
  fields: LogFields = {},
): Logger {
  const threshold = LEVELS.indexOf(level);
  const log = (at: LogLevel) => (message: string, more: LogFields = {}) => {
    if (LEVELS.indexOf(at) < threshold) return;
    const entry = redact("", { ...fields, ...more }, 6) as LogFields;
    const text = message.replace(SECRET_VALUE, "[redacted]");
    const line = { time: new Date().toISOString(), level: at, message: text, ...entry };
    try {
      write(JSON.stringify(line));
    } catch {
      // A full disk or a reader that is gone must not stop what the line is about.
    }
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    child: (more) => createLogger(level, write, { ...fields, ...more }),
  };
}

const encoder = new TextEncoder();

function writeToStandardError(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`${line}\n`));
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = createLogger("silent");
