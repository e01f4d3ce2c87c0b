// Swagger UI on our own document; the online validator stays off, so that nothing leaves the origin.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

// Its own landmark is of the operations alone, its headings leave ranks out, its buttons hold links, its tables are landmarks.
mend(document.getElementById("swagger-ui"), [
  [".information-container", { role: "region", "aria-label": "About this API" }],
  [".scheme-container", { role: "region", "aria-label": "Server and keys" }],
  [".filter", { role: "search", "aria-label": "Operations" }],
  ["#servers", { "aria-label": "Server" }],
  [".opblock-tag, .models > h4", { "aria-level": "2" }],
  [".opblock h4", { "aria-level": "3" }],
  [".opblock h5", { "aria-level": "4" }],
  [".opblock-summary-control a", { href: null }],
  [".responses-table[role=region]", { role: null }],
]);

const ui = SwaggerUIBundle({
  url: "/schema/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
  oauth2RedirectUrl: `${location.origin}/schema/signed-in`,
  // Who is signed in to the pages asks without a key; what changes something then comes as JSON.
  requestInterceptor: (request) => {
    if (request.method !== "GET") request.headers["Content-Type"] ??= "application/json";
    return request;
  },
});
ui.initOAuth({ clientId: "ursa-swagger", scopes: "read", usePkceWithAuthorizationCodeGrant: true });
