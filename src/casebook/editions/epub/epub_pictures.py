"""Make the EPUB's plates of a manuscript's pictures: small, clean, the same every time.

Longest side 1280 px, baseline JPEG at quality 78, sRGB, upright, no metadata: what old readers
and Kindle take and a phone needs. What has transparency stays PNG, and so does what has few
colours and is smaller that way (charts, line art): JPEG would blur it. Plates are kept in a
store under a hash of the picture's bytes, for one version of this module and of Pillow. The only module that touches
Pillow.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, features

from casebook import files
from casebook.store import Store, dumps, made_by

LONGEST = 1280
QUALITY = 78
COLOURS = 256
_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class EpubPicture:
    """A picture as the EPUB carries it; `name` is its address and comes from its bytes."""

    name: str
    media_type: str
    data: bytes
    width: int
    height: int


def prepare(sources: Iterable[Path], cache: Path) -> dict[Path, EpubPicture | None]:
    """Return a plate for every picture file; None where a file cannot be read as a picture.

    Raises OSError when the folder `cache` cannot be written.
    """
    cache.mkdir(parents=True, exist_ok=True)
    store = Store(cache, made_by([Path(__file__)], ["pillow"], *_codecs()), {})
    store.open()
    wanted = tuple(dict.fromkeys(sources))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = dict(zip(wanted, pool.map(lambda path: _plate(path, store), wanted), strict=True))
    store.trim()
    return made


def plate(data: bytes) -> EpubPicture:
    """Describe finished picture bytes, JPEG or PNG."""
    with Image.open(BytesIO(data)) as image:
        kind, (width, height) = image.format, image.size
    suffix, media_type = ("png", "image/png") if kind == "PNG" else ("jpg", "image/jpeg")
    name = f"images/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
    return EpubPicture(name, media_type, data, width, height)


def _codecs() -> Iterator[str]:
    """Yield the versions of the libraries that read and write pictures for Pillow."""
    for name in ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "littlecms2"):
        yield f"{name} {features.version(name)}"


def _plate(source: Path, store: Store) -> EpubPicture | None:
    try:
        original = files.read(source)
    except OSError:
        return None
    key = hashlib.sha256(original).hexdigest()
    stored = store.get(key)
    if isinstance(stored, bytes):
        return plate(stored)
    try:
        with Image.open(BytesIO(original)) as image:
            data = _reduced(image)
    except _FAULTS:
        return None
    store.put(key, dumps(data))
    return plate(data)


def _reduced(image: Image.Image) -> bytes:
    """Return the picture within `LONGEST`, as PNG or JPEG bytes without metadata."""
    lossless = image.format not in ("JPEG", "MPO")
    image.draft(None, (LONGEST, LONGEST))
    upright = _srgb(ImageOps.exif_transpose(image))
    transparent = "A" in upright.getbands()
    few = lossless and not transparent and upright.getcolors(COLOURS) is not None
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    upright.info = {}
    if transparent:
        return _saved(upright, "PNG")
    photograph = _saved(upright, "JPEG", quality=QUALITY)
    drawing = _saved(upright.quantize(COLOURS), "PNG") if few else photograph
    return min(drawing, photograph, key=len)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, optimize=True, **options)
    return out.getvalue()


def _srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, by its own colour profile where it has one that works."""
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        if seen.getchannel("A").getextrema() != (255, 255):
            return seen
        image = seen.convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")
