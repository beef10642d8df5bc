from examsim.models.request import Reply
from examsim.models.set_apart import set_apart, why_no_answer


def test_a_thought_in_the_text_joins_the_one_in_the_field() -> None:
    reply = set_apart(Reply("<think>two</think>C", reasoning="one"))
    assert (reply.text, reply.reasoning, reply.finish) == ("C", "one\n\ntwo", "stop")
    assert why_no_answer(reply) == ""


def test_a_cut_thought_is_a_cut_reply_whatever_the_server_says() -> None:
    reply = set_apart(Reply("<think>The answer is A", finish="stop"))
    assert (reply.text, reply.finish) == ("", "length")
    assert "raise --max-tokens" in why_no_answer(reply)


def test_text_only_in_the_reasoning_field_is_told_with_its_cure() -> None:
    said = why_no_answer(set_apart(Reply("", reasoning="The answer is A.")))
    assert "none in the content" in said and "reasoning parser" in said
    assert why_no_answer(Reply("")) == ""
