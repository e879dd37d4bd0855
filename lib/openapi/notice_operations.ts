import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";
import { noticesReadInput } from "../notifications/notice_inputs.ts";
import {
  answerComponent,
  json,
  listComponent,
  type Operation,
  requestComponent,
} from "./operation.ts";
import { PAGE_QUERY } from "./shared_parameters.ts";

const noticeComponent = answerComponent(
  "Notice",
  z.object({
    id: z.string(),
    createdAt: z.iso.datetime(),
    status: z.enum(["firing", "resolved", "info"]),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    text: z.string(),
    url: z.string().nullable().describe("Where more about it stands."),
    isRead: z.boolean(),
  }),
  { description: "What a channel of the kind `in-app` told, as the caller has read it or not." },
);
const noticeListComponent = listComponent("NoticeList", noticeComponent, "A page of notices.");
const unreadComponent = answerComponent(
  "UnreadNotices",
  z.object({ unread: z.int().describe("Notices that the caller has not read.") }),
  { description: "How many are left." },
);
const readComponent = requestComponent("NoticesRead", noticesReadInput, {
  description: "Either `id`, one notice, or `upTo`, one notice and all that came before it.",
});

const NOTICE = {
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f67:1:019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f65",
  createdAt: "2026-11-26T12:03:06.000Z",
  status: "firing",
  severity: "warning",
  title: "Firing: ManyErrors: More errors than the team can look at",
  text: "Firing: ManyErrors (region=SP) [warning, value 31, since 2026-11-26T12:03:00.000Z]",
  url: "https://vigia.example.com/alerts",
  isRead: false,
};

export const NOTICE_OPERATIONS: readonly Operation[] = [
  {
    id: "listNotices",
    method: "get",
    path: "/api/v1/notices",
    tag: "Notices",
    summary: "List notices",
    description: "Newest first. The newest 500 of the last 90 days are kept.",
    permission: "alerts:read",
    query: PAGE_QUERY,
    answers: {
      200: {
        description: "A page.",
        content: json(noticeListComponent, { items: [NOTICE], next: null }),
      },
    },
  },
  {
    id: "countUnreadNotices",
    method: "get",
    path: "/api/v1/notices/unread",
    tag: "Notices",
    summary: "Count unread notices",
    description: "The live topic `notices` says when to ask again.",
    permission: "alerts:read",
    answers: { 200: { description: "The number.", content: json(unreadComponent, { unread: 3 }) } },
  },
  {
    id: "readNotices",
    method: "post",
    path: "/api/v1/notices/read",
    tag: "Notices",
    summary: "Mark notices as read",
    description: "For the caller alone; an API key marks for its owner.",
    permission: "alerts:read",
    body: { description: "Which.", content: json(readComponent, { upTo: NOTICE.id }) },
    answers: { 200: { description: "Done.", content: json(unreadComponent, { unread: 0 }) } },
    errors: { 404: "There is no notice with this id." },
  },
];
