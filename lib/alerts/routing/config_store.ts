import { z } from "zod";
import type { Collection, CollectionSpec, Stored } from "../../store/collections.ts";
import { ConflictError, DuplicateError, type Store } from "../../store/store.ts";
import { DEFAULT_CONFIG, type RoutingConfig, routingConfigSchema } from "./routing_config.ts";

const storedConfigSchema = z.object({
  changedBy: z.string(),
  /** A `RoutingConfig`, parsed when it is read. */
  config: z.record(z.string(), z.unknown()),
});
type StoredConfig = z.infer<typeof storedConfigSchema>;

export const ALERT_ROUTING: CollectionSpec<StoredConfig> = {
  name: "alert_routing",
  schema: storedConfigSchema,
};

const CONFIG_ID = "current";

/** The configuration and which state of it this is. */
export interface VersionedConfig {
  /** 0 while nobody has changed anything. */
  version: number;
  changedBy: string | null;
  updatedAt: string | null;
  config: RoutingConfig;
}

/** Keeps the one configuration of routing. */
export class ConfigStore {
  readonly #rows: Collection<StoredConfig>;

  constructor(store: Store) {
    this.#rows = store.collection(ALERT_ROUTING);
  }

  /** What was saved last, or the default. */
  async read(): Promise<VersionedConfig> {
    const row = await this.#rows.get(CONFIG_ID);
    return row === null
      ? { version: 0, changedBy: null, updatedAt: null, config: DEFAULT_CONFIG }
      : versioned(row);
  }

  /** Saves what was made of that version. @throws ConflictError when it is not the last one. */
  async save(config: RoutingConfig, version: number, changedBy: string): Promise<VersionedConfig> {
    const fields = { changedBy, config: { ...config } };
    const row = await this.#rows.get(CONFIG_ID);
    if ((row?.version ?? 0) !== version) throw new ConflictError(ALERT_ROUTING.name, CONFIG_ID);
    if (row !== null) return versioned(await this.#rows.replace({ ...row, ...fields }));
    try {
      return versioned(await this.#rows.insert({ ...fields, id: CONFIG_ID }));
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error;
      throw new ConflictError(ALERT_ROUTING.name, CONFIG_ID);
    }
  }
}

function versioned({ version, changedBy, updatedAt, config }: Stored<StoredConfig>) {
  return { version, changedBy, updatedAt, config: routingConfigSchema.parse(config) };
}
