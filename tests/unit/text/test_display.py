from annotator.text.display import one_line


def test_a_text_in_a_list_takes_one_line():
    """Line breaks of every kind and runs of blanks become one blank; blanks at the ends go."""
    assert one_line(" Сулейман\r\n\u2028 и\u00a0\t Бениофф\n") == "Сулейман и Бениофф"
