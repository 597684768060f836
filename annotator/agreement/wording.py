"""What the figures are called and how to read them, in both languages: for the terminal, the page and the window."""

from __future__ import annotations

from itertools import islice

from annotator.agreement.bootstrap import FEW_DOCUMENTS, Estimate, Reason
from annotator.agreement.drilldown import documents_by_disagreement
from annotator.agreement.report import AgreementReport
from annotator.messages import Message, msg

DASH = "–"

REASONS: dict[Reason, Message] = {
    Reason.NO_DOCUMENTS: msg(
        "no document has been done by all of these annotators", "нет документов, сделанных всеми этими разметчиками"
    ),
    Reason.NOTHING_MARKED: msg("neither annotator marked anything", "ни один разметчик ничего не отметил"),
    Reason.NOTHING_MARKED_A: msg("the first annotator marked nothing", "первый разметчик ничего не отметил"),
    Reason.NOTHING_MARKED_B: msg("the second annotator marked nothing", "второй разметчик ничего не отметил"),
    Reason.CHANCE_IS_CERTAIN: msg(
        "only one category occurs, so agreement by chance is certain",
        "встречается только одна категория: случайное согласие неизбежно",
    ),
    Reason.NO_TOKENS: msg("there are no tokens", "нет токенов"),
    Reason.NO_UNITS: msg("nothing was marked, so nothing could differ", "ничего не отмечено, различаться нечему"),
    Reason.NO_PAIRS: msg("there is no such pair of entities", "нет таких пар сущностей"),
}

KINDS: dict[str, Message] = {
    "label": msg("other label", "другая метка"),
    "boundary": msg("other boundary", "другая граница"),
    "boundary+label": msg("other boundary and label", "другие граница и метка"),
    "missing": msg("only the first", "только у первого"),
    "extra": msg("only the second", "только у второго"),
    "entity": msg("other entity", "другая сущность"),
    "direction": msg("other direction", "другое направление"),
    "direction+label": msg("other direction and label", "другие направление и метка"),
}

LAYERS: dict[str, Message] = {
    "entity": msg("entities", "сущности"),
    "relation": msg("relations", "отношения"),
}

STATUSES: dict[str, Message] = {
    "in_progress": msg("in progress", "в работе"),
    "done": msg("done", "готово"),
    "skipped": msg("skipped", "пропущено"),
    "suggested": msg("accepted suggestions", "принятые подсказки"),
    "no_article": msg("not in the corpus", "нет в корпусе"),
}

HELP: tuple[Message, ...] = (
    msg(
        "Strict F1 is the headline: same start, end and label. Exact ignores labels, lenient takes any overlap with the"
        " same label, average is the mean of strict and lenient.",
        "Главное — строгая F1: те же начало, конец и метка. «Точная» не смотрит на метки, «мягкая» засчитывает любое"
        " пересечение с той же меткой, «средняя» — среднее строгой и мягкой.",
    ),
    msg(
        "No threshold exists for F1: compare entities with relations, label with label. The gap from exact to lenient is"
        " about boundary rules, from strict to exact about label rules.",
        "Порога для F1 нет: сравнивайте сущности с отношениями и метки между собой. Разрыв между точной и мягкой — о"
        " правилах границ, между строгой и точной — о правилах выбора метки.",
    ),
    msg(
        "For relations, the gap from strict to boundary is about entity labels; a low link score about what counts as a"
        " relation at all; “given entities” shows relations apart from disagreement on entities.",
        "У отношений разрыв между строгой и «по границам» — о метках сущностей; низкая «связь» — о том, что вообще"
        " считать отношением; «при общих сущностях» отделяет отношения от расхождений в сущностях.",
    ),
    msg(
        "Krippendorff: alpha from .80 is reliable, .667 to .80 allows tentative conclusions. That is a convention, not a"
        " verdict. Alpha copes with documents that some have not done.",
        "По Криппендорфу: альфа от 0.80 надёжна, от 0.667 до 0.80 допускает предварительные выводы. Это условность, а не"
        " приговор. Альфа учитывает и документы, сделанные не всеми.",
    ),
    msg(
        "High percent with a low kappa means rare labels: look at F1 and AC1. Kappa without O can be 0 or less with a"
        " decent F1: it leaves out all that both left blank, so that chance weighs more.",
        "Высокий процент при низкой каппе — редкие метки: смотрите на F1 и AC1. Каппа без O бывает нулевой и ниже при"
        " неплохой F1: в ней нет того, что оба оставили пустым, и случайность весит больше.",
    ),
    msg(
        "Kappa of entity pairs is ruled by the many pairs that nobody linked: read it after F1.",
        "Каппу пар сущностей определяет множество пар, которые никто не связал: читайте её после F1.",
    ),
    msg(
        "Brackets hold the 95 % interval of a bootstrap over documents; α_U has none, and it depends slightly on the order"
        " and length of the documents.",
        "В скобках — 95-процентный интервал бутстрепа по документам; у α_U его нет, и она немного зависит от порядка и"
        " длины документов.",
    ),
)


def reason_of(estimate: Estimate) -> str:
    """Return why a figure is undefined, or "" where it is defined."""
    return str(REASONS[estimate.reason]) if estimate.reason is not None else ""


def figure(estimate: Estimate, *, interval: bool = True) -> str:
    """Return a figure as it is shown: three decimals with the interval, or a dash."""
    if estimate.value is None:
        return DASH
    text = f"{estimate.value:.3f}"
    if interval and estimate.interval is not None:
        low, high = estimate.interval
        text += f" [{low:.3f}, {high:.3f}]"
    return text


def kind_message(kind: str, first: str, second: str) -> Message:
    """Return the name of a kind of disagreement; one-sided kinds name the annotator."""
    if kind in {"missing", "extra"}:
        return msg("only {name}", "только {name}", name=first if kind == "missing" else second)
    return KINDS[kind]


def split_pair(key: str) -> tuple[str, str]:
    """Return the two names of a pair's key; where a name holds the separator the key cannot be split and is kept."""
    first, _, second = key.partition("|")
    return (first, second) if "|" not in second else (key, "")


def coverage_lines(report: AgreementReport) -> list[str]:
    """Return what was counted and what was left out, and why, one sentence a line."""
    lines = [
        str(
            msg(
                "Documents with two or more annotators: {several}; done by all {people}: {complete}.",
                "Документов с двумя и более разметчиками: {several}; сделано всеми ({people}): {complete}.",
                several=report.documents,
                people=len(report.annotators),
                complete=report.entities.complete_documents,
            )
        )
    ]
    if alone := report.single_documents:
        lines.append(
            str(
                msg(
                    "Left out, done by one annotator only: {count}.",
                    "Не учтено, сделано только одним разметчиком: {count}.",
                    count=alone,
                )
            )
        )
    for name, counts in report.left_out.items():
        if shown := ", ".join(f"{STATUSES.get(k, k)} {n}" for k, n in counts.items() if n):
            lines.append(
                str(msg("Left out, {name}: {counts}.", "Не учтено, {name}: {counts}.", name=name, counts=shown))
            )
    return lines + warning_lines(report)


def disputed_lines(report: AgreementReport, most: int = 5) -> list[str]:
    """Return the most disputed documents in one sentence, or nothing where all agree."""
    ranked = ((name, counts.total()) for name, counts in islice(documents_by_disagreement(report), most))
    shown = ", ".join(f"{name} ({count})" for name, count in ranked if count)
    return (
        [str(msg("Most disputed: {documents}.", "Больше всего расхождений: {documents}.", documents=shown))]
        if shown
        else []
    )


def warning_lines(report: AgreementReport) -> list[str]:
    """Return what to bear in mind with this report's intervals."""
    lines = []
    if 1 < report.documents < FEW_DOCUMENTS:
        lines.append(
            msg(
                "Intervals from fewer than {limit} documents are unreliable.",
                "Интервалы по числу документов меньше {limit} ненадёжны.",
                limit=FEW_DOCUMENTS,
            )
        )
    if report.documents == 1:
        lines.append(msg("One document gives no interval.", "По одному документу интервала нет."))
    return [str(line) for line in lines]


def undefined_lines(report: AgreementReport) -> list[str]:
    """Return the reasons behind the dashes of a report, each once."""
    reasons = dict.fromkeys(report.to_json()["undefined"].values())
    return [f"{DASH}: {REASONS[Reason(reason)]}" for reason in reasons]
