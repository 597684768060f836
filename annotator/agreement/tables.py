"""The report as tables of text: the same rows for the terminal and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.report import AgreementReport, EntityPair, OverallF1, RelationPair
from annotator.agreement.wording import KINDS, figure, kind_message, split_pair
from annotator.messages import Message, msg


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the columns' heads and rows of text; the first column names the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


_PAIR = msg("pair", "пара")
_LABEL = msg("label", "метка")
_ENTITY_COLUMNS: tuple[tuple[Message, Callable[[EntityPair], str]], ...] = (
    (msg("documents", "документы"), lambda p: str(p.documents)),
    (msg("marked", "отмечено"), lambda p: f"{p.n_a} / {p.n_b}"),
    (msg("strict F1", "строгая F1"), lambda p: figure(p.strict.f1)),
    (msg("exact", "точная"), lambda p: figure(p.exact.f1, interval=False)),
    (msg("lenient", "мягкая"), lambda p: figure(p.lenient.f1, interval=False)),
    (msg("average", "средняя"), lambda p: figure(p.average_f1, interval=False)),
    (msg("mean by document", "среднее по документам"), lambda p: figure(p.f1_doc_mean, interval=False)),
)
_TOKEN_COLUMNS: tuple[tuple[Message, Callable[[EntityPair], str]], ...] = (
    (msg("tokens", "токены"), lambda p: str(p.token.n)),
    (msg("percent", "процент"), lambda p: figure(p.token.percent, interval=False)),
    (msg("kappa", "каппа"), lambda p: figure(p.token.kappa)),
    (msg("marked tokens", "отмеченные токены"), lambda p: str(p.token.n_annotated)),
    (msg("kappa without O", "каппа без O"), lambda p: figure(p.token.kappa_annotated, interval=False)),
    (msg("AC1", "AC1"), lambda p: figure(p.token.ac1, interval=False)),
    (msg("token F1", "F1 по токенам"), lambda p: figure(p.token.f1, interval=False)),
)
_RELATION_COLUMNS: tuple[tuple[Message, Callable[[RelationPair], str]], ...] = (
    (msg("documents", "документы"), lambda p: str(p.documents)),
    (msg("marked", "отмечено"), lambda p: f"{p.n_a} / {p.n_b}"),
    (msg("strict F1", "строгая F1"), lambda p: figure(p.strict.f1)),
    (msg("boundary", "по границам"), lambda p: figure(p.boundary.f1, interval=False)),
    (msg("link", "связь"), lambda p: figure(p.link.f1, interval=False)),
    (msg("given entities", "при общих сущностях"), lambda p: figure(p.given_entities.f1)),
    (msg("entity pairs", "пары сущностей"), lambda p: str(p.pairs.n)),
    (msg("kappa", "каппа"), lambda p: figure(p.pairs.kappa, interval=False)),
    (msg("linked by both", "связаны обоими"), lambda p: str(p.pairs.n_linked)),
    (msg("kappa of linked", "каппа связанных"), lambda p: figure(p.pairs.kappa_linked, interval=False)),
)


def _measure_and_value() -> tuple[str, str]:
    return str(msg("measure", "мера")), str(msg("value", "значение"))


def pair_name(key: str) -> str:
    """Return a pair's key as it is shown."""
    return " – ".join(split_pair(key))


def tables(report: AgreementReport) -> Iterator[Table]:
    """Yield all tables of the report, entities first."""
    yield from entity_tables(report)
    yield from relation_tables(report)


def entity_tables(report: AgreementReport) -> Iterator[Table]:
    """Yield what is said about entities."""
    pairs = report.entity_pairs
    for title, columns in (
        (msg("Entities", "Сущности"), _ENTITY_COLUMNS),
        (msg("Entities, by token", "Сущности, по токенам"), _TOKEN_COLUMNS),
    ):
        yield _by_pair(
            title, [name for name, _ in columns], {k: [show(p) for _, show in columns] for k, p in pairs.items()}
        )
    yield _all_annotators(report)
    if len(pairs) == 1:
        yield _labels_of_pair(next(iter(pairs.values())))
    else:
        yield _labels_of_all(report)
    counts = {key: pair.disagreements for key, pair in pairs.items()}
    yield _disagreements(msg("Disagreements on entities", "Расхождения в сущностях"), counts)


def _by_pair(title: Message, names: Sequence[Message], cells: Mapping[str, Sequence[str]]) -> Table:
    """Return one row a pair; a single pair stands upright, a measure a row, which is narrow enough to read."""
    if len(cells) == 1:
        ((key, values),) = cells.items()
        return Table(
            f"{title}: {pair_name(key)}", _measure_and_value(), tuple(zip(map(str, names), values, strict=True))
        )
    heads = (str(_PAIR), *map(str, names))
    return Table(str(title), heads, tuple((pair_name(key), *values) for key, values in cells.items()))


def _all_annotators(report: AgreementReport) -> Table:
    overall = report.entities
    rows = (
        (msg("strict F1, mean of pairs", "строгая F1, среднее пар"), overall.strict.f1_mean),
        (msg("strict F1, all counts", "строгая F1, по сумме"), overall.strict.f1_micro),
        (msg("Krippendorff's alpha, tokens", "альфа Криппендорфа, токены"), overall.token.alpha),
        (msg("Fleiss' kappa, tokens", "каппа Флейса, токены"), overall.token.fleiss_kappa),
        (msg("Gwet's AC1, tokens", "AC1 Гвета, токены"), overall.token.ac1),
        (msg("alpha for unitizing, α_U", "альфа для отрезков, α_U"), overall.alpha_u),
    )
    title = str(msg("Entities, all annotators", "Сущности, все разметчики"))
    return Table(title, _measure_and_value(), tuple((str(name), figure(value)) for name, value in rows))


def _labels_of_pair(pair: EntityPair) -> Table:
    heads = (
        _LABEL,
        msg("marked", "отмечено"),
        msg("strict F1", "строгая F1"),
        msg("lenient", "мягкая"),
        msg("token kappa", "каппа по токенам"),
    )
    rows = (
        (
            label,
            f"{scores.strict.n_a} / {scores.strict.n_b}",
            figure(scores.strict.f1),
            figure(scores.lenient.f1, interval=False),
            figure(scores.token_kappa, interval=False),
        )
        for label, scores in pair.per_label.items()
    )
    return Table(str(msg("Entities, by label", "Сущности, по меткам")), tuple(map(str, heads)), tuple(rows))


def _labels_of_all(report: AgreementReport) -> Table:
    heads = (
        _LABEL,
        msg("strict F1, mean", "строгая F1, среднее"),
        msg("strict F1, all counts", "строгая F1, по сумме"),
        msg("alpha, tokens", "альфа, токены"),
        msg("Fleiss' kappa", "каппа Флейса"),
        msg("α_U", "α_U"),
    )
    rows = (
        (
            label,
            *_f1_cells(scores.strict),
            figure(scores.alpha),
            figure(scores.fleiss_kappa, interval=False),
            figure(scores.alpha_u),
        )
        for label, scores in report.entities.per_label.items()
    )
    return Table(str(msg("Entities, by label", "Сущности, по меткам")), tuple(map(str, heads)), tuple(rows))


def _f1_cells(scores: OverallF1) -> tuple[str, str]:
    return figure(scores.f1_mean), figure(scores.f1_micro)


def relation_tables(report: AgreementReport) -> Iterator[Table]:
    """Yield what is said about relations; nothing where nobody marked any."""
    pairs = report.relation_pairs
    if not report.relation_labels:
        return
    cells = {key: [show(pair) for _, show in _RELATION_COLUMNS] for key, pair in pairs.items()}
    yield _by_pair(msg("Relations", "Отношения"), [name for name, _ in _RELATION_COLUMNS], cells)
    yield _relation_labels(report)
    counts = {key: pair.disagreements for key, pair in pairs.items()}
    yield _disagreements(msg("Disagreements on relations", "Расхождения в отношениях"), counts)


def _relation_labels(report: AgreementReport) -> Table:
    title = str(msg("Relations, by label", "Отношения, по меткам"))
    if len(report.relation_pairs) == 1:
        pair = next(iter(report.relation_pairs.values()))
        heads = (_LABEL, msg("marked", "отмечено"), msg("strict F1", "строгая F1"))
        rows = [(label, f"{s.n_a} / {s.n_b}", figure(s.f1)) for label, s in pair.per_label.items()]
        return Table(title, tuple(map(str, heads)), tuple(rows))
    heads = (
        _LABEL,
        msg("strict F1, mean", "строгая F1, среднее"),
        msg("strict F1, all counts", "строгая F1, по сумме"),
    )
    rows = [(label, *_f1_cells(s)) for label, s in report.relations.per_label.items()]
    everything = (str(msg("all labels", "все метки")), *_f1_cells(report.relations.strict))
    return Table(title, tuple(map(str, heads)), (everything, *rows))


def _disagreements(title: Message, counts: Mapping[str, Mapping[str, int]]) -> Table:
    kinds = tuple(next(iter(counts.values()), {}))
    cells = {key: [str(found[kind]) for kind in kinds] for key, found in counts.items()}
    names = [KINDS[kind] for kind in kinds]
    if len(counts) == 1:
        first, second = split_pair(next(iter(counts)))
        names = [kind_message(kind, first, second) for kind in kinds]
    return _by_pair(title, names, cells)
