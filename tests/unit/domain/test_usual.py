from annotator.domain.usual import usual_labels


def test_a_name_has_the_label_it_was_given_most_often():
    """Counts decide; of labels given equally often the first by name is taken, whatever the order."""
    tagged = [("Титан", "ORG"), ("Титан", "PRODUCT"), ("Титан", "ORG"), ("Орёл", "ORG"), ("Орёл", "LOC")]
    assert usual_labels(tagged) == usual_labels(tagged[::-1]) == {"Титан": "ORG", "Орёл": "LOC"}
    assert usual_labels([]) == {}
