from registry.readers.documents.citations import bare_numbers_in, cited_in, first_number, quote_around


def test_titles_within_titles_stay_whole() -> None:
    assert [citation.title for citation in cited_in("《关于《甲》的通知》和《乙办法》")] == [
        "关于《甲》的通知",
        "乙办法",
    ]


def test_the_number_after_a_title_is_read_with_it() -> None:
    (cited,) = cited_in("《护林规定》（2012年3月5日省政府令第7号公布）")
    assert (cited.title, bool(cited.doc_no)) == ("护林规定", True)


def test_numbers_without_a_title_are_read_apart_from_those_after_titles() -> None:
    text = "《甲办法》（青政〔2012〕7号）和原青政〔2013〕8号文件"
    assert [citation.doc_no for citation in bare_numbers_in(text)] == ["青政〔2013〕8号"]


def test_a_text_without_a_number_gives_an_empty_string() -> None:
    assert first_number("三月五日") == ""


def test_a_quote_is_a_short_sentence_or_the_surroundings_in_a_long_one() -> None:
    assert quote_around("短句。", 0, 2) == "短句。"
    words = "前" * 500 + "《甲办法》" + "后" * 500
    assert "《甲办法》" in quote_around(words, 500, 505)
    assert len(quote_around(words, 500, 505)) == 200
