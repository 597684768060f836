"""A small corpus and a model trained on it, once for all tests."""

from pathlib import Path

import pytest
from unit.training.stories import story, write_jsonl

from annotator.domain import Document


@pytest.fixture(scope="session")
def stories() -> list[Document]:
    return [story(number) for number in range(24)]


@pytest.fixture(scope="session")
def stories_file(stories, tmp_path_factory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("stories") / "stories.jsonl", stories)


@pytest.fixture(scope="session")
def trained(stories_file, tmp_path_factory):
    """A real model, trained once for all tests that need one; without the pretrained vectors, as on a bare machine."""
    from annotator.training.train import TrainOptions, train

    model = tmp_path_factory.mktemp("model") / "deep" / "er" / "news"
    report = train(stories_file, model, TrainOptions(vectors="none"))
    return model, report
