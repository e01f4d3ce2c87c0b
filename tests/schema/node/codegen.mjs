// TypeScript types for the example operations, as a front end generates them.
const scalar = (output) => ({ input: 'string', output });

export default {
  schema: '../../../schema/schema.graphql',
  documents: '../../../schema/web/examples/*.graphql',
  generates: {
    'generated/operations.ts': {
      plugins: ['typescript-operations'],
      config: {
        strictScalars: true,
        scalars: {
          Date: scalar('string'),
          DateTime: scalar('string'),
          LocalDateTime: scalar('string'),
          JSON: scalar('Record<string, unknown>'),
        },
      },
    },
  },
};
