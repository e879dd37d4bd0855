import { z } from "zod";

/** An address of the web as a setting; what it holds is shown, so no password may stand in it. */
export function webAddress(error?: string) {
  return z.url({ protocol: /^https?$/, ...(error !== undefined && { error }) }).refine(
    (text) => {
      const url = URL.parse(text);
      return url === null || url.username === "" && url.password === "";
    },
    "Must hold no user and no password",
  );
}
