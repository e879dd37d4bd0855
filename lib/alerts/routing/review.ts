import type { AlertGroup, GroupMember } from "./alert_group.ts";
import type { RouteSettings } from "./routing_config.ts";

/** Why a member is not told now. `until` is when to look again, where that is known. */
export interface Suppression {
  by: "silence" | "inhibition" | "calendar";
  until: number | null;
}

/** What a group needs to be judged besides itself. */
export interface ReviewContext {
  settings: RouteSettings;
  /** Epoch milliseconds. */
  now: number;
  suppressionOf(member: GroupMember): Suppression | null;
  /** Whether somebody takes care of every alert that fires. */
  isAcknowledged: boolean;
}

/** One message that is to be sent. */
export interface Message {
  kind: "news" | "repeat" | "escalation";
  /** `null` is the route's own. */
  channels: string[] | null;
  members: GroupMember[];
}

/** What follows for a group, and the fields that it has afterwards. */
export interface Review {
  messages: Message[];
  changes: Pick<
    AlertGroup,
    "members" | "notifiedAt" | "escalatesFrom" | "escalated" | "acknowledgedBy" | "acknowledgedAt"
  >;
  /** Epoch milliseconds of the next look; `null` when only a change matters. */
  wakeAt: number | null;
  /** Nothing is left to tell, now or later. */
  isOver: boolean;
}

interface Judged {
  member: GroupMember;
  suppression: Suppression | null;
}

const iso = (at: number) => new Date(at).toISOString();

/** Whether a resolved alert is still to be told, now or after a quiet time. */
function isOwed({ told }: GroupMember, suppression: Suppression | null): boolean {
  if (told === "resolved") return false;
  // What was announced is called off in spite of a silence; what never was stays untold.
  return told === "firing" || suppression === null || suppression.by === "calendar";
}

/**
 * Decides what is said about a group now: news no sooner than the group's wait and interval allow,
 * the same again after the repeat interval, an escalation when nobody has acknowledged. Pure: the
 * same group at the same time gives the same answer, and with the changes applied it gives none.
 */
export function reviewGroup(group: AlertGroup, context: ReviewContext): Review {
  const { settings, now } = context;
  const judged = group.members.map((member): Judged => ({
    member,
    suppression: context.suppressionOf(member),
  }));
  const firing = judged.filter(({ member }) => member.status === "firing");
  const active = firing.filter(({ suppression }) => suppression === null);
  const owed = settings.sendResolved
    ? judged.filter(({ member, suppression }) =>
      member.status === "resolved" && isOwed(member, suppression)
    )
    : [];
  const canTell = owed.filter(({ suppression }) => suppression?.by !== "calendar");
  const fresh = active.filter(({ member }) => member.told !== "firing");
  const notifiedAt = group.notifiedAt === null ? null : Date.parse(group.notifiedAt);
  const earliest = notifiedAt === null
    ? Date.parse(group.waitUntil)
    : notifiedAt + settings.groupIntervalSeconds * 1000;
  const repeatMs = settings.repeatIntervalSeconds * 1000;
  const hasNews = fresh.length > 0 || canTell.length > 0;
  // What is new was acknowledged by nobody.
  const isAcknowledged = context.isAcknowledged && fresh.length === 0;
  const isNews = hasNews && now >= earliest;
  const isRepeat = !isNews && !isAcknowledged && active.length > 0 && notifiedAt !== null &&
    now >= notifiedAt + repeatMs;

  const messages: Message[] = [];
  if (isNews || isRepeat) {
    const members = [...active, ...canTell].map(({ member }) => member);
    messages.push({ kind: isNews ? "news" : "repeat", channels: null, members });
  }
  const told = messages.length > 0;
  const nextNotifiedAt = told ? now : notifiedAt;
  const isReopened = isNews && fresh.length > 0 && group.acknowledgedAt !== null;
  const begins = told && active.length > 0 && (group.escalatesFrom === null || isReopened);
  const escalatesFrom = begins ? iso(now) : group.escalatesFrom;
  let escalated = begins ? 0 : group.escalated;
  let escalatesAt: number | null = null;
  if (escalatesFrom !== null && !isAcknowledged && active.length > 0) {
    const dueAt = (step: number) =>
      Date.parse(escalatesFrom) + settings.escalation[step]!.afterMinutes * 60_000;
    while (escalated < settings.escalation.length && dueAt(escalated) <= now) {
      const { channels } = settings.escalation[escalated++]!;
      const members = active.map(({ member }) => member);
      messages.push({ kind: "escalation", channels, members });
    }
    if (escalated < settings.escalation.length) escalatesAt = dueAt(escalated);
  }

  const kept = judged.filter(({ member }) =>
    member.status === "firing" || owed.some((one) => one.member === member)
  ).filter(({ member, suppression }) =>
    !(told && member.status === "resolved" && suppression?.by !== "calendar")
  );
  const members = kept.map(({ member, suppression }): GroupMember =>
    told && member.status === "firing" && suppression === null
      ? { ...member, told: "firing" }
      : member
  );
  const wakes = kept.flatMap(({ suppression }) => {
    if (suppression === null) return [];
    const soon = now + settings.groupIntervalSeconds * 1000;
    return [
      suppression.until === null ? soon : Math.min(soon, Math.max(now + 1, suppression.until)),
    ];
  });
  if (hasNews && !isNews) wakes.push(earliest);
  if (active.length > 0 && nextNotifiedAt !== null && !isAcknowledged) {
    wakes.push(nextNotifiedAt + repeatMs);
  }
  if (escalatesAt !== null) wakes.push(escalatesAt);
  return {
    messages,
    changes: {
      members,
      notifiedAt: nextNotifiedAt === null ? null : iso(nextNotifiedAt),
      escalatesFrom,
      escalated,
      acknowledgedBy: isReopened ? null : group.acknowledgedBy,
      acknowledgedAt: isReopened ? null : group.acknowledgedAt,
    },
    wakeAt: wakes.length === 0 ? null : Math.min(...wakes),
    isOver: members.length === 0,
  };
}
