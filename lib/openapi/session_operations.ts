import { z } from "zod";
import { ROLE_PERMISSIONS } from "../auth/permissions.ts";
import { USER_EXAMPLE } from "./examples.ts";
import { type Answer, json, type Operation, parameters, problemJson, text } from "./operation.ts";
import { PAGE_QUERY, pathParameter } from "./shared_parameters.ts";
import {
  loginComponent,
  meComponent,
  oauthProblemComponent,
  oauthTokenComponent,
  passwordGrantComponent,
  refreshComponent,
  registerComponent,
  registeredComponent,
  roleComponent,
  tokenPairComponent,
  userComponent,
  userListComponent,
} from "./session_schemas.ts";

const TOKEN_PAIR = {
  accessToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
  refreshToken: "vr_019aab3e-6b1a-7c55-9f2e-3d8b6a1c0f47.…",
  tokenType: "Bearer",
  expiresIn: 900,
} as const;
const CREDENTIALS = { email: "ana@example.com", password: "green lamps over the river" };
const ACCOUNT = { name: "Ana Souza", ...CREDENTIALS };
const WRONG = "E-mail or password is wrong; the answer never says which.";
const TAKEN = "There is an account with this address.";
const SLOW_DOWN = "Too many attempts; wait `Retry-After` seconds.";
const FORM = "application/x-www-form-urlencoded";
const FORM_TOO_LARGE = "The form is larger than 16 KiB.";

const NEXT = parameters(z.object({ next: z.string().optional() }), {
  next: { description: "Path of this site to go on to; default `/`." },
});
const SIGNED_IN = {
  303: {
    description: "Signed in; on to the page that was asked for.",
    headers: {
      "Set-Cookie": { description: "The session.", schema: { type: "string" } },
      Location: { description: "That page.", schema: { type: "string" } },
    },
  },
} as const;

function pageAgain(description: string): Answer {
  return { description, content: text("text/html", "The form.", "<!DOCTYPE html>…") };
}

export const SESSION_OPERATIONS: readonly Operation[] = [
  {
    id: "register",
    method: "post",
    path: "/api/v1/auth/register",
    tag: "Sessions",
    summary: "Create an account",
    description: "The first account of all becomes `ADMIN`; later ones are `GUEST`, who see " +
      "nothing until an administrator gives them a role.",
    permission: "public",
    body: { description: "The account.", content: json(registerComponent, ACCOUNT) },
    answers: {
      201: {
        description: "The account. Sign in next.",
        content: json(registeredComponent, { user: USER_EXAMPLE }),
      },
    },
    errors: { 409: TAKEN, 429: SLOW_DOWN },
  },
  {
    id: "logIn",
    method: "post",
    path: "/api/v1/auth/login",
    tag: "Sessions",
    summary: "Sign in",
    description: "Gives an access token for `Authorization: Bearer` and a refresh token for the " +
      "next pair. Browsers sign in at `/login` instead and get a cookie.",
    permission: "public",
    body: { description: "Who signs in.", content: json(loginComponent, CREDENTIALS) },
    answers: { 200: { description: "A pair.", content: json(tokenPairComponent, TOKEN_PAIR) } },
    errors: { 401: WRONG, 429: SLOW_DOWN },
  },
  {
    id: "getToken",
    method: "post",
    path: "/token",
    tag: "Sessions",
    summary: "Sign in as an OAuth 2 client",
    description: "The password grant of OAuth 2, as API tools send it.",
    permission: "public",
    body: {
      description: "A form.",
      content: {
        [FORM]: {
          schema: passwordGrantComponent,
          examples: {
            example: {
              value: {
                grant_type: "password",
                username: CREDENTIALS.email,
                password: CREDENTIALS.password,
              },
            },
          },
        },
      },
    },
    answers: {
      200: {
        description: "A pair.",
        content: json(oauthTokenComponent, {
          access_token: TOKEN_PAIR.accessToken,
          token_type: "bearer",
          expires_in: TOKEN_PAIR.expiresIn,
          refresh_token: TOKEN_PAIR.refreshToken,
        }),
      },
    },
    problems: {
      401: {
        description: WRONG,
        content: problemJson(oauthProblemComponent, {
          type: "about:blank",
          title: "Unauthorized",
          status: 401,
          detail: "E-mail or password is wrong",
          error: "invalid_grant",
          error_description: "E-mail or password is wrong",
        }),
      },
    },
    errors: { 413: FORM_TOO_LARGE, 429: SLOW_DOWN },
  },
  {
    id: "refresh",
    method: "post",
    path: "/api/v1/auth/refresh",
    tag: "Sessions",
    summary: "Get the next pair of tokens",
    description: "Each refresh token is good for one pair. A used one that comes again ends the " +
      "whole sign-in, as it may have been stolen; only within 10 seconds of its use it gives the " +
      "same next pair, for answers that were lost.",
    permission: "public",
    body: {
      description: "The newest refresh token.",
      content: json(refreshComponent, { refreshToken: TOKEN_PAIR.refreshToken }),
    },
    answers: {
      200: { description: "The next pair.", content: json(tokenPairComponent, TOKEN_PAIR) },
    },
    errors: { 401: "The token was used before, has ended or is not ours; sign in again." },
  },
  {
    id: "logOut",
    method: "post",
    path: "/api/v1/auth/logout",
    tag: "Sessions",
    summary: "Sign out",
    description: "Ends the session of the token or cookie; its tokens stop working at once.",
    permission: "session",
    answers: { 204: { description: "Signed out." } },
    errors: { 403: "An API key has no session; revoke it instead." },
  },
  {
    id: "getMe",
    method: "get",
    path: "/api/v1/auth/me",
    tag: "Sessions",
    summary: "Read who is calling",
    permission: "session",
    answers: {
      200: {
        description: "The caller.",
        content: json(meComponent, {
          user: { ...USER_EXAMPLE, role: "VIEWER" },
          permissions: [...ROLE_PERMISSIONS.VIEWER],
        }),
      },
    },
  },
  {
    id: "listUsers",
    method: "get",
    path: "/api/v1/auth/users",
    tag: "Sessions",
    summary: "List accounts",
    description: "Oldest first.",
    permission: "users:read",
    query: PAGE_QUERY,
    answers: {
      200: {
        description: "A page.",
        content: json(userListComponent, { items: [USER_EXAMPLE], next: null }),
      },
    },
  },
  {
    id: "changeRole",
    method: "patch",
    path: "/api/v1/auth/users/{id}",
    tag: "Sessions",
    summary: "Give an account a role",
    description: "Counts at once, also for open connections and the account's API keys.",
    permission: "users:manage",
    pathParameters: pathParameter("id", "Id of the account.", USER_EXAMPLE.id),
    body: { description: "The role.", content: json(roleComponent, { role: "OPERATOR" }) },
    answers: {
      200: {
        description: "The account.",
        content: json(userComponent, { ...USER_EXAMPLE, role: "OPERATOR" }),
      },
    },
    errors: {
      404: "There is no account with this id.",
      409: "It is the last administrator; appoint another first.",
    },
  },
  {
    id: "logInByForm",
    method: "post",
    path: "/login",
    tag: "Sessions",
    summary: "Sign a browser in",
    description: "What the form of the page `/login` sends. Works without JavaScript.",
    permission: "public",
    query: NEXT,
    body: {
      description: "The form.",
      content: {
        [FORM]: { schema: loginComponent, examples: { example: { value: CREDENTIALS } } },
      },
    },
    answers: SIGNED_IN,
    problems: {
      401: pageAgain("The page again: e-mail or password is wrong."),
      422: pageAgain("The page again, with what is wrong."),
    },
    errors: { 413: FORM_TOO_LARGE, 429: SLOW_DOWN },
  },
  {
    id: "registerByForm",
    method: "post",
    path: "/register",
    tag: "Sessions",
    summary: "Create an account and sign the browser in",
    description: "What the form of the page `/register` sends. Works without JavaScript.",
    permission: "public",
    query: NEXT,
    body: {
      description: "The form.",
      content: { [FORM]: { schema: registerComponent, examples: { example: { value: ACCOUNT } } } },
    },
    answers: SIGNED_IN,
    problems: {
      409: pageAgain("The page again: there is an account with this address."),
      422: pageAgain("The page again, with what is wrong."),
    },
    errors: { 413: FORM_TOO_LARGE, 429: SLOW_DOWN },
  },
  {
    id: "logOutByForm",
    method: "post",
    path: "/logout",
    tag: "Sessions",
    summary: "Sign a browser out",
    permission: "public",
    answers: { 303: { description: "Signed out; on to `/login`." } },
  },
];
