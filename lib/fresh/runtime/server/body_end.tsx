import { escapeScript } from "../../utils.ts";
import { stringifyIslandProps } from "./island_props.ts";
import { stylesheetLinks } from "./head_tags.tsx";
import { SlotTemplates } from "./islands.tsx";
import { activeState, type RenderState } from "./render_state.ts";

/** Last children of `<body>`: templates of unused slots, late stylesheets, the boot script. */
export function BodyEnd() {
  return (
    <>
      <SlotTemplates />
      <LateStyles />
      <BootScript />
    </>
  );
}

/** Stylesheets of islands that were rendered after `<head>` was. */
function LateStyles() {
  const state = activeState();
  if (state === null) return null;
  return <>{stylesheetLinks(state)}</>;
}

function BootScript() {
  const state = activeState();
  if (state === null) return null;
  if (state.partialId !== "") {
    return (
      <script
        id={`__FRSH_STATE_${state.partialId}`}
        type="application/json"
        nonce={state.nonce}
        // deno-lint-ignore react-no-danger
        dangerouslySetInnerHTML={{ __html: partialState(state) }}
      />
    );
  }
  if (!state.needsClientJs) return null;
  return (
    <script
      type="module"
      nonce={state.nonce}
      // deno-lint-ignore react-no-danger
      dangerouslySetInnerHTML={{ __html: bootCode(state) }}
    />
  );
}

/** Imports the page's islands and revives them. */
function bootCode(state: RenderState): string {
  const imported = (path: string) => JSON.stringify(state.url(path));
  let code = `import { boot } from ${imported(state.buildCache.clientEntry)};`;
  const names: string[] = [];
  for (const { name, exportName, file } of state.islands) {
    code += `import ${importClause(name, exportName)} from ${imported(file)};`;
    names.push(name);
  }
  const wire = escapeScript(JSON.stringify(stringifyIslandProps(state)), { json: true });
  return `${code}boot({${names.join(",")}},${wire});`;
}

function importClause(name: string, exportName: string): string {
  if (exportName === "default") return name;
  return name === exportName ? `{ ${name} }` : `{ ${exportName} as ${name} }`;
}

/** The same information as data, for a client that asked for a partial response. */
function partialState(state: RenderState): string {
  const islands = Array.from(state.islands, ({ name, exportName, file }) => ({
    name,
    exportName,
    chunk: state.url(file),
  }));
  const json = JSON.stringify({ islands, props: stringifyIslandProps(state) });
  return escapeScript(json, { json: true });
}
