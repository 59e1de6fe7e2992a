"use strict";
/* A photograph is made as small as the server stores it (data-shrink: its longest side in pixels) before it is sent: on a
   village's line a picture of 6 MB takes minutes. Whatever can not be read here is sent as it is; the server judges it. */

const GOOD_ENOUGH = 0.85; // quality of the JPEG; the server paints it anew

async function shrunk(file, longest) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = longest / Math.max(picture.width, picture.height);
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white"; // under a picture that is transparent
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const painted = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", GOOD_ENOUGH); });
  return painted && painted.size < file.size ? new File([painted], "page.jpg", { type: "image/jpeg" }) : file;
}

document.addEventListener("change", async (event) => {
  const field = event.target.closest("input[type=file][data-shrink]");
  const file = field?.files[0];
  if (!file) return;
  const buttons = field.form.querySelectorAll("button:not([type=button])");
  for (const button of buttons) button.disabled = true; // a form that is sent meanwhile would carry the large one
  try {
    const small = await shrunk(file, Number(field.dataset.shrink));
    if (small !== file && field.files[0] === file) {
      const held = new DataTransfer();
      held.items.add(small);
      field.files = held.files;
    }
  } catch { /* no picture that this browser reads */ }
  for (const button of buttons) button.disabled = false;
});
