"""Matrices by which a page draws things: where a point comes to stand (ISO 32000-1, 8.3.4)."""

from math import sqrt

from casebook.pdf import PdfObject

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def matrix(numbers: PdfObject) -> Matrix:
    """Return the matrix of six numbers of a PDF."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def matrix_of(form: PdfObject) -> Matrix:
    """Return the matrix of a form or a pattern."""
    return matrix(form.Matrix) if "/Matrix" in form else UNIT


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does `inner` first, `outer` then."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def inverse(given: Matrix) -> Matrix | None:
    """Return the matrix that undoes `given`, None for one that draws no surface."""
    a, b, c, d, e, f = given
    size = a * d - b * c
    if not size:
        return None
    return (
        d / size, -b / size, -c / size, a / size,
        (c * f - d * e) / size, (b * e - a * f) / size,
    )  # fmt: skip


def scale(by: Matrix) -> float:
    """Return how much wider a line becomes that is drawn by a matrix, the same in all directions."""
    a, b, c, d, _, _ = by
    return sqrt(abs(a * d - b * c))


def point(x: float, y: float, by: Matrix) -> tuple[float, float]:
    """Return where a point stands that is drawn by a matrix."""
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f
