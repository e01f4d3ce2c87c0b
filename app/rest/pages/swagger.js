// Swagger UI on our own document; the online validator stays off, so that nothing leaves the origin.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

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
