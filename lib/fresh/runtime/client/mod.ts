import "./preact_hooks_client.ts";

export { asset, IS_BROWSER } from "../shared.ts";
export { boot, type IslandRegistry, revive } from "./reviver.ts";
