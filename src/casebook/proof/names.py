"""Rules about what the notice says: titles that look broken are queried, never changed."""

from collections.abc import Iterator

from casebook.book import Book
from casebook.errata import Erratum, Kind, Wording
from casebook.proof.reader import rule
from casebook.typography import unpaired


@rule
def broken_award_title(book: Book) -> Iterator[Erratum]:
    """An award title with an unpaired quotation mark, or with text behind its closing 》.

    Why: the notice itself is at fault; a title is quoted from an official document, so only its
    issuer can mend it.

        《新”铸硬核“五环”》  →  ask the issuer
    """
    for award in book.awards():
        title = award.title or ""
        if unpaired(title) or award.after:
            quote = f"《{title}》{award.after}"
            yield Erratum(
                "broken-award-title",
                award.place,
                Wording(
                    f"奖项 {award.id} 的题目在通报里不完整",
                    f"the title of award {award.id} is broken in the notice",
                ),
                Wording("照原文排印；请发文单位核实。", "Set it as printed; ask the issuer."),
                quote,
                Kind.QUERY,
            )
