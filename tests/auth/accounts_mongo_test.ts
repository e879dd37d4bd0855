import { mongoTest } from "../store/mongo.ts";
import { ACCOUNTS_CONTRACT } from "./accounts_contract.ts";

for (const [title, body] of Object.entries(ACCOUNTS_CONTRACT)) {
  mongoTest(title, async ({ open }) => body(await open()));
}
