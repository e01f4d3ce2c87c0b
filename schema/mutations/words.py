"""Words that the inputs of several nouns say."""

WHO = "The person, as in REST's URLs."
FORCE = (
    "Also when Polar does not answer; the registration there then stays until the person ends it."
)
