import { authenticate } from "@/lib/http/authentication.ts";
import { authorise } from "@/lib/http/authorisation.ts";
import { define } from "@/lib/define.ts";
import { answerErrors } from "@/lib/http/error_answers.ts";
import { refuseForeignPages } from "@/lib/http/origin_guard.ts";
import { readPreferences } from "@/lib/http/preferences.ts";
import { readPresence } from "@/lib/http/presence.ts";
import { limitRequests } from "@/lib/http/request_limits.ts";

/** What every request passes on its way to a route; see docs/architecture.md. */
export const handler = define.middleware([
  answerErrors,
  readPreferences,
  authenticate,
  refuseForeignPages,
  limitRequests,
  authorise,
  readPresence,
]);
