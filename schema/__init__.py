"""GraphQL: the whole product in one typed schema."""
