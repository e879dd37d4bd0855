/**
 * An error that stands for an HTTP status. Thrown in a handler or middleware it ends the request
 * with that status, through the nearest error page if there is one.
 *
 * The message stays empty when none is given; the default error response then shows the
 * standard phrase of the status.
 */
export class HttpError extends Error {
  /** HTTP status code of the response. */
  status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.status = status;
  }
}
