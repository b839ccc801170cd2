"""What a network and the boxes in it do to one exchange. Each fault is a function of the exchange and a source of chance."""

import time

from . import http_message

LONGEST_STALL_S = 20.0  # longer than every client's time-out


def passes(exchange, _):
    try:
        answer = exchange.ask()
    except OSError:
        exchange.reset()
    exchange.answer(answer)


def delay(exchange, chance):
    time.sleep(chance.uniform(0.2, 1.0))  # the fault itself
    passes(exchange, chance)


def drop_request(exchange, _):
    exchange.reset()


def drop_answer(exchange, _):
    exchange.ask()
    exchange.reset()


def duplicate_request(exchange, chance):
    """A box between the two repeats the request; the client sees either answer."""
    first = exchange.ask()
    second = exchange.ask()
    exchange.answer(chance.choice((first, second)))


def reset_in_request(exchange, _):
    exchange.ask_in_part()
    exchange.reset()


def reset_in_answer(exchange, _):
    half_of(exchange)
    exchange.reset()


def truncate_answer(exchange, _):
    """An orderly end of the connection in the middle of the answer."""
    half_of(exchange)
    raise ConnectionAbortedError("truncated by the proxy")


def half_of(exchange):
    raw = exchange.ask().raw
    exchange.client.sendall(raw[: len(raw) // 2])


def stall(exchange, chance):
    """Half open: the connection stands, but nothing comes, whether or not the server has acted."""
    if chance.random() < 0.5:
        exchange.ask()
    exchange.client.settimeout(LONGEST_STALL_S)
    exchange.client.recv(1)  # until the client gives up
    exchange.reset()


def answer_500(exchange, _):
    exchange.answer(http_message.answer(500, "Internal Server Error"))


def answer_503(exchange, _):
    exchange.answer(http_message.answer(503, "Service Unavailable"))


def answer_507(exchange, _):
    exchange.answer(http_message.answer(507, "Insufficient Storage"))


KINDS = {fault.__name__.replace("_", "-"): fault for fault in (
    delay, drop_request, drop_answer, duplicate_request, reset_in_request, reset_in_answer, truncate_answer, stall,
    answer_500, answer_503, answer_507)}
