"""What Ursa says, as codes with parameters, and the sentences of each language."""
