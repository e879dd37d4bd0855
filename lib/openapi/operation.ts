import { z } from "zod";
import type { RoutePermission } from "../auth/permissions.ts";
import type { ExampleObject, HeaderObject, Method, SchemaObject } from "./openapi_types.ts";

/** Chapters of the reference, in reading order. */
export const TAGS = {
  Ingest: "Where systems deliver events, with an API key or a signature.",
  Events: "Stored events: list, read, add, correct, delete and export them.",
  Expenses: "What was spent, with scores and reasons, and tables that are imported.",
  Analytics: "Numbers over a period. Without `from` and `to`: the last 24 hours.",
  Live: "Events and figures as they happen, over a WebSocket or server-sent events.",
  Sessions: "Accounts, signing in and out, and tokens.",
  "API keys": "Keys for senders and scripts; each may do only what its scopes say.",
  Alerts: "What is wrong now or was, and the rules that say so.",
  Anomalies: "What was found unusual, with reasons.",
  "Alert routing": "Who is told of alerts, when, and what is kept silent.",
  Channels: "Ways to tell people: e-mail, chats and webhooks, and what became of each message.",
  Notices: "What Vigia tells people in its own pages, and what each of them has read.",
  Queue: "Background jobs, and those that were given up after their last attempt.",
  Running: "Health, metrics and this document.",
} as const;
export type Tag = keyof typeof TAGS;

/** A named schema of the document (`#/components/schemas/<name>`). */
export interface Component {
  name: string;
  schema: z.ZodType;
  /** Bodies of requests are described as senders write them, answers as readers get them. */
  direction: "request" | "answer";
  description: string;
  /** Added to properties whose zod schema says too little, by name. */
  fields: Readonly<Record<string, SchemaObject>>;
  /** Components that this one refers to, where no operation names them itself. */
  parts: readonly Component[];
}

type ComponentText = Pick<Component, "description"> & Partial<Pick<Component, "fields" | "parts">>;

/** A request body's schema. */
export function requestComponent(
  name: string,
  schema: z.ZodType,
  { description, fields = {}, parts = [] }: ComponentText,
): Component {
  return { name, schema, direction: "request", description, fields, parts };
}

/** An answer's schema. */
export function answerComponent(
  name: string,
  schema: z.ZodType,
  { description, fields = {}, parts = [] }: ComponentText,
): Component {
  return { name, schema, direction: "answer", description, fields, parts };
}

/** A list as every list call answers it. */
export function listComponent(name: string, item: Component, description: string): Component {
  const schema = z.object({
    items: z.array(item.schema),
    next: z.string().nullable().describe(
      "Cursor of the following page; `null` on the last one.",
    ),
  });
  return answerComponent(name, schema, { description, parts: [item] });
}

/** A body of one media type: a named schema, or one in place for what is no JSON. */
export interface Content {
  schema: Component | SchemaObject;
  examples: Readonly<Record<string, ExampleObject>>;
}

export type ContentByType = Readonly<Record<string, Content>>;

/** JSON of a component with one example. */
export function json(schema: Component, example: unknown): ContentByType {
  return { "application/json": { schema, examples: { example: { value: example } } } };
}

/** A problem that has more members than the others. */
export function problemJson(schema: Component, example: unknown): ContentByType {
  return { "application/problem+json": { schema, examples: { example: { value: example } } } };
}

/** Text that is no JSON. */
export function text(mediaType: string, description: string, example: string): ContentByType {
  const schema: SchemaObject = { type: "string", description };
  return { [mediaType]: { schema, examples: { example: { value: example } } } };
}

/** What a parameter means beyond what its zod schema, which reads text, can say. */
export interface ParameterText {
  description: string;
  /** Type of the value that the text stands for. Default: the text as the zod schema has it. */
  schema?: SchemaObject;
  /** Used in the request example. */
  example?: string;
}

type Shape = Record<string, z.ZodType>;

/** Parameters of one place: the zod schema that the route parses with, and a text for each name. */
export interface Parameters<S extends Shape = Shape> {
  schema: z.ZodObject<S>;
  texts: Readonly<Record<keyof S & string, ParameterText>>;
}

/** Pairs a zod object with its texts; a name without a text does not compile. */
export function parameters<S extends Shape>(
  schema: z.ZodObject<S>,
  texts: Parameters<S>["texts"],
): Parameters {
  return { schema: schema as unknown as z.ZodObject<Shape>, texts };
}

export interface Answer {
  description: string;
  content?: ContentByType;
  headers?: Readonly<Record<string, HeaderObject>>;
}

/** Statuses of problem answers. */
export const ERROR_STATUSES = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503] as const;
export type ErrorStatus = typeof ERROR_STATUSES[number];
/** Those that follow from permission, body and parameters. */
export type ImpliedStatus = Exclude<ErrorStatus, 404 | 409>;

/** One call of the API: a route and a method, with everything a caller must know. */
export interface Operation {
  /** Unique name in camelCase, for generated clients and as the anchor of the reference. */
  id: string;
  method: Method;
  /** Template such as `/api/v1/events/{id}`. */
  path: string;
  tag: Tag;
  /** A few words, imperative, without a full stop. */
  summary: string;
  /** CommonMark: paragraphs and `code`. */
  description?: string;
  /** The same that the route declares; a test compares them. */
  permission: RoutePermission;
  /** Anybody gets this answer of a route whose page needs the permission. */
  isOpen?: boolean;
  pathParameters?: Parameters;
  query?: Parameters;
  headers?: Parameters;
  body?: { description: string; required?: boolean; content: ContentByType };
  answers: Readonly<Record<number, Answer>>;
  /** Answers to failures whose body is not a plain problem. */
  problems?: Readonly<Record<number, Answer>>;
  /**
   * Problems beyond those that follow from permission, body and parameters, or said more exactly:
   * status → when it happens.
   */
  errors?: Readonly<Partial<Record<ErrorStatus, string>>>;
}
