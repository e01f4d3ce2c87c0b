"""What changes something for a caller: who may is decided here, once, and told in the audit log."""
