import { z } from "zod";
import { calendarSchema, referenceName } from "./calendar.ts";
import { labelName, type Labels, matchersSchema, matchesAll, patternSteps } from "./matcher.ts";

/** In `groupBy`: every label, so that each alert is told by itself. */
export const ALL_LABELS = "...";
/** Name of what happens to alerts that no route takes. */
export const DEFAULT_ROUTE = "default";

const channelIds = z.array(z.string().min(1).max(100)).max(50);

const escalationStep = z.strictObject({
  afterMinutes: z.number().int().min(1).max(10_080).describe(
    "Minutes after the first message without acknowledgement.",
  ),
  channels: channelIds.min(1),
});

/** Told to further channels while nobody acknowledges. */
export type EscalationStep = z.infer<typeof escalationStep>;

const settingsShape = {
  channels: channelIds.nullable().describe("Who is told; `null` is every channel that is on."),
  groupBy: z.array(z.union([z.literal(ALL_LABELS), labelName])).max(10).describe(
    "Labels whose alerts of equal values are told together; `...` is all of them.",
  ),
  groupWaitSeconds: z.number().int().min(0).max(3_600).describe(
    "How long a new group waits for more alerts.",
  ),
  groupIntervalSeconds: z.number().int().min(1).max(86_400).describe(
    "Least time between two messages about a group.",
  ),
  repeatIntervalSeconds: z.number().int().min(60).max(2_592_000).describe(
    "After this time the same is told again while it lasts and nobody has acknowledged it.",
  ),
  sendResolved: z.boolean(),
  calendars: z.array(referenceName).max(10).describe("Quiet while one of these calendars is."),
  escalation: z.array(escalationStep).max(10),
};

const settingsSchema = z.strictObject(settingsShape);
/** How the alerts of a route are told. */
export type RouteSettings = z.infer<typeof settingsSchema>;

const routeSchema = z.strictObject({
  name: referenceName.refine((name) => name !== DEFAULT_ROUTE, `"${DEFAULT_ROUTE}" is taken`),
  matchers: matchersSchema,
  continue: z.boolean().default(false).describe("Whether the following routes are asked too."),
  ...settingsSchema.partial().shape,
});

const inhibitionSchema = z.strictObject({
  sourceMatchers: matchersSchema.min(1),
  targetMatchers: matchersSchema.min(1),
  equal: z.array(labelName).max(20).default([]),
});

/** While a source fires, its targets with the same values of the `equal` labels are not told. */
export type Inhibition = z.infer<typeof inhibitionSchema>;

const shape = z.strictObject({
  defaults: settingsSchema.describe("What a route leaves out, and alerts that no route takes."),
  routes: z.array(routeSchema).max(100).describe(
    "Asked in this order; the first that fits counts.",
  ),
  inhibitions: z.array(inhibitionSchema).max(100),
  calendars: z.array(calendarSchema).max(50),
  acknowledgeHours: z.number().int().min(1).max(720).describe(
    "How long the acknowledge link of a message is good for.",
  ),
});

/** Of all patterns: a label of a thousand characters is judged by them in half a second at worst. */
const MAX_PATTERN_STEPS = 10_000;

/** Reports what only shows when the parts are seen together. */
function checkReferences(config: z.infer<typeof shape>, context: z.RefinementCtx): void {
  const fault = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const calendars = config.calendars.map(({ name }) => name);
  const places = [config.defaults, ...config.routes].map((settings, index) => ({
    settings,
    path: index === 0 ? ["defaults"] : ["routes", index - 1],
  }));
  for (const { settings, path } of places) {
    for (const [index, name] of (settings.calendars ?? []).entries()) {
      if (!calendars.includes(name)) {
        fault([...path, "calendars", index], `There is no calendar "${name}"`);
      }
    }
    const minutes = (settings.escalation ?? []).map(({ afterMinutes }) => afterMinutes);
    const late = minutes.findIndex((value, index) => index > 0 && value <= minutes[index - 1]!);
    if (late >= 0) {
      fault([...path, "escalation", late, "afterMinutes"], "Must be later than the step before");
    }
    const { groupBy = [] } = settings;
    if (groupBy.includes(ALL_LABELS) && groupBy.length > 1) {
      fault([...path, "groupBy"], `"${ALL_LABELS}" is all labels; leave out the others`);
    }
  }
  const repeated = (names: string[], list: string) => {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index) fault([list, index, "name"], "Is the name of another one");
    }
  };
  const conditions = [
    ...config.routes.flatMap(({ matchers }) => matchers),
    ...config.inhibitions.flatMap(({ sourceMatchers, targetMatchers }) => [
      ...sourceMatchers,
      ...targetMatchers,
    ]),
  ];
  if (patternSteps(conditions) > MAX_PATTERN_STEPS) {
    fault(["routes"], "The patterns of all routes and inhibitions are too large together");
  }
  repeated(calendars, "calendars");
  repeated(config.routes.map(({ name }) => name), "routes");
}

export const routingConfigSchema = shape.superRefine(checkReferences);

/** Who is told of which alerts, how and when. */
export type RoutingConfig = z.infer<typeof routingConfigSchema>;

/** Everything to every channel, with the customary times. */
export const DEFAULT_CONFIG: RoutingConfig = {
  defaults: {
    channels: null,
    groupBy: ["alertname"],
    groupWaitSeconds: 30,
    groupIntervalSeconds: 300,
    repeatIntervalSeconds: 14_400,
    sendResolved: true,
    calendars: [],
    escalation: [],
  },
  routes: [],
  inhibitions: [],
  calendars: [],
  acknowledgeHours: 24,
};

/** Names of the routes that take an alert with these labels. */
export function routesFor(config: RoutingConfig, labels: Labels): string[] {
  const taken: string[] = [];
  for (const route of config.routes) {
    if (!matchesAll(route.matchers, labels)) continue;
    taken.push(route.name);
    if (!route.continue) return taken;
  }
  return taken.length > 0 ? taken : [DEFAULT_ROUTE];
}

/** The labels by which a route groups, with an alert's values. */
export function groupLabels(settings: RouteSettings, labels: Labels): Record<string, string> {
  const names = settings.groupBy.includes(ALL_LABELS) ? Object.keys(labels) : settings.groupBy;
  return Object.fromEntries(names.toSorted().map((name) => [name, labels[name] ?? ""]));
}

/** A place where a configuration names a channel. */
export interface NamedChannel {
  id: string;
  /** Name of the route. */
  route: string;
  /** Where in the configuration, dotted. */
  path: string;
}

/** Every channel that is named somewhere, with where. */
export function namedChannels(config: RoutingConfig): NamedChannel[] {
  const places = [
    { route: DEFAULT_ROUTE, settings: config.defaults, path: "defaults" },
    ...config.routes.map((settings, index) => ({
      route: settings.name,
      settings,
      path: `routes.${index}`,
    })),
  ];
  return places.flatMap(({ route, settings: { channels, escalation = [] }, path }) => [
    ...(channels ?? []).map((id, index) => ({ id, route, path: `${path}.channels.${index}` })),
    ...escalation.flatMap((step, at) =>
      step.channels.map((id, index) => ({
        id,
        route,
        path: `${path}.escalation.${at}.channels.${index}`,
      }))
    ),
  ]);
}
