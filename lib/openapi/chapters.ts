import { METHODS, type OpenApiDocument, type OperationObject } from "./openapi_types.ts";

export interface Call {
  /** Upper case. */
  method: string;
  path: string;
  operation: OperationObject;
}

export interface Chapter {
  name: string;
  description: string;
  calls: Call[];
}

/** Fragment of a chapter's heading. */
export function chapterAnchor(name: string): string {
  return `tag-${name.toLowerCase().replaceAll(" ", "-")}`;
}

/** The document's operations under their tags, in its order. */
export function chaptersOf({ tags, paths }: OpenApiDocument): Chapter[] {
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): Call[] => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
    })
  );
  return tags.map(({ name, description }) => ({
    name,
    description,
    calls: calls.filter(({ operation }) => operation.tags.includes(name)),
  }));
}
