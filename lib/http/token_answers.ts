import { InvalidCredentialsError } from "../auth/auth_errors.ts";
import type { TokenPair } from "../auth/auth_types.ts";
import { toProblem } from "./known_errors.ts";
import { ProblemError } from "./problem.ts";

/** A pair as `POST /api/v1/auth/login` and `/refresh` answer it. */
export function tokenAnswer({ accessToken, refreshToken, expiresIn }: TokenPair): Response {
  return Response.json(
    { accessToken, refreshToken, tokenType: "Bearer", expiresIn },
    { headers: { "cache-control": "no-store" } },
  );
}

/** A pair as OAuth 2 clients read it (RFC 6749, section 5.1). */
export function oauthTokenAnswer({ accessToken, refreshToken, expiresIn }: TokenPair): Response {
  return Response.json(
    {
      access_token: accessToken,
      token_type: "bearer",
      expires_in: expiresIn,
      refresh_token: refreshToken,
    },
    { headers: { "cache-control": "no-store", "pragma": "no-cache" } },
  );
}

/** The problem with the members that OAuth 2 clients look for (RFC 6749, section 5.2). */
export function oauthProblem(error: unknown): ProblemError {
  const { problem } = toProblem(error);
  if (problem.status >= 500) throw error;
  const code = error instanceof InvalidCredentialsError ? "invalid_grant" : "invalid_request";
  return problem.withMembers({ error: code, error_description: problem.detail });
}
