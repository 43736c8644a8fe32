// The camera of this device: on only between begin() and end(), and its light with it.

const WANTED = {
  audio: false,
  video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
};

/** What is shown: { video, stream }; `stream` is missing while the person is being asked. */
let showing = null;

/** Whether there is a camera that this page may ask for. */
export async function hasCamera() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return Boolean(navigator.mediaDevices?.getUserMedia) && devices.some(({ kind }) => kind === "videoinput");
}

/** Shows the camera in `video`; false if it was ended meanwhile. Throws what getUserMedia throws. */
export async function begin(video) {
  end();
  const mine = (showing = { video });
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  if (showing !== mine) {
    release(stream);
    return false;
  }
  mine.stream = video.srcObject = stream;
  await video.play();
  return showing === mine;
}

export function end() {
  if (!showing) return;
  if (showing.stream) release(showing.stream);
  showing.video.srcObject = null;
  showing = null;
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}
