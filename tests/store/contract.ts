import type { Store } from "@/lib/store/store.ts";
import { analyticsContract } from "./contract_analytics.ts";
import { annotateContract } from "./contract_annotate.ts";
import { appendContract } from "./contract_append.ts";
import { collectionContract } from "./contract_collections.ts";
import { listContract } from "./contract_list.ts";
import { scoresContract } from "./contract_scores.ts";
import { minutesContract } from "./contract_minutes.ts";
import { rollupContract } from "./contract_rollups.ts";
import { transactionContract } from "./contract_transactions.ts";

/** A store on data of its own. */
export interface OpenedStore {
  store: Store;
  /** Closes the open store and opens another on the same data. */
  reopen(): Promise<Store>;
  /** Closes whatever is open and removes the data. */
  cleanUp(): Promise<void>;
}

/** What each part of the contract gets: registers a test that runs on a fresh store. */
export type StoreTest = (
  title: string,
  body: (store: Store, opened: OpenedStore) => Promise<void>,
) => void;

export interface ContractOptions {
  /** Registers the tests as ignored, for a driver whose server is not there. */
  ignore?: boolean;
  /** Events in the test of exact sums. */
  exactSumEvents?: number;
}

/** Registers every test that a store driver must pass. */
export function storeContract(
  name: string,
  open: () => Promise<OpenedStore>,
  { ignore = false, exactSumEvents = 100_000 }: ContractOptions = {},
): void {
  const test: StoreTest = (title, body) => {
    Deno.test({
      name: `${name} ${title}`,
      ignore,
      fn: async () => {
        const opened = await open();
        try {
          await body(opened.store, opened);
        } finally {
          await opened.cleanUp();
        }
      },
    });
  };
  appendContract(test);
  annotateContract(test);
  listContract(test);
  rollupContract(test, exactSumEvents);
  analyticsContract(test);
  scoresContract(test);
  minutesContract(test);
  collectionContract(test);
  transactionContract(test);
}
