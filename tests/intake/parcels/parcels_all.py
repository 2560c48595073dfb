"""All parcels as they come."""

from functools import cache

import parcels_folders
import parcels_packed
from parcel_truth import Parcel

MAKERS = (
    parcels_packed.windows_names, parcels_folders.unit_folders, parcels_folders.photos_with_note,
    parcels_folders.photos_by_caption, parcels_folders.photos_later, parcels_folders.versions,
    parcels_packed.by_mail, parcels_packed.other_archives, parcels_packed.left_behind,
    parcels_packed.several_units, parcels_folders.word_and_pdf, parcels_folders.wrong_places,
)  # fmt: skip


@cache
def all_parcels() -> tuple[Parcel, ...]:
    """Return the parcels, the twelve of them."""
    return tuple(maker() for maker in MAKERS)
