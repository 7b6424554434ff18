// Leaving quickly: the link works without this file. Here the page also goes blank at once, Back does not
// return to it, and three presses of Shift do the same as the link.
const link = document.querySelector(".leave a");

function leave() {
  document.body.classList.add("leaving");
  document.title = "…";
  location.replace(link.href);
}

if (link) {
  let presses = [];
  addEventListener("keyup", (event) => {
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

// A page that the browser kept alive and shows again after Back may belong to someone who has left.
addEventListener("pageshow", (event) => event.persisted && location.reload());
