import { parameterSchema } from "./json_schema.ts";
import type { OperationObject, ParameterObject } from "./openapi_types.ts";
import type { Operation, Parameters } from "./operation.ts";
import { contentObject, responsesOf } from "./response_objects.ts";
import { securityOf } from "./security.ts";

function parameterObjects(
  place: ParameterObject["in"],
  parameters: Parameters | undefined,
): ParameterObject[] {
  if (parameters === undefined) return [];
  return Object.entries(parameters.schema.shape).map(([name, schema]) => {
    const { description, schema: meant, example } = parameters.texts[name]!;
    return {
      name,
      in: place,
      description,
      required: place === "path" || !schema.safeParse(undefined).success,
      schema: meant ?? parameterSchema(schema),
      ...(example === undefined ? {} : { example }),
    };
  });
}

/** An operation as the document has it. */
export function operationObject(operation: Operation): OperationObject {
  const { id, tag, summary, description, body, query, headers, pathParameters } = operation;
  const permission = operation.isOpen ? "public" : operation.permission;
  const parameters = [
    ...parameterObjects("path", pathParameters),
    ...parameterObjects("query", query),
    ...parameterObjects("header", headers),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : {
      requestBody: {
        description: body.description,
        required: true,
        content: contentObject(body.content),
      },
    }),
    responses: responsesOf(operation),
    security: securityOf(permission),
    "x-permission": permission,
  };
}
