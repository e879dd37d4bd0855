/** Zones that the engine was asked for; there are some 600 names. */
const knownZones = new Map<string, boolean>();
const MAX_ZONES = 1000;

/** Whether the engine knows an IANA time zone of this name. */
export function isTimeZone(name: string): boolean {
  let isKnown = knownZones.get(name);
  if (isKnown === undefined) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      isKnown = true;
    } catch {
      isKnown = false;
    }
    if (knownZones.size < MAX_ZONES) knownZones.set(name, isKnown);
  }
  return isKnown;
}
