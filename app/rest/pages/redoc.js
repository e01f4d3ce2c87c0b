// ReDoc on our own document. It has no dark dress of its own, so this page stays light.
// Its headings leave ranks out, and keys reach no sample that is wider than its place.
mend(document.getElementById("redoc"), [
  ["h5", { "aria-level": "3" }],
  ["[role=tabpanel] pre, [role=tabpanel] .redoc-json", { tabindex: "0" }],
]);

Redoc.init(
  "/schema/openapi.json",
  {
    hideDownloadButton: true,
    expandResponses: "200",
    jsonSampleExpandLevel: 3,
    scrollYOffset: "nav.ursa",
    theme: {
      colors: { primary: { main: "#0b69a3" }, text: { primary: "#1f2933", secondary: "#52606d" } },
      sidebar: { backgroundColor: "#f5f7fa", textColor: "#1f2933" },
      rightPanel: { backgroundColor: "#191d26" },
      typography: {
        fontFamily: "system-ui, sans-serif",
        fontSize: "15px",
        headings: { fontFamily: "system-ui, sans-serif" },
        code: { fontFamily: "ui-monospace, monospace", backgroundColor: "#f0f4f8", color: "#8d2b0b" },
      },
    },
  },
  document.getElementById("redoc"),
);
