"""The AWS CLI, imported once: each command is a fork of this process. Ends when its standard input does."""

import marshal
import os
import select
import signal
import socket
import sys

before = dict(os.environ)
import awscli.clidriver

# The CLI sets where its data are when it is imported, not when it runs.
own = {name: value for name, value in os.environ.items() if before.get(name) != value}
# Imports the rest, which the CLI calls its plugins.
awscli.clidriver.create_clidriver()


def run(connection):
    """In a process of its own: is the command, and its parent tells how it ended."""
    _, files, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as request:
        directory, arguments, environment = marshal.load(request)
    command = os.fork()
    if command != 0:
        _, status = os.waitpid(command, 0)
        connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    connection.close()
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment | own)
    sys.argv = ["aws", *arguments]
    sys.exit(awscli.clidriver.main())


listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", sys.executable, flush=True)
while True:
    readable, _, _ = select.select([listener, sys.stdin], [], [])
    if sys.stdin in readable:
        sys.exit(0)
    connection, _ = listener.accept()
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        listener.close()
        run(connection)
    connection.close()
