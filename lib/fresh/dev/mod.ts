export {
  type AttachBuild,
  Builder,
  type BuildOptions,
  type BuildToMemory,
  type ResolvedBuildConfig,
} from "./builder.ts";
export {
  type GeneratedManifest,
  generateManifest,
  type ManifestOptions,
  writeManifest,
} from "./manifest.ts";
export { attachDevBuild, buildProduction, startDev, type StartDevOptions } from "./start.ts";
