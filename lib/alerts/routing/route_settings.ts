import type { RouteSettings, RoutingConfig } from "./routing_config.ts";

/** Settings of a route by its name; those of the default for one that is no more. */
export function settingsOf(config: RoutingConfig, routeName: string): RouteSettings {
  const route = config.routes.find(({ name }) => name === routeName);
  if (route === undefined) return config.defaults;
  const { name: _name, matchers: _matchers, continue: _continue, ...own } = route;
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...config.defaults, ...Object.fromEntries(given) };
}
