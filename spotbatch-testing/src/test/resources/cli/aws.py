"""Has warm_aws.py run a command with this process's files, directory and environment, and ends as it did."""

import marshal
import os
import socket
import sys

server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
socket.send_fds(server, [b"."], [0, 1, 2])
server.sendall(marshal.dumps((os.getcwd(), sys.argv[2:], dict(os.environ))))
server.shutdown(socket.SHUT_WR)
sys.exit(int(server.recv(16)))
