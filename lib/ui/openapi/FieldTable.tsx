import type { SchemaRow } from "../../openapi/schema_rows.ts";
import type { Messages } from "../../i18n/messages.ts";
import { InlineText } from "./InlineText.tsx";

export interface FieldTableProps {
  caption: string;
  rows: readonly SchemaRow[];
  texts: Messages["docs"];
  /** What is said of a field: senders must know which are required, readers which may be missing. */
  mark?: "required" | "optional";
}

/** Fields or parameters with their type and meaning; fields of fields are set in. */
export function FieldTable({ caption, rows, texts, mark = "required" }: FieldTableProps) {
  if (rows.length === 0) return null;
  return (
    <table class="fields">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.field}</th>
          <th scope="col">{texts.type}</th>
          <th scope="col">{texts.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            <th scope="row" data-depth={Math.min(row.depth, 4)}>
              <code>{row.name}</code>
              {row.isRequired === (mark === "required") && (
                <span class="fields-mark">{texts[mark]}</span>
              )}
            </th>
            <td class="fields-type" lang="en">{row.type}</td>
            <td>
              <InlineText text={row.description} />
              {row.limits.length > 0 && (
                <span class="fields-limits">
                  <InlineText text={row.limits.join("; ")} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
