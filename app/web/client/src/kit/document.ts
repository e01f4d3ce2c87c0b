/** A GraphQL document as text, typed by what it answers and what it takes. */
export type Document<Result, Variables> = string & {
  readonly __types?: (variables: Variables) => Result;
};
