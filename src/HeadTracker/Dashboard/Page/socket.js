// Keeps a socket open for as long as the page is; it is opened again when it closes.
export function listen(path, onMessage, onOpen, onClose) {
  const url = new URL(path, new URL('.', location.href));
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => onOpen?.(socket);
  socket.onmessage = message => onMessage(message.data, socket);
  socket.onclose = () => { onClose?.(); setTimeout(() => listen(path, onMessage, onOpen, onClose), 1500); };
}
