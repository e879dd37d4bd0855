import { feedbackInput } from "../expenses/expense_feedback.ts";
import { EXAMPLE_EVENT_ID } from "./examples.ts";
import { json, type Operation, requestComponent } from "./operation.ts";
import { pathParameter } from "./shared_parameters.ts";

const expenseFeedbackComponent = requestComponent("ExpenseFeedback", feedbackInput, {
  description: "What a person thinks of an expense's or purchase's score.",
  fields: {
    verdict: {
      description: "`normal`: later ones like it score lower. `unusual`: the score was right.",
    },
  },
});

export const EXPENSE_OPERATIONS: readonly Operation[] = [
  {
    id: "giveExpenseFeedback",
    method: "post",
    path: "/api/v1/expenses/{id}/feedback",
    tag: "Expenses",
    summary: "Say whether an expense is normal",
    description: "Scores are in `metadata.anomaly` of the event. The last word on an event counts.",
    permission: "events:write",
    pathParameters: pathParameter("id", "Id of the event, percent-encoded.", EXAMPLE_EVENT_ID),
    body: {
      description: "The verdict.",
      content: json(expenseFeedbackComponent, { verdict: "normal" }),
    },
    answers: { 204: { description: "It is kept, and the next scores hear it." } },
    errors: { 404: "There is no event with this id." },
  },
];
