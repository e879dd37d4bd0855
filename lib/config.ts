import { z } from "zod";
import { join } from "node:path";

/** `""` in an `.env` file means "not set". */
const optionalText = z.string().trim().transform((text) => text === "" ? undefined : text)
  .optional();
const integer = (fallback: number, min: number, max: number) =>
  z.preprocess(
    (value) => value === "" ? undefined : value,
    z.coerce.number().int().min(min).max(max).default(fallback),
  );
const list = z.string().default("").transform((text) =>
  text.split(",").map((part) => part.trim()).filter((part) => part !== "")
);

const environmentSchema = z.object({
  PORT: integer(8000, 0, 65535),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  DATA_DIR: z.string().trim().min(1).default("./data"),
  PUBLIC_URL: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
  ALLOWED_ORIGINS: list,
  TRUSTED_PROXIES: list,
  OUTGOING_ALLOW: list,
  MONGODB_URI: optionalText,
  MONGODB_DATABASE: z.string().trim().min(1).default("vigia"),
  JWT_SECRET: optionalText.pipe(z.string().min(32).optional()),
  CHANNEL_KEYS: list.pipe(
    z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "32 bytes in base64, separated by commas")),
  ),
  WEBHOOK_SECRET: optionalText.pipe(
    z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "whsec_ and 24 to 64 bytes in base64")
      .optional(),
  ),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText.pipe(z.url().optional()),
  OPENAI_MODEL: optionalText,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ADMIN_EMAIL: optionalText.pipe(z.email().optional()),
  ADMIN_PASSWORD: optionalText,
  RATE_LIMITS: z.enum(["on", "off"]).default("on"),
  EVENT_RATE_LIMIT: integer(0, 0, 1_000_000),
  DISPLAY_CURRENCY: z.string().regex(/^[A-Z]{3}$/, "three letters of ISO 4217").default("BRL"),
});

/** Everything that can be set from outside, parsed. Secrets may still be missing: see `secrets.ts`. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Address that browsers use, without a trailing slash; decides `Secure` cookies and absolute links. */
  publicUrl: string | undefined;
  /** Further origins whose pages may open sockets and post forms. */
  allowedOrigins: string[];
  /** Peer addresses whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Hosts, addresses and ranges that channels may call though they are not of the public internet. */
  outgoingAllow: string[];
  mongodb: { uri: string; database: string } | undefined;
  jwtSecret: string | undefined;
  webhookSecret: string | undefined;
  /** Keys of the channels' secrets, the one that seals first. */
  channelKeys: string[];
  openai: { apiKey: string; baseUrl: string | undefined; model: string | undefined } | undefined;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  admin: { email: string; password: string } | undefined;
  /** Off only for load tests on one's own machine. */
  rateLimits: boolean;
  /** Ingest requests a second and caller; 0 means no limit. */
  eventRateLimit: number;
  /** ISO 4217 currency in which pages write amounts; nothing is converted. */
  displayCurrency: string;
  /** File of the job queue's Deno KV. */
  queuePath: string;
}

/** The environment cannot be used; the message lists each variable and what it must be. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/**
 * Parses environment variables into a `Config`.
 * @throws ConfigError naming every variable that is wrong, never its value.
 */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigError(`Cannot start, the environment is wrong:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  if ((env.ADMIN_EMAIL === undefined) !== (env.ADMIN_PASSWORD === undefined)) {
    throw new ConfigError("Cannot start: give both ADMIN_EMAIL and ADMIN_PASSWORD, or neither");
  }
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ""),
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    outgoingAllow: env.OUTGOING_ALLOW,
    mongodb: env.MONGODB_URI === undefined
      ? undefined
      : { uri: env.MONGODB_URI, database: env.MONGODB_DATABASE },
    jwtSecret: env.JWT_SECRET,
    webhookSecret: env.WEBHOOK_SECRET,
    channelKeys: env.CHANNEL_KEYS,
    openai: env.OPENAI_API_KEY === undefined ? undefined : {
      apiKey: env.OPENAI_API_KEY,
      baseUrl: env.OPENAI_BASE_URL,
      model: env.OPENAI_MODEL,
    },
    logLevel: env.LOG_LEVEL,
    admin: env.ADMIN_EMAIL === undefined || env.ADMIN_PASSWORD === undefined
      ? undefined
      : { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD },
    rateLimits: env.RATE_LIMITS === "on",
    eventRateLimit: env.EVENT_RATE_LIMIT,
    displayCurrency: env.DISPLAY_CURRENCY,
    queuePath: join(env.DATA_DIR, "queue.kv"),
  };
}

/** Reads this process's environment. @throws ConfigError */
export function loadConfig(): Config {
  return parseConfig(Deno.env.toObject());
}
