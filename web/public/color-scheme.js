// Sets the stored colour scheme before the first paint; a file of its own because the page allows no inline script.
(function () {
  var kept = null;
  try { kept = localStorage.getItem("runyard-color-scheme"); } catch { /* storage is blocked: follow the system */ }
  var dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
