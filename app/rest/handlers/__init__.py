"""Who answers: each asks `reads` and shapes what comes."""
