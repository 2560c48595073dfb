"""Writes a notice as plain text, to be compared with a golden file line by line."""

from casebook.intake.notice import Notice


def in_words(notice: Notice) -> str:
    """Return facts, tiers, awards and errata of `notice`, one a line."""
    lines = [
        f"issuer   {notice.issuer}",
        f"number   {notice.number}",
        f"title    {notice.title}",
        f"date     {notice.date} {notice.printed}",
        f"campaign {notice.campaign} {notice.received}",
    ]
    for tier in notice.tiers:
        lines.append(
            f"tier {tier.id} {tier.name} {tier.declared} {'bodies' if tier.bodies else ''}"
        )
        for award in tier.awards:
            title = "" if award.title is None else f"《{award.title}》"
            first, last = award.lines or (0, 0)
            more = "".join(f" | {name}：{text}" for name, text in award.fields)
            doubt = f" ? {award.check}" if award.check else ""
            lines.append(
                f"  {award.id} {award.organisation} | {title} | {award.after} | {first}-{last}"
                f"{more}{doubt}"
            )
    for erratum in notice.errata:
        place = f"{erratum.place.line or ''}"
        lines.append(
            f"{erratum.kind} {erratum.rule} {place} {erratum.message.zh} | {erratum.quote}"
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"
