"""Days to AccessLink's JSON, in the shape that the live service sends; one module per subject."""

Row = dict[str, object]

HOST = "https://polaraccesslink.com/v3/users"
WWW = "https://www.polaraccesslink.com/v3/users"
