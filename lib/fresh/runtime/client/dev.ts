import "preact/debug";
import { connectLiveReload } from "./live_reload.ts";

export * from "./mod.ts";

connectLiveReload();
