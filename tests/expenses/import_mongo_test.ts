import assert from "node:assert/strict";
import { ExpenseSettings } from "@/lib/expenses/expense_settings.ts";
import { ExpenseImports } from "@/lib/expenses/import/expense_imports.ts";
import { importChoices } from "@/lib/expenses/import/import_choices.ts";
import { IMPORT_CHUNKS } from "@/lib/expenses/import/import_record.ts";
import { ImportWorker } from "@/lib/expenses/import/import_worker.ts";
import { mongoTest } from "../store/mongo.ts";

const NOW = Date.UTC(2026, 5, 1);
const none = importChoices.parse({});

mongoTest(
  "ExpenseImports: two instances take a table once, and both may store its rows",
  async ({ open }) => {
    const store = await open();
    const jobs = { enqueue: () => Promise.resolve("job") };
    const [first, second] = [1, 2].map(() =>
      new ExpenseImports({ store, jobs, now: () => NOW })
    ) as [
      ExpenseImports,
      ExpenseImports,
    ];
    const rows = Array.from({ length: 1_100 }, (_, n) => `2026-01-0${1 + n % 9},${n + 1}`);
    const bytes = new TextEncoder().encode(["date,amount", ...rows].join("\n"));
    const context = { userId: "bia", timeZone: "UTC", nowMs: NOW, again: false };
    // Drafts of the same table do not stand in each other's way.
    const drafts = [await first.keep(bytes, null, "bia"), await second.keep(bytes, null, "rui")];
    const both = await Promise.all([
      first.accept(drafts[0]!, none, context),
      second.accept(drafts[1]!, none, context),
    ]);
    assert.equal(both[0].record.id, both[1].record.id);
    assert.deepEqual(both.map(({ isNew }) => isNew).sort(), [false, true]);
    const workers = [1, 2].map(() =>
      new ImportWorker({
        store,
        ingest: { store: (events) => store.events.append(events) },
        currency: "BRL",
        now: () => NOW,
      })
    );
    const signal = new AbortController().signal;
    await Promise.all(workers.map((worker) => worker.run(both[0].record.id, signal)));
    assert.equal(await store.events.count(), 1_100);
    assert.deepEqual(await store.events.rollupDifferences(), []);
    assert.equal(await store.collection(IMPORT_CHUNKS).count(), 0);
    assert.equal((await first.get(both[0].record.id))?.state, "done");
    const settings = new ExpenseSettings(store);
    await Promise.all([[500], [700]].map((limits) => settings.setApprovalLimits(limits, "bia")));
    assert.equal((await settings.read()).approvalLimits.length, 1);
  },
);
