// Sending files: the form works without this file. Here a bar shows how much has arrived, and a connection that is
// lost costs nothing: the page stays as it is, with everything that was written and chosen.
addEventListener("submit", (event) => {
  const form = event.target;
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  if (files.length === 0) return;
  event.preventDefault();
  send(form, event.submitter);
});

function send(form, pressed) {
  const words = form.appendChild(Object.assign(document.createElement("p"), { textContent: "Sending your files." }));
  const bar = form.appendChild(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
  words.setAttribute("role", "status");
  bar.setAttribute("aria-label", "Sending");
  const buttons = [...form.querySelectorAll("button")];
  const data = new FormData(form, pressed);
  for (const button of buttons) button.disabled = true;

  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = loaded / total;
    if (loaded === total) words.textContent = "Everything has arrived and is being sealed.";
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => {
    bar.remove();
    words.textContent = "The connection was lost and nothing was saved. Your text and files are still here: try again.";
    for (const button of buttons) button.disabled = false;
  });
  request.open("POST", form.action);
  request.send(data);
}

// The answer is a whole page. Its main part takes the place of ours, so that everything around it stays alive.
function show(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  history.replaceState(null, "", request.responseURL);
  const first = document.querySelector(".errsum") ?? document.querySelector("main");
  first.tabIndex = -1;
  first.focus();
  scrollTo(0, 0);
}
