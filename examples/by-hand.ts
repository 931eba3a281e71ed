// Opening and closing handshake by hand, with frames and nothing above them: by-hand-server and by-hand-client together.
import './by-hand-server.ts';
import './by-hand-client.ts';
