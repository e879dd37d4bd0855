import type { Scalar } from "../collections.ts";
import type { Condition } from "../where.ts";
import { fieldSql } from "./collection_tables.ts";
import type { SqlValue } from "./database.ts";
import { containsSql } from "./event_filter_sql.ts";
import type { Parameters } from "./parameters.ts";

const BOUNDS = { gte: ">=", gt: ">", lt: "<", lte: "<=" } as const;

/** A scalar as SQLite holds it: JSON's true and false are read as 1 and 0. */
function sqlValue(value: Scalar): SqlValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  // SQLite would cut the text at the NUL and compare something else.
  if (typeof value === "string" && value.includes("\0")) {
    throw new TypeError("Cannot filter by text that contains NUL");
  }
  return value;
}

/** SQL of a condition on a document. @throws TypeError when its field or text cannot be used. */
export function conditionSql(condition: Condition, parameters: Parameters): string {
  const field = fieldSql(condition.field);
  switch (condition.operator) {
    case "equals":
      return condition.value === null
        ? `${field} IS NULL`
        : `${field} = ${parameters.bind(sqlValue(condition.value))}`;
    case "in": {
      const values = condition.values.filter((value) => value !== null).map(sqlValue);
      const list = values.map((value) => parameters.bind(value)).join(", ");
      const isNull = condition.values.includes(null) ? `OR ${field} IS NULL` : "";
      return `(${field} IN (${list}) ${isNull})`;
    }
    case "contains":
      return containsSql(field, condition.text, parameters);
    default:
      return `${field} ${BOUNDS[condition.operator]} ${parameters.bind(sqlValue(condition.value))}`;
  }
}

/** SQL of all conditions together, without WHERE. */
export function conditionsSql(conditions: Condition[], parameters: Parameters): string {
  if (conditions.length === 0) return "true";
  return conditions.map((condition) => conditionSql(condition, parameters)).join(" AND ");
}
