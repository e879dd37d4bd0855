import { componentSchemas } from "./json_schema.ts";
import type { Components, OpenApiDocument, PathItem } from "./openapi_types.ts";
import { type Component, type Operation, TAGS } from "./operation.ts";
import { operationObject } from "./operation_object.ts";
import { OPERATIONS } from "./operations.ts";
import { problemComponent } from "./problem_schemas.ts";
import { isComponent, standardResponses } from "./response_objects.ts";
import { securitySchemes } from "./security.ts";

const DESCRIPTION = `JSON in and out; times are ISO 8601 in UTC. Lists take \`limit\` and \`cursor\`
and answer \`{ items, next }\`. Problems are \`application/problem+json\` (RFC 9457). Every answer has
\`X-Request-Id\`, under which the server's log has it; a given one is echoed. Paths answer with and
without a trailing slash.`.replaceAll("\n", " ");

function pathsOf(operations: readonly Operation[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const item = paths[operation.path] ??= {};
    item[operation.method] = operationObject(operation);
  }
  return paths;
}

/** Every component that the operations name, and those that these refer to. */
function componentsOf(operations: readonly Operation[]): Set<Component> {
  const found = new Set<Component>();
  const add = (component: Component) => {
    found.add(component);
    component.parts.forEach(add);
  };
  add(problemComponent);
  for (const { body, answers, problems = {} } of operations) {
    const contents = [body, ...Object.values(answers), ...Object.values(problems)]
      .flatMap((part) => Object.values(part?.content ?? {}));
    for (const { schema } of contents) if (isComponent(schema)) add(schema);
  }
  return found;
}

type Fixed = Pick<OpenApiDocument, "tags" | "paths"> & {
  components: Omit<Components, "securitySchemes">;
};

function buildFixed(): Fixed {
  return {
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(OPERATIONS),
    components: {
      schemas: componentSchemas([...componentsOf(OPERATIONS)]),
      responses: standardResponses(),
      headers: {
        RequestId: {
          description: "Under which the server's log has the request.",
          schema: { type: "string" },
        },
        RetryAfter: {
          description: "Seconds to wait before asking again.",
          schema: { type: "integer", minimum: 1 },
        },
      },
    },
  };
}

let fixed: Fixed | undefined;

export interface DocumentOptions {
  version: string;
  /** Address under which callers reach this Vigia, without a trailing slash. */
  serverUrl: string;
  /** `Config.publicUrl`; decides the name of the session cookie. */
  publicUrl: string | undefined;
}

/**
 * The OpenAPI 3.1 document of this Vigia. What does not depend on the address is built at the first
 * call and shared by all answers; do not change it.
 */
export function openApiDocument(options: DocumentOptions): OpenApiDocument {
  fixed ??= buildFixed();
  return {
    openapi: "3.1.1",
    info: {
      title: "Vigia",
      version: options.version,
      summary: "Self-hosted live operations: events in, figures and alerts out.",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: options.serverUrl, description: "This Vigia" }],
    tags: fixed.tags,
    paths: fixed.paths,
    components: {
      ...fixed.components,
      securitySchemes: securitySchemes(options.publicUrl),
    },
  };
}
