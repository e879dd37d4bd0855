export { setBuildCache, setErrorInterceptor } from "./app.ts";
export { attachBuild, BUILD_DIR, MissingBuildError } from "./attach_build.ts";
export { ASSET_CACHE_BUST_KEY } from "./constants.ts";
export { IslandPreparer } from "./island_preparer.ts";
export { type Manifest, manifestIslands, manifestRoutes } from "./manifest.ts";
export { ProdBuildCache } from "./prod_build_cache.ts";
