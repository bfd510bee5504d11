import { CreateError } from "../errors.ts";

/** A fault in the layers themselves: the person who runs create-daloy cannot have caused it. */
export function templateError(
  message: string,
  fix = "This is a fault in create-daloy's templates, not in your project: report it with the command you ran.",
): CreateError {
  return new CreateError("template-invalid", message, { fix });
}
