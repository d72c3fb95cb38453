"""What is secret once is found in other texts, whole or cut short, and nothing else is."""

import pytest

from pachlint.chart.masking import Masks


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        (["Zk9Vw2Xb"], "pachd.logLevel is Zk9Vw2Xb", "pachd.logLevel is ***"),
        (["Zk9Vw2Xb"], 'pachd["Zk9Vw2Xb"].x', 'pachd["***"].x'),
        (["Zk9Vw2Xb"], "https://a/xZk9Vw2Xby/Zk9Vw2Xb", "https://a/x***y/***"),
        (["  'Zk9Vw2Xb'  "], "is Zk9Vw2Xb", "is ***"),
        (["Zk9Vw2Xb\n  Qw3Er4Ty\n"], "is Qw3Er4Ty, Zk9Vw2Xb", "is ***, ***"),
        (["my  own secret"], "is my own secret", "is ***"),
        (["ab:Zk9Vw2Xb"], "no key Zk9Vw2Xb", "no key ***"),
        # the longest counts, and what a message has cut short
        (["Zk9Vw2Xb", "Zk9Vw2XbQw3"], "is Zk9Vw2XbQw3", "is ***"),
        (["Zk9Vw2XbQw3Er4Ty"], "is Zk9Vw2Xb…", "is ***…"),
        (["Zk9Vw2XbQw3Er4Ty"], "is Zk9Vw2Xb", "is Zk9Vw2Xb"),
        (["Zk9Vw2XbQw3Er4Ty"], "is Zk9Vw2Cc…", "is Zk9Vw2Cc…"),
        # a word of letters only is no piece of another word
        (["hunter"], "hunters of the hunter", "hunters of the ***"),
        (["123456"], "12345678 and 123456", "12345678 and ***"),
        # too short to be told from others, or harmless
        (["hunt"], "is hunt", "is hunt"),
        (["LoadBalancer", "postgresqlPassword"], "is LoadBalancer", "is LoadBalancer"),
        ([], "is Zk9Vw2Xb", "is Zk9Vw2Xb"),
    ],
)
def test_secrets_are_masked_in_other_texts(secrets: list[str], text: str, shown: str) -> None:
    assert Masks(secrets).mask(text) == shown


def test_many_secrets_are_found_as_few_are() -> None:
    many = [f"Zk{number}Vw2Xb" for number in range(1000)]
    text = " ".join(many[::7])
    assert Masks(many).mask(text) == " ".join("***" for _ in many[::7])
    assert not Masks(["short"])
    assert Masks(many)
